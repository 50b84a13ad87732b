import { and, asc, eq, gt, lte, sql } from "drizzle-orm";
import type { AccessChange } from "@/lib/core/access/change";
import type { Group, Principal, Resource, Rule } from "@/lib/core/access/types";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Reader, Transaction } from "../client";
import { accessChanges, accessHeads } from "../schema/access-changes";
import { groupMembers, groups } from "../schema/groups";
import { memberships } from "../schema/memberships";
import { serviceAccounts } from "../schema/service-accounts";

export async function findAccessVersion(workspaceId: WorkspaceId, on: Reader): Promise<number> {
  const [head] = await on
    .select({ version: accessHeads.version })
    .from(accessHeads)
    .where(eq(accessHeads.workspaceId, workspaceId));
  return head?.version ?? 0;
}

/** The same, and nobody changes what access depends on until the transaction ends. */
export async function shareAccessVersion(tx: Transaction, workspaceId: WorkspaceId): Promise<number> {
  const [head] = await tx
    .select({ version: accessHeads.version })
    .from(accessHeads)
    .where(eq(accessHeads.workspaceId, workspaceId))
    .for("share");
  return head?.version ?? 0;
}

/** The same for whoever changes it: held from the beginning, since a shared lock can't be made one of one's own. */
export async function lockAccessVersion(tx: Transaction, workspaceId: WorkspaceId): Promise<number> {
  const [head] = await tx
    .select({ version: accessHeads.version })
    .from(accessHeads)
    .where(eq(accessHeads.workspaceId, workspaceId))
    .for("update");
  return head?.version ?? 0;
}

export type VersionChanges = { version: number; changes: readonly AccessChange[] };

/** In their order; the first is not the next after `after` where that one is no longer kept. */
export function listAccessChanges(
  workspaceId: WorkspaceId,
  after: number,
  upTo: number,
  limit: number,
  on: Reader,
): Promise<VersionChanges[]> {
  return on
    .select({ version: accessChanges.version, changes: accessChanges.changes })
    .from(accessChanges)
    .where(
      and(
        eq(accessChanges.workspaceId, workspaceId),
        gt(accessChanges.version, after),
        lte(accessChanges.version, upTo),
      ),
    )
    .orderBy(asc(accessChanges.version))
    .limit(limit);
}

export async function listPrincipals(workspaceId: WorkspaceId, on: Reader): Promise<Principal[]> {
  const rows = await on
    .select({
      id: memberships.userId,
      kind: memberships.kind,
      mayImpersonate: serviceAccounts.mayImpersonate,
    })
    .from(memberships)
    .leftJoin(
      serviceAccounts,
      and(
        eq(serviceAccounts.workspaceId, memberships.workspaceId),
        eq(serviceAccounts.userId, memberships.userId),
      ),
    )
    .where(eq(memberships.workspaceId, workspaceId));
  return rows.map(({ id, kind, mayImpersonate }) => ({
    id,
    kind: kind === "person" ? "user" : "service",
    active: true,
    canImpersonate: mayImpersonate ?? false,
  }));
}

/** Built-in groups by their kind. */
export async function listGroupsWithMembers(workspaceId: WorkspaceId, on: Reader): Promise<Group[]> {
  const rows = await on
    .select({
      id: sql<string>`coalesce(${groups.builtIn}, ${groups.id})`,
      members: sql<
        string[]
      >`coalesce(array_agg(${groupMembers.userId}) filter (where ${groupMembers.userId} is not null), '{}')`,
    })
    .from(groups)
    .leftJoin(
      groupMembers,
      and(eq(groupMembers.workspaceId, groups.workspaceId), eq(groupMembers.groupId, groups.id)),
    )
    .where(eq(groups.workspaceId, workspaceId))
    .groupBy(groups.id, groups.builtIn);
  return rows;
}

export async function listRules(workspaceId: WorkspaceId, on: Reader): Promise<Rule[]> {
  const rows = await on.execute<Rule & Record<string, unknown>>(sql`
    select r.id, r.type, r.target_id as target, r.access,
      array(
        select u.user_id from access_rule_users u where u.workspace_id = ${workspaceId} and u.rule_id = r.id
      ) as users,
      array(
        select coalesce(g.built_in, g.id) from access_rule_groups rg
        join groups g on g.workspace_id = ${workspaceId} and g.id = rg.group_id
        where rg.workspace_id = ${workspaceId} and rg.rule_id = r.id
      ) as groups
    from access_rules r where r.workspace_id = ${workspaceId}`);
  return rows.map((row) => ({ ...row }));
}

const kinds = [
  { type: "project", table: sql.identifier("projects"), parent: sql`parent_id` },
  { type: "task", table: sql.identifier("tasks"), parent: sql`project_id` },
  { type: "model", table: sql.identifier("models"), parent: sql`project_id` },
  { type: "dataview", table: sql.identifier("dataviews"), parent: sql`project_id` },
  { type: "dataset", table: sql.identifier("datasets"), parent: sql`project_id` },
  { type: "dataset_version", table: sql.identifier("dataset_versions"), parent: sql`dataset_id` },
  { type: "queue", table: sql.identifier("queues"), parent: sql`null` },
] as const;

/** Some thousands at a time, so that a load of many doesn't hold the process up. */
const objectsAtOnce = 5_000;

/** Projects first, so that what they hold finds them. */
export async function* streamObjects(workspaceId: WorkspaceId, on: Reader): AsyncGenerator<Resource[]> {
  for (const { type, table, parent } of kinds) {
    for (let after = ""; ; ) {
      const rows = await on.execute<{ id: string; parent: string | null }>(sql`
        select id, ${parent} as parent from ${table}
        where workspace_id = ${workspaceId} and id > ${after} order by id limit ${objectsAtOnce}`);
      yield rows.map((row) => ({ id: row.id, type, parent: row.parent }));
      const last = rows.at(-1);
      if (!last || rows.length < objectsAtOnce) break;
      after = last.id;
    }
  }
}

/** Every project, and of the objects in them and the queues those that are named. */
export async function listObjectsAround(
  workspaceId: WorkspaceId,
  ids: readonly string[],
  on: Reader,
): Promise<Resource[]> {
  const each = kinds.map(({ type, table, parent }) => {
    const named = type === "project" ? sql`` : sql`and id = any(${sql.param([...ids])}::text[])`;
    return sql`
      select id, ${type} as type, ${parent}::text as parent from ${table}
      where workspace_id = ${workspaceId} ${named}`;
  });
  const rows = await on.execute<Resource & Record<string, unknown>>(sql.join(each, sql` union all `));
  return rows.map((row) => ({ ...row }));
}
