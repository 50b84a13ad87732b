"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { RotateCcw, Undo2 } from "@/components/ui/icons";
import { countText } from "@/lib/core/resources/losses";
import { giveUpDeletionAction, retryDeletionAction } from "../actions";

/** For what failed. */
export function DeletionActions({
  workspaceId,
  deletionId,
  failed,
}: {
  workspaceId: string;
  deletionId: string;
  failed: number;
}) {
  const [open, setOpen] = useState(false);
  const retrying = useAction(retryDeletionAction);
  const givingUp = useAction(giveUpDeletionAction, { onDone: () => setOpen(false) });
  const choice = { deletionId };
  return (
    <>
      <OutcomeNotice refusal={retrying.refusal} />
      <Button
        icon={<RotateCcw aria-hidden />}
        pending={retrying.pending}
        onClick={() => retrying.run(workspaceId, choice)}
      >
        Try again
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={(next) => {
          givingUp.clear();
          setOpen(next);
        }}
        trigger={<Button icon={<Undo2 aria-hidden />}>Give up</Button>}
        title={`Give up ${countText(failed, "file", "files")}?`}
        losses={[
          "The list of these files. They stay in their buckets, and Steward doesn’t try to delete them again.",
        ]}
        confirmLabel="Give up"
        pending={givingUp.pending}
        onConfirm={() => givingUp.run(workspaceId, choice)}
      >
        <OutcomeNotice refusal={givingUp.refusal} />
      </ConfirmDialog>
    </>
  );
}
