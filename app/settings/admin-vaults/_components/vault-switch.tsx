"use client";

import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Switch } from "@/components/ui/switch";
import { switchAdminVaultAction } from "../actions";

export function VaultSwitch({
  workspaceId,
  vault,
}: {
  workspaceId: string;
  vault: { id: string; name: string; enabled: boolean };
}) {
  const { run, pending, refusal, fieldError, clear } = useAction(switchAdminVaultAction);
  const problem = fieldError("text");

  return (
    <>
      <Switch
        label={`“${vault.name}” is on`}
        checked={vault.enabled}
        pending={pending}
        onCheckedChange={(enabled) => run(workspaceId, { vaultId: vault.id, enabled })}
      />
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
