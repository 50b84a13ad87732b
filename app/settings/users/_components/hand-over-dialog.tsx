"use client";

import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { useToast } from "@/components/ui/toast";
import { handOverOwnershipAction } from "../actions";
import type { MemberDialogProps } from "./member-dialog-props";

export function HandOverDialog({ workspaceId, member, open, onOpenChange }: MemberDialogProps) {
  const toast = useToast();
  const { run, pending, refusal } = useAction(handOverOwnershipAction, {
    onDone: () => {
      onOpenChange(false);
      toast({ title: `${member.name} is now the owner of the workspace.` });
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Transfer the workspace to ${member.name}?`}
      description="Nobody can remove the owner. You stay an admin. Only the new owner can transfer the workspace back."
      confirmLabel={`Make ${member.name} the owner`}
      pending={pending}
      onConfirm={() => run(workspaceId, { userId: member.id })}
    >
      <OutcomeNotice refusal={refusal} />
    </ConfirmDialog>
  );
}
