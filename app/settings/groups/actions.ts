"use server";

import { groupAddition, groupChoice, groupEdit, groupRemoval, newGroup } from "@/lib/core/workspace/group";
import {
  addGroupMembers,
  createGroup,
  deleteGroup,
  editGroup,
  removeGroupMember,
} from "@/lib/operations/workspace/groups";
import { workspaceAction } from "@/lib/server/workspace-action";

export const createGroupAction = workspaceAction("groups.manage", newGroup, createGroup);

/** After a refusal nothing is rendered: the list could lose the row whose dialog contains the refused text. */
export const editGroupAction = workspaceAction("groups.manage", groupEdit, editGroup, { refreshes: "page" });

/** The user leaves the page of the group, so it is not rendered again (it would be a 404). */
export const deleteGroupAction = workspaceAction("groups.manage", groupChoice, deleteGroup, {
  refreshes: "/settings/groups",
});

export const addGroupMembersAction = workspaceAction("groups.manage", groupAddition, addGroupMembers, {
  refreshes: "page",
});

export const removeGroupMemberAction = workspaceAction("groups.manage", groupRemoval, removeGroupMember, {
  refreshes: "workspace",
  evenIfRefused: true,
});
