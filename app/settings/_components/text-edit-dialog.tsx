"use client";

import { type ReactNode, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useFormDialog } from "@/components/form/use-form-dialog";
import type { Outcome } from "@/lib/core/outcome";

export type TextEditDialogProps = {
  /** Left out for a dialog that is drawn when it is asked for. */
  trigger?: ReactNode;
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
  const [typed, setTyped] = useState(value);
  const { run, fieldError, dialog } = useFormDialog(save, {
    reset: () => setTyped(value),
    startsOpen: !trigger,
  });

  return (
    <FormDialog
      {...dialog}
      dismissable={typed === value}
      trigger={trigger}
      title={title}
      description={description}
      onSubmit={() => run(typed)}
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
