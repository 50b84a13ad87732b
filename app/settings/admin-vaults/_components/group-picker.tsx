"use client";

import { Field } from "@/components/form/field";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import { UsersRound } from "@/components/ui/icons";
import type { VaultGroup } from "@/lib/operations/vaults/admin-vault-list";
import { findVaultGroupsAction } from "../actions";

export type GroupPickerProps = {
  workspaceId: string;
  selected: readonly ComboboxOption[];
  onSelectedChange: (selected: readonly ComboboxOption[]) => void;
  error?: string;
};

export function optionOfGroup({ id, name, builtIn }: VaultGroup): ComboboxOption {
  return {
    id,
    label: name,
    icon: <UsersRound aria-hidden />,
    ...(builtIn ? { detail: "Built in" } : {}),
  };
}

/** Chooses groups of the workspace; the server searches while one types. */
export function GroupPicker({ workspaceId, selected, onSelectedChange, error }: GroupPickerProps) {
  async function search(query: string): Promise<ComboboxOption[]> {
    const outcome = await findVaultGroupsAction(workspaceId, { search: query.slice(0, 100) });
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.value.groups.map(optionOfGroup);
  }

  return (
    <Field
      label="Groups"
      hint={
        selected.length === 0
          ? "Without a group, the vault applies to nobody."
          : "Clients of their members receive the vault."
      }
      error={error}
    >
      {(control) => (
        <Combobox
          {...control}
          multiple
          search={search}
          selected={selected}
          onSelectedChange={onSelectedChange}
          placeholder="Name or ID"
          emptyText="No groups found"
        />
      )}
    </Field>
  );
}
