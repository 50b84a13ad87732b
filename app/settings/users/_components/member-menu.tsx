"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { IconButton } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import type { MemberRow } from "@/lib/operations/workspace/members";
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
  const [asked, setAsked] = useState<"remove" | "hand_over" | "admin" | null>(null);
  const toast = useToast();
  const close = () => setAsked(null);
  const closeAndTell = (title: string) => () => {
    close();
    toast({ title });
  };
  const isAdmin = member.groups.includes(adminsGroup);
  // Asked for with the state that was drawn: a page that changes underneath does not turn the question round.
  const [makesAdmin, setMakesAdmin] = useState(!isAdmin);
  const removing = useAction(removeMemberAction, { onDone: closeAndTell(`${member.name} is removed.`) });
  const handing = useAction(handOverOwnershipAction, {
    onDone: closeAndTell(`${member.name} owns the workspace now.`),
  });
  const setting = useAction(setAdminAction, {
    onDone: closeAndTell(
      makesAdmin ? `${member.name} is an admin now.` : `${member.name} is no longer an admin.`,
    ),
  });
  const isFixed = member.isOwner || member.id === own.userId;
  // Whoever is asked about stays until the answer is seen, also when they have become the owner meanwhile.
  if (isFixed && asked === null) return null;

  return (
    <>
      {isFixed ? null : (
        <Menu trigger={<IconButton label={`Actions for ${member.name}`} icon={<Ellipsis aria-hidden />} />}>
          <MenuItem
            onSelect={() => {
              setMakesAdmin(!isAdmin);
              setting.clear();
              setAsked("admin");
            }}
          >
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
      )}
      <ConfirmDialog
        open={asked === "admin"}
        onOpenChange={close}
        tone={makesAdmin ? "primary" : "danger"}
        title={makesAdmin ? `Make ${member.name} an admin?` : `Take ${member.name} out of Admins?`}
        description={
          makesAdmin
            ? "Admins see and change everything in this workspace: its people, groups and service accounts, and everybody’s API credentials."
            : `${member.email} stays a member, and keeps what other groups grant.`
        }
        losses={makesAdmin ? [] : ["They can’t administer this workspace from their next click on"]}
        confirmLabel={makesAdmin ? `Make ${member.name} an admin` : `Take ${member.name} out of Admins`}
        pending={setting.pending}
        onConfirm={() => setting.run(workspaceId, { userId: member.id, admin: makesAdmin })}
      >
        <OutcomeNotice refusal={setting.refusal} />
      </ConfirmDialog>
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
