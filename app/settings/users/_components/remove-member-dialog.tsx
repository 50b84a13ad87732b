"use client";

import { AccessPreview } from "@/app/_components/access/access-preview";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { useToast } from "@/components/ui/toast";
import type { UserId } from "@/lib/core/identifiers";
import { removeMemberAction } from "../actions";
import type { MemberDialogProps } from "./member-dialog-props";

export function RemoveMemberDialog({ workspaceId, member, open, onOpenChange }: MemberDialogProps) {
  const toast = useToast();
  const { run, pending, refusal, saveAnyway, sendAnyway } = useAction(removeMemberAction, {
    onDone: () => {
      onOpenChange(false);
      toast({ title: `${member.name} was removed.` });
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Remove ${member.name}?`}
      description={`${member.email} can return only with a new invitation.`}
      losses={[
        "They immediately lose access to this workspace",
        "Their API credentials in this workspace and all tokens issued with them are revoked",
        "Their configuration vault and group memberships in this workspace are deleted",
        "Their tasks and artifacts stay",
      ]}
      confirmLabel={`Remove ${member.name}`}
      size="wider"
      pending={pending}
      sendAnyway={sendAnyway}
      onConfirm={() => run(workspaceId, { userId: member.id })}
    >
      <OutcomeNotice refusal={refusal} saveAnyway={saveAnyway} />
      {open ? (
        <AccessPreview
          workspaceId={workspaceId}
          change={{ kind: "user_removed", userId: member.id as UserId }}
          label="If you remove them"
          refusal={refusal}
          isBeingMade={pending}
        />
      ) : null}
    </ConfirmDialog>
  );
}
