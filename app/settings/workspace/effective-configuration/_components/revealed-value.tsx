"use client";

import { useState } from "react";
import { useAction } from "@/components/form/use-action";
import { IconButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Eye, EyeOff } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast";
import { ShownText } from "../../../_components/effective/key-table";
import { revealOwnValueAction } from "../actions";

/** A value that is hidden, or cut off, until its owner asks for it. Each time one asks is in the audit log. */
export function RevealedValue({
  workspaceId,
  name,
  path,
  shown,
}: {
  workspaceId: string;
  name: string;
  path: readonly string[];
  shown: string;
}) {
  const [text, setText] = useState<string | null>(null);
  const toast = useToast();
  const revealing = useAction(revealOwnValueAction, {
    onDone: (value) => setText(value.text),
    onRefused: ({ message }) => toast({ title: message, tone: "danger" }),
  });
  return (
    <span className="flex min-w-0 items-start gap-1">
      <ShownText text={text ?? shown} />
      {text === null ? (
        <IconButton
          label={`Show the value of ${name}`}
          icon={<Eye aria-hidden />}
          pending={revealing.pending}
          onClick={() => revealing.run(workspaceId, { path: [...path] })}
        />
      ) : (
        <>
          <IconButton
            label={`Hide the value of ${name}`}
            icon={<EyeOff aria-hidden />}
            onClick={() => setText(null)}
          />
          <CopyButton iconOnly value={text} label={`Copy the value of ${name}`} />
        </>
      )}
    </span>
  );
}
