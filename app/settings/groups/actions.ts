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

/** A list that is drawn anew could lose the row whose dialog holds the refused text. */
export const editGroupAction = workspaceAction("groups.manage", groupEdit, async (actor, edit) => {
  const outcome = await editGroup(actor, edit);
  if (outcome.ok && outcome.value.saved) revalidatePath("/settings/groups", "layout");
  return outcome;
});

/** The group's own page is left, and not drawn anew as one that is not there. */
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
