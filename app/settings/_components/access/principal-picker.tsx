"use client";

import { Field, type FieldProps } from "@/components/form/field";
import { Combobox } from "@/components/ui/combobox";
import { findRulePrincipalsAction } from "../../access-rules/actions";
import { optionOfGroup, optionOfUser, type PrincipalOption } from "./principal-option";

export type PrincipalPickerProps = Pick<FieldProps, "label" | "hint" | "error" | "required"> & {
  workspaceId: string;
  multiple?: boolean;
  selected: readonly PrincipalOption[];
  /** Who was chosen before. */
  former?: readonly PrincipalOption[] | undefined;
  onSelectedChange: (selected: readonly PrincipalOption[]) => void;
};

/** Chooses users and groups of the workspace; the server searches while one types. */
export function PrincipalPicker({
  workspaceId,
  multiple,
  selected,
  former,
  onSelectedChange,
  ...field
}: PrincipalPickerProps) {
  return (
    <Field {...field}>
      {(control) => (
        <Combobox
          {...control}
          multiple={multiple}
          search={(query) => searchPrincipals(workspaceId, query)}
          selected={selected}
          former={former}
          onSelectedChange={(chosen) => onSelectedChange(chosen as readonly PrincipalOption[])}
          placeholder="Name of a user or group"
          emptyText="No users or groups found"
        />
      )}
    </Field>
  );
}

export async function searchPrincipals(workspaceId: string, query: string): Promise<PrincipalOption[]> {
  const outcome = await findRulePrincipalsAction(workspaceId, { search: query.slice(0, 100) });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return [...outcome.value.groups.map(optionOfGroup), ...outcome.value.users.map(optionOfUser)];
}
