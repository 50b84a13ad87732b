"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { memberSearch } from "@/lib/core/workspace/group";
import { notifiedInvitation } from "@/lib/core/workspace/invitation";
import { markOwnNotificationsRead } from "@/lib/operations/account/notifications";
import { acceptNotified, declineNotified } from "@/lib/operations/invitations/notified-invitations";
import { findMembers } from "@/lib/operations/workspace/members";
import { workspaceAction } from "@/lib/server/workspace-action";

export const acceptNotifiedAction = workspaceAction(
  "workspace.switch",
  notifiedInvitation,
  async (actor, choice) => {
    const outcome = await acceptNotified(actor, choice);
    if (outcome.ok) revalidatePath("/", "layout");
    return outcome;
  },
);

export const declineNotifiedAction = workspaceAction(
  "workspace.switch",
  notifiedInvitation,
  async (actor, choice) => {
    const outcome = await declineNotified(actor, choice);
    if (outcome.ok) revalidatePath("/settings", "layout");
    return outcome;
  },
);

export const markNotificationsReadAction = workspaceAction("profile.edit", z.object({}), async (actor) => {
  const outcome = await markOwnNotificationsRead(actor);
  if (outcome.ok) revalidatePath("/settings", "layout");
  return outcome;
});

/** A read, for pickers that ask while one types. */
export const findMembersAction = workspaceAction("members.manage", memberSearch, findMembers);
