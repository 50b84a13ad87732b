"use server";

import { revalidatePath } from "next/cache";
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

/** Rendering the list again could remove the row whose dialog contains the refused text. */
export const editGroupAction = workspaceAction("groups.manage", groupEdit, async (actor, edit) => {
  const outcome = await editGroup(actor, edit);
  if (outcome.ok && outcome.value.saved) revalidatePath("/settings/groups", "layout");
  return outcome;
});

/** The user leaves the page of the group, so it is not rendered again (it would be a 404). */
export const deleteGroupAction = workspaceAction("groups.manage", groupChoice, deleteGroup);

export const addGroupMembersAction = workspaceAction(
  "groups.manage",
  groupAddition,
  async (actor, addition) => {
    const outcome = await addGroupMembers(actor, addition);
    if (outcome.ok) revalidatePath("/settings/groups", "layout");
    return outcome;
  },
);

export const removeGroupMemberAction = workspaceAction(
  "groups.manage",
  groupRemoval,
  async (actor, removal) => {
    const outcome = await removeGroupMember(actor, removal);
    revalidatePath("/settings", "layout");
    return outcome;
  },
);
