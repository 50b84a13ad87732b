import { and, eq } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { GroupTexts } from "@/lib/core/workspace/group";
import type { Transaction } from "../client";
import { groupMembers, groups } from "../schema/groups";
import { vaultGroups } from "../schema/vaults";

export async function insertGroups(tx: Transaction, rows: (typeof groups.$inferInsert)[]): Promise<void> {
  await tx.insert(groups).values(rows);
}

export async function updateGroup(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
  texts: GroupTexts,
): Promise<void> {
  await tx
    .update(groups)
    .set({ name: texts.name, description: texts.description })
    .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupId)));
}

/** Its members and the vaults given to it no longer name it; how many there were is the answer. */
export async function deleteGroup(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
): Promise<{ members: number; vaults: number }> {
  const entries = await tx
    .delete(groupMembers)
    .where(and(eq(groupMembers.workspaceId, workspaceId), eq(groupMembers.groupId, groupId)));
  const given = await tx
    .delete(vaultGroups)
    .where(and(eq(vaultGroups.workspaceId, workspaceId), eq(vaultGroups.groupId, groupId)));
  await tx.delete(groups).where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupId)));
  return { members: entries.count, vaults: given.count };
}

export async function insertGroupMembers(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
  userIds: readonly UserId[],
  addedAt: Date,
): Promise<void> {
  if (userIds.length === 0) return;
  await tx
    .insert(groupMembers)
    .values(userIds.map((userId) => ({ workspaceId, groupId, userId, addedAt })))
    .onConflictDoNothing();
}
