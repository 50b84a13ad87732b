"use client";

import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { EffectiveView } from "@/lib/operations/vaults/effective";
import { EffectiveLayers } from "../../_components/effective/effective-layers";
import { KeyTable } from "../../_components/effective/key-table";
import { readAppliedVaultAction } from "../actions";

type Read = Pick<EffectiveView, "layers" | "skipped" | "page">;

/** Shows the keys of an administrator vault, with its secrets hidden. */
export function AppliedVaultReader({
  workspaceId,
  vault,
}: {
  workspaceId: string;
  vault: { id: string; name: string };
}) {
  const [read, setRead] = useState<Read | null>(null);
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
            <KeyTable rows={read.page.rows} layers={read.layers} ofOneVault />
            {read.page.total > read.page.rows.length ? (
              <Notice>The first {read.page.rows.length.toLocaleString("en")} keys are shown.</Notice>
            ) : null}
          </div>
        ) : null}
      </Dialog>
    </>
  );
}
