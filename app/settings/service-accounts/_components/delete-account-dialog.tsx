"use client";

import type { ReactNode } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { useToast } from "@/components/ui/toast";
import type { ServiceAccountView } from "@/lib/operations/workspace/service-accounts";
import { deleteServiceAccountAction } from "../actions";

export function DeleteAccountDialog({
  workspaceId,
  account,
  trigger,
  open,
  onOpenChange,
  onDeleted,
}: {
  workspaceId: string;
  account: ServiceAccountView;
  trigger?: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDeleted?: () => void;
}) {
  const toast = useToast();
  const { run, pending, refusal, saveAnyway, sendAnyway } = useAction(deleteServiceAccountAction, {
    onDone: (deleted) => {
      onOpenChange(false);
      toast({ title: `“${deleted.name}” was deleted.` });
      onDeleted?.();
    },
  });
  const { name, credentials } = account;
  const keys = credentials === 1 ? "1 pair" : `${credentials} pairs`;

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      trigger={trigger}
      title={`Delete “${name}”?`}
      description="This can’t be undone."
      losses={[
        `${keys} of API credentials; its clients can no longer sign in`,
        ...(account.mayImpersonate ? ["Tasks that its agents run for other users lose their access"] : []),
        "Its group memberships",
        "Its tasks and artifacts stay",
      ]}
      confirmLabel={`Delete “${name}”`}
      size="wider"
      pending={pending}
      sendAnyway={sendAnyway}
      onConfirm={() => run(workspaceId, { accountId: account.id })}
    >
      <OutcomeNotice refusal={refusal} saveAnyway={saveAnyway} />
      {open ? (
        <AccessPreview
          workspaceId={workspaceId}
          change={{ kind: "user_removed", userId: account.id }}
          label="If you delete it"
          refusal={refusal}
          isBeingMade={pending}
        />
      ) : null}
    </ConfirmDialog>
  );
}
