"use client";

import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { EffectiveKeys } from "@/lib/operations/vaults/effective";
import { EffectiveLayers } from "../../_components/effective/effective-layers";
import { FirstKeys } from "../../_components/effective/first-keys";
import { readAppliedVaultAction } from "../actions";

/** Shows the keys of an administrator vault, with its secrets hidden. */
export function AppliedVaultReader({
  workspaceId,
  vault,
}: {
  workspaceId: string;
  vault: { id: string; name: string };
}) {
  const [read, setRead] = useState<EffectiveKeys | null>(null);
  const reading = useAction(readAppliedVaultAction, { onDone: setRead });
  return (
    <>
      <Button
        size="small"
        variant="ghost"
        aria-label={`Show ${vault.name}`}
        pending={reading.pending}
        onClick={() => reading.run(workspaceId, { vaultId: vault.id })}
      >
        Show
      </Button>
      <Dialog
        open={read !== null || reading.refusal !== null}
        onOpenChange={() => {
          setRead(null);
          reading.clear();
        }}
        title={vault.name}
        description="An admin manages this vault. Its secrets are hidden."
        size="wide"
        footer={
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
        }
      >
        <OutcomeNotice refusal={reading.refusal} />
        {read ? (
          <div className="flex flex-col gap-3">
            {read.skipped.length > 0 ? <EffectiveLayers {...read} /> : null}
            <FirstKeys keys={read} ofOneVault />
          </div>
        ) : null}
      </Dialog>
    </>
  );
}
