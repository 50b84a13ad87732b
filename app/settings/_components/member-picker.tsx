"use client";

import { Field, type FieldProps } from "@/components/form/field";
import { Avatar } from "@/components/ui/avatar";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import { Bot } from "@/components/ui/icons";
import { findMembersAction } from "../actions";

export type MemberPickerProps = Pick<FieldProps, "label" | "hint" | "error" | "required" | "optional"> & {
  workspaceId: string;
  /** Leaves out who is in this group already. */
  notInGroupId?: string;
  selected: readonly ComboboxOption[];
  onSelectedChange: (selected: readonly ComboboxOption[]) => void;
};

/** Chooses members of the workspace; the server searches while one types. */
export function MemberPicker({
  workspaceId,
  notInGroupId,
  selected,
  onSelectedChange,
  ...field
}: MemberPickerProps) {
  async function search(query: string): Promise<ComboboxOption[]> {
    const outcome = await findMembersAction(workspaceId, { search: query.slice(0, 100), notInGroupId });
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.value.members.map(({ id, name, email, kind }) => ({
      id,
      label: name,
      detail: email ?? "Service account",
      icon: kind === "person" ? <Avatar id={id} name={name} size="small" /> : <Bot aria-hidden />,
    }));
  }

  return (
    <Field {...field}>
      {(control) => (
        <Combobox
          {...control}
          multiple
          search={search}
          selected={selected}
          onSelectedChange={onSelectedChange}
          placeholder="Name, e-mail or ID"
          emptyText="No members found"
        />
      )}
    </Field>
  );
}
