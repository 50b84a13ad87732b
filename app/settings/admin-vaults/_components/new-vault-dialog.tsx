"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Checkbox } from "@/components/ui/checkbox";
import { firstError } from "@/lib/core/vault/checks/check-parsed";
import { createAdminVaultAction } from "../actions";
import { type TypedVault, useTypedCheck, VaultFields } from "./vault-fields";

const blank: TypedVault = { name: "", groups: [], type: "config", format: "hocon", text: "" };

/** Drawn afresh each time that it is asked for. */
export function NewVaultDialog({ workspaceId }: { workspaceId: string }) {
  const [typed, setTyped] = useState(blank);
  const [enabled, setEnabled] = useState(true);
  const check = useTypedCheck(typed);
  const { run, fieldError, dialog } = useFormDialog(createAdminVaultAction, { startsOpen: true });
  const { groups, ...fields } = typed;

  return (
    <FormDialog
      {...dialog}
      size="widest"
      dismissable={typed.name === "" && typed.text === "" && groups.length === 0}
      title="Add a vault"
      description="It comes last in the order, so it overrides the vaults that exist already."
      onSubmit={() => run(workspaceId, { ...fields, groupIds: groups.map(({ id }) => id), enabled })}
      submitLabel="Add vault"
    >
      <VaultFields
        workspaceId={workspaceId}
        typed={typed}
        onTypedChange={setTyped}
        check={check}
        fieldError={fieldError}
      />
      <Checkbox
        label="Turn the vault on"
        hint={
          firstError(check.diagnostics)
            ? "A text with errors can be kept while its vault is off."
            : "Clients receive it from their next start."
        }
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
