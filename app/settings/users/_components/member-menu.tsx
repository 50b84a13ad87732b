"use client";

import { useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { whatCanHref } from "@/app/_components/access/question-href";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { MenuItem, MenuLink, MenuSeparator, RowMenu, type RowMenuTarget } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import type { UserId } from "@/lib/core/identifiers";
import type { MemberRow } from "@/lib/operations/workspace/members";
import { handOverOwnershipAction, removeMemberAction, setAdminAction } from "../actions";

const adminsGroup = "Admins";
/** Before any menu was opened there is nothing to show. */
const noMember = { id: "", name: "", email: "", groups: [], isOwner: false } as Pick<
  MemberRow,
  "id" | "name" | "email" | "groups" | "isOwner"
>;

/** The menu of the rows of members, and the dialogs that it opens. */
export function MemberMenu({
  workspaceId,
  target,
  onClose,
  own,
}: {
  workspaceId: string;
  target: RowMenuTarget<MemberRow> | null;
  onClose: () => void;
  own: { userId: string; isOwner: boolean };
}) {
  const member = target?.row ?? noMember;
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
  const removing = useAction(removeMemberAction, { onDone: closeAndTell(`${member.name} was removed.`) });
  const handing = useAction(handOverOwnershipAction, {
    onDone: closeAndTell(`${member.name} is now the owner of the workspace.`),
  });
  const setting = useAction(setAdminAction, {
    onDone: closeAndTell(
      makesAdmin ? `${member.name} is now an admin.` : `${member.name} is no longer an admin.`,
    ),
  });
  const isFixed = member.isOwner || member.id === own.userId;

  return (
    <>
      <RowMenu target={target} onClose={onClose}>
        <MenuLink href={`/settings/users/${member.id}/configuration`}>Effective configuration</MenuLink>
        <MenuLink href={whatCanHref({ subject: member.id })} prefetch={false}>
          Access to resources
        </MenuLink>
        {isFixed ? null : (
          <>
            <MenuItem
              onSelect={() => {
                setMakesAdmin(!isAdmin);
                setting.clear();
                setAsked("admin");
              }}
            >
              {isAdmin ? "Remove from Admins" : "Make an admin"}
            </MenuItem>
            {own.isOwner && isAdmin ? (
              <MenuItem
                onSelect={() => {
                  handing.clear();
                  setAsked("hand_over");
                }}
              >
                Make the owner
              </MenuItem>
            ) : null}
            <MenuSeparator />
            <MenuItem
              tone="danger"
              onSelect={() => {
                removing.clear();
                setAsked("remove");
              }}
            >
              Remove from the workspace
            </MenuItem>
          </>
        )}
      </RowMenu>
      <ConfirmDialog
        open={asked === "admin"}
        onOpenChange={close}
        tone={makesAdmin ? "primary" : "danger"}
        title={makesAdmin ? `Make ${member.name} an admin?` : `Remove ${member.name} from Admins?`}
        description={
          makesAdmin
            ? "Admins can see and change everything in this workspace: users, groups, service accounts and all API credentials."
            : `${member.email} stays a member and keeps the access that other groups grant.`
        }
        losses={makesAdmin ? [] : ["They immediately lose admin access to this workspace"]}
        confirmLabel={makesAdmin ? `Make ${member.name} an admin` : `Remove ${member.name} from Admins`}
        pending={setting.pending}
        onConfirm={() => setting.run(workspaceId, { userId: member.id, admin: makesAdmin })}
      >
        <OutcomeNotice refusal={setting.refusal} saveAnyway={setting.saveAnyway} />
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === "remove"}
        onOpenChange={close}
        title={`Remove ${member.name}?`}
        description={`${member.email} can return only with a new invitation.`}
        losses={[
          "They immediately lose access to this workspace",
          "Their API credentials in this workspace and all tokens issued with them are revoked",
          "Their configuration vault and group memberships in this workspace are deleted",
          "Their tasks and artifacts stay",
        ]}
        confirmLabel={`Remove ${member.name}`}
        size="wide"
        pending={removing.pending}
        onConfirm={() => removing.run(workspaceId, { userId: member.id })}
      >
        <OutcomeNotice refusal={removing.refusal} saveAnyway={removing.saveAnyway} />
        {asked === "remove" ? (
          <AccessPreview
            workspaceId={workspaceId}
            change={{ kind: "user_removed", userId: member.id as UserId }}
            label="If you remove them"
            refusal={removing.refusal}
            isBeingMade={removing.pending}
          />
        ) : null}
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === "hand_over"}
        onOpenChange={close}
        title={`Transfer the workspace to ${member.name}?`}
        description="Nobody can remove the owner. You stay an admin. Only the new owner can transfer the workspace back."
        confirmLabel={`Make ${member.name} the owner`}
        pending={handing.pending}
        onConfirm={() => handing.run(workspaceId, { userId: member.id })}
      >
        <OutcomeNotice refusal={handing.refusal} />
      </ConfirmDialog>
    </>
  );
}
