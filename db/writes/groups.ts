import { and, eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { GroupTexts } from "@/lib/core/workspace/group";
import type { Transaction } from "../client";
import { groupMembers, groups } from "../schema/groups";
import { vaultGroups } from "../schema/vaults";
import { recordAccessChanges } from "./access-changes";
import { deleteEmptyRules, listRulesNamingGroup } from "./access-rules";

export async function insertGroups(
  tx: Transaction,
  workspaceId: WorkspaceId,
  rows: Omit<typeof groups.$inferInsert, "workspaceId">[],
): Promise<void> {
  await tx.insert(groups).values(rows.map((row) => ({ ...row, workspaceId })));
  const added = rows.map(({ id, builtIn }) => ({ kind: "group_added", id: builtIn ?? id }) as const);
  await recordAccessChanges(tx, workspaceId, added);
}

/** Access rules and their engine know built-in groups by their kind, which is the same in every workspace. */
export async function engineGroupId(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
): Promise<string> {
  const [group] = await tx
    .select({ builtIn: groups.builtIn })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupId)));
  return group?.builtIn ?? groupId;
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

/** Its members, vaults and access rules no longer name it; how many there were is the answer. */
export async function deleteGroup(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
): Promise<{ members: number; vaults: number; rules: number }> {
  const ruleIds = await listRulesNamingGroup(tx, workspaceId, groupId);
  const entries = await tx
    .delete(groupMembers)
    .where(and(eq(groupMembers.workspaceId, workspaceId), eq(groupMembers.groupId, groupId)));
  const given = await tx
    .delete(vaultGroups)
    .where(and(eq(vaultGroups.workspaceId, workspaceId), eq(vaultGroups.groupId, groupId)));
  await tx.delete(groups).where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupId)));
  await deleteEmptyRules(tx, workspaceId, ruleIds);
  await recordAccessChanges(tx, workspaceId, [{ kind: "group_removed", id: groupId }]);
  return { members: entries.count, vaults: given.count, rules: ruleIds.length };
}
