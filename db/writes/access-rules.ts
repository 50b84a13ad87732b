import { and, eq, exists, inArray, not, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { listBuiltInKinds } from "../reads/groups";
import { accessRuleGroups, accessRules, accessRuleUsers } from "../schema/access-rules";
import { recordAccessChanges } from "./access-changes";
import { deleteGuardsAbout } from "./access-guards";

export type AccessRuleRow = Omit<typeof accessRules.$inferInsert, "workspaceId">;
/** The members and the groups of the workspace to whom rules give. */
export type Grantees = { userIds: readonly UserId[]; groupIds: readonly string[] };
type RuleContent = Grantees & Pick<AccessRuleRow, "id" | "type" | "targetId" | "access">;

/** At most some hundreds at a time: the caller splits larger imports. */
export async function insertAccessRules(
  tx: Transaction,
  workspaceId: WorkspaceId,
  rules: readonly (AccessRuleRow & Grantees)[],
): Promise<void> {
  if (rules.length === 0) return;
  await tx
    .insert(accessRules)
    .values(rules.map(({ userIds: _, groupIds: __, ...row }) => ({ ...row, workspaceId })));
  await insertGrantees(tx, workspaceId, rules);
  await recordRules(tx, workspaceId, rules);
}

async function insertGrantees(
  tx: Transaction,
  workspaceId: WorkspaceId,
  rules: readonly (Grantees & { id: string })[],
): Promise<void> {
  const users = rules.flatMap(({ id, userIds }) =>
    userIds.map((userId) => ({ workspaceId, ruleId: id, userId })),
  );
  const named = rules.flatMap(({ id, groupIds }) =>
    groupIds.map((groupId) => ({ workspaceId, ruleId: id, groupId })),
  );
  if (users.length > 0) await tx.insert(accessRuleUsers).values(users);
  if (named.length > 0) await tx.insert(accessRuleGroups).values(named);
}

async function recordRules(
  tx: Transaction,
  workspaceId: WorkspaceId,
  rules: readonly RuleContent[],
): Promise<void> {
  const kinds = await listBuiltInKinds(workspaceId, tx);
  const changes = rules.map(({ id, type, targetId, access, userIds, groupIds }) => {
    const knownGroups = groupIds.map((groupId) => kinds.get(groupId) ?? groupId);
    return {
      kind: "rule_put",
      rule: { id, type, target: targetId ?? null, access, users: userIds, groups: knownGroups },
    } as const;
  });
  await recordAccessChanges(tx, workspaceId, changes);
}

/** All of a rule is replaced, and its revision raised. */
export function updateAccessRule(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { updatedAt, ...rule }: RuleContent & { updatedAt: Date },
): Promise<void> {
  return updateAccessRules(tx, workspaceId, [rule], updatedAt);
}

/** The same of some hundreds at once. */
export async function updateAccessRules(
  tx: Transaction,
  workspaceId: WorkspaceId,
  rules: readonly RuleContent[],
  updatedAt: Date,
): Promise<void> {
  if (rules.length === 0) return;
  const ids = rules.map(({ id }) => id);
  const column = (key: "type" | "targetId" | "access") => sql.param(rules.map((rule) => rule[key] ?? null));
  await tx.execute(sql`
    update access_rules r
    set type = w.type, target_id = w.target_id, access = w.access, revision = r.revision + 1,
      updated_at = ${updatedAt.toISOString()}::timestamptz
    from unnest(
      ${sql.param(ids)}::text[], ${column("type")}::text[], ${column("targetId")}::text[],
      ${column("access")}::text[]
    ) w(id, type, target_id, access)
    where r.workspace_id = ${workspaceId} and r.id = w.id`);
  await tx
    .delete(accessRuleUsers)
    .where(and(eq(accessRuleUsers.workspaceId, workspaceId), inArray(accessRuleUsers.ruleId, ids)));
  await tx
    .delete(accessRuleGroups)
    .where(and(eq(accessRuleGroups.workspaceId, workspaceId), inArray(accessRuleGroups.ruleId, ids)));
  await insertGrantees(tx, workspaceId, rules);
  await recordRules(tx, workspaceId, rules);
}

/** False where there is no such rule. */
export async function deleteAccessRule(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ruleId: string,
): Promise<boolean> {
  return (await deleteAccessRules(tx, workspaceId, [ruleId])) > 0;
}

/** How many of them there were. */
export async function deleteAccessRules(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ruleIds: readonly string[],
): Promise<number> {
  if (ruleIds.length === 0) return 0;
  const gone = await tx
    .delete(accessRules)
    .where(and(eq(accessRules.workspaceId, workspaceId), inArray(accessRules.id, [...ruleIds])))
    .returning({ id: accessRules.id });
  const changes = gone.map(({ id }) => ({ kind: "rule_removed", id }) as const);
  await recordAccessChanges(tx, workspaceId, changes);
  return gone.length;
}

/** The rules and guards about objects that are deleted; the engine forgets the rules with the objects. */
export async function deleteRulesAbout(
  tx: Transaction,
  workspaceId: WorkspaceId,
  targetIds: readonly string[],
): Promise<void> {
  if (targetIds.length === 0) return;
  await tx
    .delete(accessRules)
    .where(and(eq(accessRules.workspaceId, workspaceId), inArray(accessRules.targetId, [...targetIds])));
  await deleteGuardsAbout(tx, workspaceId, targetIds);
}

export async function listRulesNamingUser(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<string[]> {
  const rows = await tx
    .select({ ruleId: accessRuleUsers.ruleId })
    .from(accessRuleUsers)
    .where(and(eq(accessRuleUsers.workspaceId, workspaceId), eq(accessRuleUsers.userId, userId)));
  return rows.map(({ ruleId }) => ruleId);
}

export async function listRulesNamingGroup(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
): Promise<string[]> {
  const rows = await tx
    .select({ ruleId: accessRuleGroups.ruleId })
    .from(accessRuleGroups)
    .where(and(eq(accessRuleGroups.workspaceId, workspaceId), eq(accessRuleGroups.groupId, groupId)));
  return rows.map(({ ruleId }) => ruleId);
}

/** Those of the rules that name nobody any more; the engine forgets them with the last whom they named. */
export async function deleteEmptyRules(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ruleIds: readonly string[],
): Promise<void> {
  if (ruleIds.length === 0) return;
  const users = tx
    .select({ one: sql`1` })
    .from(accessRuleUsers)
    .where(and(eq(accessRuleUsers.workspaceId, workspaceId), eq(accessRuleUsers.ruleId, accessRules.id)));
  const named = tx
    .select({ one: sql`1` })
    .from(accessRuleGroups)
    .where(and(eq(accessRuleGroups.workspaceId, workspaceId), eq(accessRuleGroups.ruleId, accessRules.id)));
  await tx
    .delete(accessRules)
    .where(
      and(
        eq(accessRules.workspaceId, workspaceId),
        inArray(accessRules.id, [...ruleIds]),
        not(exists(users)),
        not(exists(named)),
      ),
    );
}
