"use client";

import dynamic from "next/dynamic";
import { explainHref, whatCanHref } from "@/app/_components/access/question-href";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { MenuItem, MenuLink, MenuSeparator, RowMenu, type RowMenuTarget } from "@/components/ui/menu";
import type { MemberRow } from "@/lib/operations/workspace/members";
import { isAdmin } from "./is-admin";

const dialogs = {
  admin: () => import("./set-admin-dialog"),
  hand_over: () => import("./hand-over-dialog"),
  remove: () => import("./remove-member-dialog"),
};
const SetAdminDialog = dynamic(() => dialogs.admin().then((file) => file.SetAdminDialog));
const HandOverDialog = dynamic(() => dialogs.hand_over().then((file) => file.HandOverDialog));
const RemoveMemberDialog = dynamic(() => dialogs.remove().then((file) => file.RemoveMemberDialog));

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
  const { asked, onOpenChange, itemProps } = useRowDialogs<keyof typeof dialogs, MemberRow>(dialogs);
  const member = target?.row;
  const dialog = asked && { workspaceId, member: asked.row, open: asked.open, onOpenChange };
  return (
    <>
      <RowMenu target={target} onClose={onClose}>
        {member ? (
          <>
            <MenuLink href={`/settings/users/${member.id}/configuration`}>Effective configuration</MenuLink>
            <MenuLink href={whatCanHref({ subject: member.id })} prefetch={false}>
              Access to resources
            </MenuLink>
            <MenuLink href={explainHref({ subject: member.id })} prefetch={false}>
              Explain access
            </MenuLink>
            {member.isOwner || member.id === own.userId ? null : (
              <>
                <MenuItem {...itemProps("admin", member)}>
                  {isAdmin(member) ? "Remove from Admins" : "Make an admin"}
                </MenuItem>
                {own.isOwner && isAdmin(member) ? (
                  <MenuItem {...itemProps("hand_over", member)}>Make the owner</MenuItem>
                ) : null}
                <MenuSeparator />
                <MenuItem tone="danger" {...itemProps("remove", member)}>
                  Remove from the workspace
                </MenuItem>
              </>
            )}
          </>
        ) : null}
      </RowMenu>
      {dialog && asked.of === "admin" ? <SetAdminDialog key={asked.key} {...dialog} /> : null}
      {dialog && asked.of === "hand_over" ? <HandOverDialog key={asked.key} {...dialog} /> : null}
      {dialog && asked.of === "remove" ? <RemoveMemberDialog key={asked.key} {...dialog} /> : null}
    </>
  );
}
