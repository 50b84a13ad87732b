"use client";

import { type ReactNode, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import type { Outcome } from "@/lib/core/outcome";

export type TextEditDialogProps = {
  trigger: ReactNode;
  title: string;
  description: string;
  /** The field's label, and the name under which a refusal speaks of it. */
  label: string;
  field: string;
  value: string;
  required?: boolean;
  saveLabel: string;
  save: (text: string) => Promise<Outcome<unknown>>;
};

/** Changes one text: what was typed stays until it is saved or given up. */
export function TextEditDialog(props: TextEditDialogProps) {
  const { trigger, title, description, label, field, value, required, saveLabel, save } = props;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(value);
  const { run, pending, refusal, fieldError, clear } = useAction(save, { onDone: () => setOpen(false) });

  function change(next: boolean) {
    setTyped(value);
    clear();
    setOpen(next);
  }

  return (
    <FormDialog
      open={open}
      onOpenChange={change}
      dismissable={typed === value}
      trigger={trigger}
      title={title}
      description={description}
      onSubmit={() => run(typed)}
      refusal={refusal}
      pending={pending}
      submitLabel={saveLabel}
    >
      <TextField
        label={label}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        required={required}
        error={fieldError(field)}
      />
    </FormDialog>
  );
}
