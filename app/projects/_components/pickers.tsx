"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/form/field";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import { Folder, ListOrdered } from "@/components/ui/icons";
import type { RuleObject } from "@/lib/core/access/rules/rule-names";
import type { Outcome } from "@/lib/core/outcome";
import { findPlacesAction, findUsableQueuesAction } from "../actions";

export type Picked = { id: string; name: string; path?: string | null };

type PickerProps = {
  workspaceId: string;
  selected: Picked | null;
  onSelectedChange: (selected: Picked | null) => void;
  error?: string;
};

/** A project to put something into; none is possible too. */
export function PlacePicker({ workspaceId, type, ...rest }: PickerProps & { type: "task" | "model" }) {
  return (
    <Picker
      {...rest}
      label="Project"
      optional
      hint="Only projects that you may change are listed. Leave it empty for no project."
      placeholder="Name, path or ID"
      icon={<Folder aria-hidden />}
      find={(search) => findPlacesAction(workspaceId, { type, search })}
    />
  );
}

export function QueuePicker({ workspaceId, ...rest }: PickerProps) {
  return (
    <Picker
      {...rest}
      label="Queue"
      placeholder="Name or ID"
      icon={<ListOrdered aria-hidden />}
      find={(search) => findUsableQueuesAction(workspaceId, { search })}
    />
  );
}

function Picker({
  label,
  hint,
  optional,
  placeholder,
  icon,
  selected,
  onSelectedChange,
  error,
  find,
}: Omit<PickerProps, "workspaceId"> & {
  label: string;
  hint?: string;
  optional?: boolean;
  placeholder: string;
  icon: ReactNode;
  find: (search: string) => Promise<Outcome<{ objects: RuleObject[] }>>;
}) {
  const optionOf = (object: Picked): ComboboxOption & { object: Picked } => ({
    id: object.id,
    object,
    label: object.name,
    ...(object.path ? { detail: `in ${object.path.replaceAll("/", " / ")}` } : {}),
    icon,
  });

  async function search(query: string) {
    const outcome = await find(query.slice(0, 100));
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.value.objects.map(optionOf);
  }

  return (
    <Field label={label} hint={hint} optional={optional} required={!optional} error={error}>
      {(control) => (
        <Combobox
          {...control}
          search={search}
          selected={selected ? [optionOf(selected)] : []}
          onSelectedChange={(chosen) =>
            onSelectedChange((chosen[0] as { object: Picked } | undefined)?.object ?? null)
          }
          placeholder={placeholder}
        />
      )}
    </Field>
  );
}
