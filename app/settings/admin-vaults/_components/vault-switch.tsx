"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Switch } from "@/components/ui/switch";
import type { VaultType } from "@/lib/core/vault/vault-types";
import type { SwitchPreview } from "@/lib/operations/vaults/effective";
import { previewAdminVaultSwitchAction, switchAdminVaultAction } from "../actions";
import { ReachedChanges } from "./reached-changes";

/** Turning a vault of clients on shows first what changes for whom, if anything; turning it off happens at once. */
export function VaultSwitch({
  workspaceId,
  vault,
}: {
  workspaceId: string;
  vault: { id: string; name: string; enabled: boolean; type: VaultType };
}) {
  const [asked, setAsked] = useState(false);
  const [changes, setChanges] = useState<SwitchPreview | null>(null);
  const { run, pending, refusal, fieldError, clear } = useAction(switchAdminVaultAction);
  const problem = fieldError("text");
  const wanted = (enabled: boolean) => ({ vaultId: vault.id, enabled });
  const ask = (found: SwitchPreview | null) => {
    setChanges(found);
    setAsked(true);
  };
  const preview = useAction(previewAdminVaultSwitchAction, {
    onDone: (found) => (changesSomething(found) ? ask(found) : run(workspaceId, wanted(true))),
    onRefused: () => ask(null),
  });

  return (
    <>
      <Switch
        label={`“${vault.name}” is on`}
        checked={vault.enabled}
        pending={pending || preview.pending}
        onCheckedChange={(enabled) =>
          enabled && vault.type === "config"
            ? preview.run(workspaceId, wanted(true))
            : run(workspaceId, wanted(enabled))
        }
      />
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        tone="primary"
        title={`Turn on “${vault.name}”?`}
        description="Clients get these changes when they next start."
        confirmLabel="Turn on the vault"
        onConfirm={() => {
          setAsked(false);
          run(workspaceId, wanted(true));
        }}
      >
        <OutcomeNotice refusal={preview.refusal} />
        {changes ? <ReachedChanges {...changes} /> : null}
      </ConfirmDialog>
      <Dialog
        open={refusal !== null}
        onOpenChange={clear}
        title={vault.enabled ? `“${vault.name}” was not turned off` : `“${vault.name}” was not turned on`}
        footer={
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
        }
      >
        <OutcomeNotice refusal={refusal && problem ? { ...refusal, message: problem } : refusal} />
      </Dialog>
    </>
  );
}

function changesSomething({ groups, furtherMembers }: SwitchPreview): boolean {
  return furtherMembers > 0 || groups.some(({ total }) => total > 0);
}
