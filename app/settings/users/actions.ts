"use server";

import { revalidatePath } from "next/cache";
import { adminSwitch, memberChoice } from "@/lib/core/workspace/inputs";
import { invitationChoice, newInvitations } from "@/lib/core/workspace/invitation";
import {
  copyInvitationLink,
  inviteMembers,
  resendInvitation,
  withdrawInvitation,
} from "@/lib/operations/invitations/invitations";
import { handOverOwnership, removeMember, setAdmin } from "@/lib/operations/workspace/members";
import { workspaceAction } from "@/lib/server/workspace-action";

const page = "/settings/users";

export const inviteMembersAction = workspaceAction(
  "members.manage",
  newInvitations,
  async (actor, wanted) => {
    const outcome = await inviteMembers(actor, wanted);
    revalidatePath("/settings", "layout");
    return outcome;
  },
);

export const copyInvitationLinkAction = workspaceAction(
  "members.manage",
  invitationChoice,
  copyInvitationLink,
);

export const resendInvitationAction = workspaceAction(
  "members.manage",
  invitationChoice,
  async (actor, choice) => {
    const outcome = await resendInvitation(actor, choice);
    revalidatePath(page);
    return outcome;
  },
);

export const withdrawInvitationAction = workspaceAction(
  "members.manage",
  invitationChoice,
  async (actor, choice) => {
    const outcome = await withdrawInvitation(actor, choice);
    revalidatePath(page);
    return outcome;
  },
);

export const removeMemberAction = workspaceAction("members.manage", memberChoice, async (actor, choice) => {
  const outcome = await removeMember(actor, choice);
  revalidatePath(page);
  return outcome;
});

export const setAdminAction = workspaceAction("members.manage", adminSwitch, async (actor, change) => {
  const outcome = await setAdmin(actor, change);
  revalidatePath(page);
  return outcome;
});

export const handOverOwnershipAction = workspaceAction(
  "workspace.hand_over",
  memberChoice,
  async (actor, choice) => {
    const outcome = await handOverOwnership(actor, choice);
    revalidatePath("/settings", "layout");
    return outcome;
  },
);
