"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { LogOut } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast";
import { leaveWorkspaceAction } from "../actions";

/** `reason` says why the user can't leave. The dialog shows it, so that the button never does nothing. */
export function LeaveDialog({
  workspaceId,
  name,
  reason,
}: {
  workspaceId: string;
  name: string;
  reason?: string;
}) {
  const [open, setOpen] = useState(false);
  const toast = useToast();
  const { run, pending, refusal } = useAction(leaveWorkspaceAction, {
    onDone: () => {
      setOpen(false);
      toast({ title: `You left “${name}”.` });
    },
  });
  const trigger = (
    <Button variant="ghost" icon={<LogOut aria-hidden />}>
      Leave
    </Button>
  );
  if (reason) {
    return (
      <Dialog
        trigger={trigger}
        title={`You can’t leave “${name}” yet`}
        description={reason}
        footer={
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
        }
      />
    );
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={`Leave “${name}”?`}
      description="You can return only with a new invitation."
      losses={[
        "You immediately lose access to the workspace",
        "Your API credentials in this workspace and all tokens issued with them are revoked",
        "Your configuration vault in this workspace is deleted",
        "Your tasks and artifacts stay",
      ]}
      confirmLabel={`Leave “${name}”`}
      pending={pending}
      onConfirm={() => run(workspaceId, {})}
    >
      <OutcomeNotice refusal={refusal} />
    </ConfirmDialog>
  );
}
