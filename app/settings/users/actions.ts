"use server";

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

export const inviteMembersAction = workspaceAction("members.manage", newInvitations, inviteMembers, {
  refreshes: "workspace",
  evenIfRefused: true,
});

export const copyInvitationLinkAction = workspaceAction(
  "members.manage",
  invitationChoice,
  copyInvitationLink,
);

export const resendInvitationAction = workspaceAction("members.manage", invitationChoice, resendInvitation, {
  refreshes: "page",
  evenIfRefused: true,
});

export const withdrawInvitationAction = workspaceAction(
  "members.manage",
  invitationChoice,
  withdrawInvitation,
  { refreshes: "page", evenIfRefused: true },
);

export const removeMemberAction = workspaceAction("members.manage", memberChoice, removeMember, {
  refreshes: "page",
  evenIfRefused: true,
});

export const setAdminAction = workspaceAction("members.manage", adminSwitch, setAdmin, {
  refreshes: "page",
  evenIfRefused: true,
});

export const handOverOwnershipAction = workspaceAction(
  "workspace.hand_over",
  memberChoice,
  handOverOwnership,
  { refreshes: "workspace", evenIfRefused: true },
);
