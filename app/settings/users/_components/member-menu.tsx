"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { IconButton } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import type { MemberRow } from "@/lib/operations/members";
import { handOverOwnershipAction, removeMemberAction, setAdminAction } from "../actions";

const adminsGroup = "Admins";

export function MemberMenu({
  workspaceId,
  member,
  own,
}: {
  workspaceId: string;
  member: MemberRow;
  own: { userId: string; isOwner: boolean };
}) {
  const [asked, setAsked] = useState<"remove" | "hand_over" | null>(null);
  const toast = useToast();
  const close = () => setAsked(null);
  const removing = useAction(removeMemberAction, { onDone: close });
  const handing = useAction(handOverOwnershipAction, { onDone: close });
  const admin = useAction(setAdminAction, {
    onRefused: ({ message }) => toast({ title: message, tone: "danger" }),
  });
  const isAdmin = member.groups.includes(adminsGroup);
  if (member.isOwner || member.id === own.userId) return null;

  return (
    <>
      <Menu trigger={<IconButton label={`Actions for ${member.name}`} icon={<Ellipsis aria-hidden />} />}>
        <MenuItem onSelect={() => admin.run(workspaceId, { userId: member.id, admin: !isAdmin })}>
          {isAdmin ? "Take out of Admins" : "Make an admin"}
        </MenuItem>
        {own.isOwner && isAdmin ? (
          <MenuItem onSelect={() => setAsked("hand_over")}>Make the owner</MenuItem>
        ) : null}
        <MenuSeparator />
        <MenuItem tone="danger" onSelect={() => setAsked("remove")}>
          Remove from the workspace
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asked === "remove"}
        onOpenChange={close}
        title={`Remove ${member.name}?`}
        description={`${member.email} can come back only by a new invitation.`}
        losses={[
          "They are out of this workspace at their next click",
          "Their API credentials here are revoked, with every token drawn by them",
          "Their configuration vault and their group entries here are deleted",
          "Their tasks and artifacts stay",
        ]}
        confirmLabel={`Remove ${member.name}`}
        pending={removing.pending}
        onConfirm={() => removing.run(workspaceId, { userId: member.id })}
      >
        <OutcomeNotice refusal={removing.refusal} />
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === "hand_over"}
        onOpenChange={close}
        title={`Hand the workspace to ${member.name}?`}
        description="The owner can’t be removed by anybody. You stay an admin, and only the new owner can give it back."
        confirmLabel={`Make ${member.name} the owner`}
        pending={handing.pending}
        onConfirm={() => handing.run(workspaceId, { userId: member.id })}
      >
        <OutcomeNotice refusal={handing.refusal} />
      </ConfirmDialog>
    </>
  );
}
