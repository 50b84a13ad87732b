"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { useToast } from "@/components/ui/toast";
import { setAdminAction } from "../actions";
import { isAdmin } from "./is-admin";
import type { MemberDialogProps } from "./member-dialog-props";

export function SetAdminDialog({ workspaceId, member, open, onOpenChange }: MemberDialogProps) {
  const toast = useToast();
  // Asked for with the state that was drawn: a page that changes underneath does not turn the question round.
  const [makesAdmin] = useState(!isAdmin(member));
  const { run, pending, refusal, saveAnyway } = useAction(setAdminAction, {
    onDone: () => {
      onOpenChange(false);
      toast({
        title: makesAdmin ? `${member.name} is now an admin.` : `${member.name} is no longer an admin.`,
      });
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      tone={makesAdmin ? "primary" : "danger"}
      title={makesAdmin ? `Make ${member.name} an admin?` : `Remove ${member.name} from Admins?`}
      description={
        makesAdmin
          ? "Admins can see and change everything in this workspace: users, groups, service accounts and all API credentials."
          : `${member.email} stays a member and keeps the access that other groups grant.`
      }
      losses={makesAdmin ? [] : ["They immediately lose admin access to this workspace"]}
      confirmLabel={makesAdmin ? `Make ${member.name} an admin` : `Remove ${member.name} from Admins`}
      pending={pending}
      onConfirm={() => run(workspaceId, { userId: member.id, admin: makesAdmin })}
    >
      <OutcomeNotice refusal={refusal} saveAnyway={saveAnyway} />
    </ConfirmDialog>
  );
}
