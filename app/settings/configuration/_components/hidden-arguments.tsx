"use client";

import { useState } from "react";
import { Field } from "@/components/form/field";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button } from "@/components/ui/button";
import { Pencil } from "@/components/ui/icons";
import { Textarea } from "@/components/ui/textarea";
import type { EffectivePreferences } from "@/lib/core/account/interface-preferences";
import { setHiddenArgumentsAction } from "../actions";

export function HiddenArguments({
  workspaceId,
  preferences,
}: {
  workspaceId: string;
  preferences: EffectivePreferences;
}) {
  const saved = preferences.hidden_container_arguments.join("\n");
  const [text, setText] = useState(saved);
  const { run, fieldError, dialog } = useFormDialog(setHiddenArgumentsAction, {
    reset: () => setText(saved),
  });
  if (preferences.forced.includes("hidden_container_arguments")) return null;
  return (
    <FormDialog
      {...dialog}
      trigger={
        <Button icon={<Pencil aria-hidden />}>
          Edit<span className="sr-only"> the hidden container arguments</span>
        </Button>
      }
      title="Hide container arguments"
      description="The values of these environment variables are not shown on the pages of tasks. Programs still get them."
      dismissable={text === saved}
      submitLabel="Save list"
      onSubmit={() => run(workspaceId, { names: text })}
    >
      <Field label="Names of variables" hint="One on each line." error={fieldError("names")}>
        {(control) => (
          <Textarea
            {...control}
            mono
            rows={8}
            spellCheck={false}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
