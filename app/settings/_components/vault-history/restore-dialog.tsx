"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { RotateCcw } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast";
import type { Outcome } from "@/lib/core/outcome";
import type { VaultView } from "@/lib/operations/vaults/member-vaults";

export function RestoreDialog<Whose extends object>({
  workspaceId,
  path,
  restore,
  whose,
  number,
  newest,
}: {
  workspaceId: string;
  /** Of the history. */
  path: string;
  restore: (
    drawnFor: string,
    input: Whose & { number: number; baseRevision: number },
  ) => Promise<Outcome<VaultView>>;
  /** What names the vault. */
  whose: Whose;
  number: number;
  newest: number;
}) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const toast = useToast();
  const { run, pending, refusal, fieldError } = useAction(restore, {
    onDone: ({ revision }) => {
      setOpen(false);
      toast({ title: `Revision ${number} was restored as revision ${revision}.` });
      router.push(path as Route);
    },
  });
  const problem = fieldError("text");
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button icon={<RotateCcw aria-hidden />}>Restore</Button>}
      title={`Restore revision ${number}?`}
      description={`Its text is saved as revision ${newest + 1}. All revisions before it stay in the history.`}
      confirmLabel={`Restore revision ${number}`}
      pending={pending}
      onConfirm={() => run(workspaceId, { ...whose, number, baseRevision: newest })}
    >
      <OutcomeNotice
        refusal={refusal && problem ? { ...refusal, message: `${refusal.message} ${problem}` } : refusal}
      />
    </ConfirmDialog>
  );
}
