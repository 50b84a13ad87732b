"use client";

import { useEffect, useRef, useState } from "react";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { IconButton } from "@/components/ui/button";
import { Check, Pencil, X } from "@/components/ui/icons";
import { Input } from "@/components/ui/input";
import { renameSelfAction } from "../actions";

export function NameForm({ workspaceId, name }: { workspaceId: string; name: string }) {
  const [editing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  const { run, pending, refusal, fieldError, clear } = useAction(renameSelfAction, { onDone: close });
  const error = fieldError("name");

  function close() {
    clear();
    setEditing(false);
  }

  // An answer is drawn some time after it has arrived: only then is the button there again.
  useEffect(() => {
    if (wasEditing.current && !editing) pencil.current?.focus();
    wasEditing.current = editing;
  }, [editing]);

  if (!editing) {
    return (
      <div className="flex min-h-8 items-center gap-1.5">
        <span className="text-body font-semibold">{name}</span>
        <IconButton
          ref={pencil}
          label="Edit name"
          icon={<Pencil aria-hidden />}
          onClick={() => setEditing(true)}
        />
      </div>
    );
  }
  return (
    <Form
      className="min-w-0 flex-1"
      refusal={refusal}
      onSubmit={(data) => run(workspaceId, { name: String(data.get("name")) })}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <OutcomeNotice refusal={error ? null : refusal} className="mb-2" />
      <div className="flex items-center gap-1.5">
        <Input
          name="name"
          aria-label="Name"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "name-error" : undefined}
          defaultValue={name}
          autoComplete="name"
          autoFocus
          className="w-64 min-w-0"
        />
        <IconButton type="submit" label="Save name" pending={pending} icon={<Check aria-hidden />} />
        <IconButton label="Cancel" icon={<X aria-hidden />} onClick={close} />
      </div>
      {error ? (
        <p id="name-error" className="mt-1 text-small text-danger">
          {error}
        </p>
      ) : null}
    </Form>
  );
}
