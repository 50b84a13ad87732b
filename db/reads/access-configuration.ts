import { sql } from "drizzle-orm";
import type {
  ConfigurationFacts,
  GroupFacts,
  GuardFacts,
  MemberFacts,
  ObjectFacts,
  RuleFacts,
  VaultFacts,
} from "@/lib/core/access/configuration/facts";
import type { RuleType } from "@/lib/core/access/rules/rule-names";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Reader } from "../client";
import { objectKinds } from "./rule-objects";

export type SealedVaultFacts = Omit<VaultFacts, "text"> & { sealedText: string; position: number };
export type SealedConfiguration = Omit<ConfigurationFacts, "vaults"> & { vaults: SealedVaultFacts[] };
/** An object that a file names, by its path or by its ID. */
export type NamedObject = { type: RuleType; path: string } | { type: RuleType; id: string };

/** All of a workspace that its file is about; nothing where the workspace is gone. Of objects, those that are named too. */
export async function readConfiguration(
  workspaceId: WorkspaceId,
  named: readonly NamedObject[],
  on: Reader,
): Promise<SealedConfiguration | undefined> {
  const [workspace] = await on.execute<{ ownerUserId: UserId }>(
    sql`select owner_user_id as "ownerUserId" from workspaces where id = ${workspaceId}`,
  );
  if (!workspace) return undefined;
  const members = await on.execute<MemberFacts>(sql`
    select user_id as id, name, email, kind from memberships where workspace_id = ${workspaceId} order by user_id`);
  const groups = await on.execute<GroupFacts>(sql`
    select g.id, g.name, g.description, g.built_in as "builtIn", array(
      select m.user_id from group_members m
      where m.workspace_id = ${workspaceId} and m.group_id = g.id order by m.user_id
    ) as "memberIds"
    from groups g where g.workspace_id = ${workspaceId} order by g.id`);
  const rules = await on.execute<RuleFacts>(sql`
    select r.id, r.type, r.target_id as "targetId", r.access, array(
      select u.user_id from access_rule_users u
      where u.workspace_id = ${workspaceId} and u.rule_id = r.id order by u.user_id
    ) as "userIds", array(
      select g.group_id from access_rule_groups g
      where g.workspace_id = ${workspaceId} and g.rule_id = r.id order by g.group_id
    ) as "groupIds"
    from access_rules r where r.workspace_id = ${workspaceId} order by r.id`);
  const guards = await on.execute<GuardFacts>(sql`
    select id, name, user_id as "userId", group_id as "groupId", allows, access, type, target_id as "targetId"
    from access_guards where workspace_id = ${workspaceId} order by id`);
  const vaults = await on.execute<SealedVaultFacts>(sql`
    select v.id, v.name, v.type, v.enabled, v.position, v.revision, r.format, r.sealed_text as "sealedText", array(
      select g.group_id from vault_groups g
      where g.workspace_id = ${workspaceId} and g.vault_id = v.id order by g.group_id
    ) as "groupIds"
    from vaults v
    join vault_revisions r on r.workspace_id = ${workspaceId} and r.vault_id = v.id and r.number = v.revision
    where v.workspace_id = ${workspaceId} and v.scope = 'group' order by v.position, v.id`);
  const ruled = [...rules, ...guards].flatMap(({ type, targetId }) =>
    targetId === null ? [] : [{ type, id: targetId }],
  );
  return {
    ownerUserId: workspace.ownerUserId,
    members: copied(members),
    groups: copied(groups),
    rules: copied(rules),
    guards: copied(guards),
    vaults: copied(vaults),
    objects: await listNamedObjects(workspaceId, [...ruled, ...named], on),
  };
}

function copied<Row extends object>(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row }));
}

/** The objects that are named, and all others that have the type and path of one of them. */
async function listNamedObjects(
  workspaceId: WorkspaceId,
  named: readonly NamedObject[],
  on: Reader,
): Promise<ObjectFacts[]> {
  const found: ObjectFacts[] = [];
  for (const kind of objectKinds) {
    const ofType = named.filter(({ type }) => type === kind.type);
    if (ofType.length === 0) continue;
    const path = sql`concat_ws('/', ${kind.path(workspaceId)}, ${kind.name})`;
    const ids = [...new Set(ofType.flatMap((each) => ("id" in each ? [each.id] : [])))];
    const byId =
      ids.length === 0
        ? []
        : await on.execute<{ id: string; path: string }>(sql`
            select o.id, ${path} as path from ${kind.table} o
            where o.workspace_id = ${workspaceId} and o.id = any(${sql.param(ids)}::text[])`);
    const paths = [
      ...byId.map((each) => each.path),
      ...ofType.flatMap((each) => ("path" in each ? [each.path] : [])),
    ];
    const byPath = await listByPath(workspaceId, kind, [...new Set(paths)], on);
    found.push(...byPath.map(({ id, path: at }) => ({ type: kind.type, id, path: at })));
  }
  return found;
}

const mostSlashes = 32;
const longestPath = 2_000;

async function listByPath(
  workspaceId: WorkspaceId,
  kind: (typeof objectKinds)[number],
  paths: readonly string[],
  on: Reader,
): Promise<{ id: string; path: string }[]> {
  if (paths.length === 0) return [];
  const wanted = sql.param([...paths]);
  if (kind.type === "project" || kind.type === "queue") {
    const whole = kind.type === "project" ? sql`o.name` : kind.name;
    const rows = await on.execute<{ id: string; path: string }>(sql`
      select o.id, ${whole} as path from ${kind.table} o
      where o.workspace_id = ${workspaceId} and ${whole} = any(${wanted}::text[]) order by o.id`);
    return copied(rows);
  }
  // A name may contain slashes too, so each of them may be the one behind the project.
  const splits = paths.flatMap((path) => (path.length > longestPath ? [] : splitsOf(path)));
  const [projects, names] = [splits.map(([project]) => project), splits.map(([, name]) => name)];
  const rows = await on.execute<{ id: string; path: string }>(sql`
    select o.id, p.name || '/' || o.name as path
    from unnest(${sql.param(projects)}::text[], ${sql.param(names)}::text[]) w(project, name)
    join projects p on p.workspace_id = ${workspaceId} and p.name = w.project
    join ${kind.table} o on o.workspace_id = ${workspaceId} and o.project_id = p.id and o.name = w.name
    union
    select o.id, o.name as path from ${kind.table} o
    where o.workspace_id = ${workspaceId} and o.project_id is null and o.name = any(${wanted}::text[])
    order by 1`);
  return copied(rows);
}

function splitsOf(path: string): [string, string][] {
  const splits: [string, string][] = [];
  for (let at = path.indexOf("/"); at >= 0 && splits.length < mostSlashes; at = path.indexOf("/", at + 1)) {
    splits.push([path.slice(0, at), path.slice(at + 1)]);
  }
  return splits;
}
