"use server";

import { z } from "zod";
import { memberSearch } from "@/lib/core/workspace/group";
import { notifiedInvitation } from "@/lib/core/workspace/invitation";
import { markOwnNotificationsRead } from "@/lib/operations/account/notifications";
import { acceptNotified, declineNotified } from "@/lib/operations/invitations/notified-invitations";
import { findMembers } from "@/lib/operations/workspace/members";
import { workspaceAction } from "@/lib/server/workspace-action";

export const acceptNotifiedAction = workspaceAction("workspace.switch", notifiedInvitation, acceptNotified, {
  refreshes: "workspace",
});

export const declineNotifiedAction = workspaceAction(
  "workspace.switch",
  notifiedInvitation,
  declineNotified,
  { refreshes: "workspace" },
);

export const markNotificationsReadAction = workspaceAction(
  "profile.edit",
  z.object({}),
  markOwnNotificationsRead,
  { refreshes: "workspace" },
);

/** A read, for pickers that ask while one types. */
export const findMembersAction = workspaceAction("members.manage", memberSearch, findMembers);
