"use client";

import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { lossesOfDeletingVault } from "@/lib/core/vault/admin-vault-words";
import type { AdminVaultRow } from "@/lib/operations/vaults/admin-vault-list";
import { deleteAdminVaultAction } from "../actions";

export function DeleteVaultDialog({
  workspaceId,
  vault,
  open,
  onOpenChange,
}: {
  workspaceId: string;
  vault: AdminVaultRow;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { run, pending, refusal, clear } = useAction(deleteAdminVaultAction, {
    onDone: () => onOpenChange(false),
  });

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        clear();
        onOpenChange(next);
      }}
      title={`Delete “${vault.name}”?`}
      description="This can’t be undone."
      losses={lossesOfDeletingVault(vault)}
      confirmLabel={`Delete “${vault.name}”`}
      pending={pending}
      onConfirm={() => run(workspaceId, { vaultId: vault.id })}
    >
      <OutcomeNotice refusal={refusal} />
    </ConfirmDialog>
  );
}
