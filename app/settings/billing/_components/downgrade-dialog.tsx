"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { requestDowngradeAction } from "../actions";

/** `reasons`: why the Free plan can't hold the workspace now. */
export function DowngradeDialog({
  workspaceId,
  name,
  endsOn,
  reasons,
}: {
  workspaceId: string;
  name: string;
  endsOn: string | undefined;
  reasons: readonly string[];
}) {
  const [open, setOpen] = useState(false);
  const { run, pending, refusal } = useAction(requestDowngradeAction, { onDone: () => setOpen(false) });
  const trigger = <Button variant="ghost">Downgrade</Button>;
  if (reasons.length > 0) {
    return (
      <Dialog
        trigger={trigger}
        title={`“${name}” can’t be downgraded yet`}
        description="The Free plan can’t hold what the workspace has now."
        footer={
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
        }
      >
        <ul className="list-disc pl-5 text-control">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={`Downgrade “${name}” to Free?`}
      description={`Pro continues until ${endsOn ?? "the end of the paid period"}. You can undo this until then.`}
      losses={[
        "The workspace then has 3 seats",
        "Uploads, metrics and API calls then end at what Free includes",
        "What is used until then is still charged",
      ]}
      confirmLabel="Downgrade to Free"
      pending={pending}
      onConfirm={() => run(workspaceId, {})}
    >
      <OutcomeNotice refusal={refusal} />
    </ConfirmDialog>
  );
}
