import { type SQL, sql } from "drizzle-orm";
import type { RuleQuery, RuleSort } from "@/lib/core/access/rules/forms";
import {
  type RuleObject,
  type RulePermission,
  type RuleType,
  ruleTypeNames,
  ruleTypes,
} from "@/lib/core/access/rules/rule-names";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { BuiltInGroup } from "@/lib/core/workspace/group-words";
import type { UserKind } from "@/lib/core/workspace/role";
import type { Reader } from "../client";
import { objectKinds, objectNamed } from "./rule-objects";

export type RuleUser = { id: UserId; name: string; email: string | null; kind: UserKind };
export type RuleGroup = { id: string; name: string; builtIn: BuiltInGroup | null };

type Facts = {
  id: string;
  type: RuleType;
  access: RulePermission;
  revision: number;
  /** Null for all of the type. */
  object: RuleObject | null;
};

/** With everybody whom it names. */
export type AccessRuleView = Facts & { users: RuleUser[]; groups: RuleGroup[] };
/** With some of those whom it names, and how many there are. */
export type AccessRuleRow = AccessRuleView & { userCount: number; groupCount: number };

const shownOfEach = 3;

const facts = sql`r.id, r.type, r.access, r.revision,
  case when r.target_id is null then null
    else json_build_object('id', r.target_id, 'name', coalesce(o.name, r.target_id), 'path', o.path) end as object`;

function usersOf(workspaceId: WorkspaceId, limit: SQL): SQL {
  return sql`
    (
      select coalesce(json_agg(u), '[]') from (
        select m.user_id as id, m.name, m.email, m.kind from access_rule_users ru
        join memberships m on m.workspace_id = ${workspaceId} and m.user_id = ru.user_id
        where ru.workspace_id = ${workspaceId} and ru.rule_id = r.id
        order by lower(m.name), m.user_id ${limit}
      ) u
    )`;
}

function groupsOf(workspaceId: WorkspaceId, limit: SQL): SQL {
  return sql`
    (
      select coalesce(json_agg(g), '[]') from (
        select g.id, g.name, g.built_in as "builtIn" from access_rule_groups rg
        join groups g on g.workspace_id = ${workspaceId} and g.id = rg.group_id
        where rg.workspace_id = ${workspaceId} and rg.rule_id = r.id
        order by g.built_in is null, lower(g.name), g.id ${limit}
      ) g
    )`;
}

export async function findAccessRule(
  workspaceId: WorkspaceId,
  ruleId: string,
  on: Reader,
): Promise<AccessRuleView | undefined> {
  const [row] = await on.execute<AccessRuleView>(sql`
    select ${facts}, ${usersOf(workspaceId, sql``)} as users, ${groupsOf(workspaceId, sql``)} as groups
    from access_rules r
    left join lateral (${objectNamed(workspaceId, sql`r.type`, sql`r.target_id`)}) o on true
    where r.workspace_id = ${workspaceId} and r.id = ${ruleId}`);
  return row && { ...row };
}

const order: Record<RuleSort, SQL> = {
  name: sql`case when r.target_id is null then 0 else 1 end`,
  type: sql`r.type`,
  permission: sql`r.access`,
};

/** Rules on whole types come before those on single objects, which are in the order of their paths. */
export async function listAccessRules(
  workspaceId: WorkspaceId,
  query: RuleQuery,
  page: { limit: number; offset: number },
  on: Reader,
): Promise<AccessRuleRow[]> {
  const direction = sql.raw(query.descending ? "desc" : "asc");
  const limit = sql`limit ${shownOfEach}`;
  const sorted = sql`${order[query.sort]} ${direction}, lower(concat_ws('/', r.path, r.name)) ${direction},
    array_position(${sql.param([...ruleTypes])}::text[], r.type) ${direction}, r.access, r.id`;
  // Who is named is read of the page alone, not of all that come before it.
  const rows = await on.execute<AccessRuleRow>(sql`
    with chosen as (
      select r.id, r.name, r.path, row_number() over (order by ${sorted}) as place
      from (${rulesNamed(workspaceId, query)}) r where ${fitsSearch(query)}
      order by place limit ${page.limit} offset ${page.offset}
    )
    select ${facts}, ${usersOf(workspaceId, limit)} as users, ${groupsOf(workspaceId, limit)} as groups,
      (
        select count(*)::int from access_rule_users ru
        where ru.workspace_id = ${workspaceId} and ru.rule_id = r.id
      ) as "userCount",
      (
        select count(*)::int from access_rule_groups rg
        where rg.workspace_id = ${workspaceId} and rg.rule_id = r.id
      ) as "groupCount"
    from chosen o
    join access_rules r on r.workspace_id = ${workspaceId} and r.id = o.id
    order by o.place`);
  return rows.map((row) => ({ ...row }));
}

/** How many rules of each type fit what the query says besides the type. */
export async function countAccessRules(
  workspaceId: WorkspaceId,
  query: RuleQuery,
  on: Reader,
): Promise<Map<RuleType, number>> {
  const ofAnyType = { ...query, type: "all" as const };
  const chosen =
    query.search === ""
      ? sql`select r.type from access_rules r where ${fitsFilters(workspaceId, ofAnyType)}`
      : rulesNamed(workspaceId, ofAnyType);
  const rows = await on.execute<{ type: RuleType; count: number }>(sql`
    select r.type, count(*)::int as count from (${chosen}) r where ${fitsSearch(query)} group by r.type`);
  return new Map(rows.map(({ type, count }) => [type, count]));
}

/**
 * The rules that the query's filters leave, with the name and the path of what they are about, type by type: each looks in
 * one table, and the paths of all contents are read together.
 */
function rulesNamed(workspaceId: WorkspaceId, query: RuleQuery): SQL {
  const rule = sql`r.id, r.type, r.access, r.target_id`;
  const isChosen = fitsFilters(workspaceId, query);
  const named = objectKinds.map(({ type, table, name, path, parent }) => {
    const found = sql`
      select ${name} as name, ${parent ? sql`${parent} as project_id` : sql`${path(workspaceId)} as path`}
      from ${table} o where o.workspace_id = ${workspaceId} and o.id = r.target_id limit 1`;
    return sql`
      select ${rule}, o.name, ${parent ? sql`p.name` : sql`o.path`} as path from access_rules r
      left join lateral (${found}) o on true
      ${parent ? sql`left join projects p on p.workspace_id = ${workspaceId} and p.id = o.project_id` : sql``}
      where ${isChosen} and r.type = ${type} and r.target_id is not null`;
  });
  const types = sql.param(objectKinds.map(({ type }) => type));
  const unnamed = sql`
    select ${rule}, null::text as name, null::text as path from access_rules r
    where ${isChosen} and (r.target_id is null or r.type <> all(${types}::text[]))`;
  return sql.join([unnamed, ...named], sql` union all `);
}

function fitsFilters(workspaceId: WorkspaceId, { principal, resource, type }: RuleQuery): SQL {
  const conditions = [sql`r.workspace_id = ${workspaceId}`];
  if (type !== "all") conditions.push(sql`r.type = ${type}`);
  if (principal !== "") {
    conditions.push(sql`(
      r.id in (
        select rule_id from access_rule_users where workspace_id = ${workspaceId} and user_id = ${principal}
      )
      or r.id in (
        select rule_id from access_rule_groups where workspace_id = ${workspaceId} and group_id = ${principal}
      ))`);
  }
  if (resource !== "") conditions.push(sql`r.target_id = ${resource}`);
  return sql.join(conditions, sql` and `);
}

function fitsSearch({ search }: RuleQuery): SQL {
  if (search === "") return sql`true`;
  const wanted = search.replaceAll(/\s*\/\s*/g, "/");
  const whole = ruleTypes.filter((type) => `all ${ruleTypeNames[type].many}`.includes(wanted.toLowerCase()));
  return sql`(
    concat_ws('/', r.path, r.name) ilike ${containsPattern(wanted)}
    or r.target_id = ${wanted} or r.id = ${wanted}
    or (r.target_id is null and r.type = any(${sql.param(whole)}::text[])))`;
}

/** The objects that there are rules about, of any type, as far as they fit the search. */
export async function searchRuledObjects(
  workspaceId: WorkspaceId,
  search: string,
  limit: number,
  on: Reader,
): Promise<(RuleObject & { type: RuleType })[]> {
  const wanted = search.replaceAll(/\s*\/\s*/g, "/");
  const rows = await on.execute<RuleObject & { type: RuleType }>(sql`
    select r.type, o.id, o.name, o.path
    from (
      select distinct type, target_id from access_rules
      where workspace_id = ${workspaceId} and target_id is not null
    ) r
    cross join lateral (${objectNamed(workspaceId, sql`r.type`, sql`r.target_id`)}) o
    where ${wanted === "" ? sql`true` : sql`(concat_ws('/', o.path, o.name) ilike ${containsPattern(wanted)} or o.id = ${wanted})`}
    order by lower(concat_ws('/', o.path, o.name)), o.id limit ${limit}`);
  return rows.map((row) => ({ ...row }));
}

/** What the filters of the table name, where it is there. */
export async function findFilterNames(
  workspaceId: WorkspaceId,
  { principal, resource }: Pick<RuleQuery, "principal" | "resource">,
  on: Reader,
): Promise<{ principal: string | null; resource: string | null }> {
  const [row] = await on.execute<{ principal: string | null; resource: string | null }>(sql`
    select
      coalesce(
        (select name from memberships where workspace_id = ${workspaceId} and user_id = ${principal}),
        (select name from groups where workspace_id = ${workspaceId} and id = ${principal})
      ) as principal,
      (
        select concat_ws('/', o.path, o.name) from unnest(${sql.param([...ruleTypes])}::text[]) as t(type)
        cross join lateral (${objectNamed(workspaceId, sql`t.type`, sql`${resource}`)}) o limit 1
      ) as resource`);
  return row ?? { principal: null, resource: null };
}

export async function findRuleGrantees(
  workspaceId: WorkspaceId,
  { userIds, groupIds }: { userIds: readonly UserId[]; groupIds: readonly string[] },
  on: Reader,
): Promise<{ users: RuleUser[]; groups: RuleGroup[] }> {
  const users = await on.execute<RuleUser>(sql`
    select user_id as id, name, email, kind from memberships
    where workspace_id = ${workspaceId} and user_id = any(${sql.param([...userIds])}::text[])
    order by lower(name), user_id`);
  const groups = await on.execute<RuleGroup>(sql`
    select id, name, built_in as "builtIn" from groups
    where workspace_id = ${workspaceId} and id = any(${sql.param([...groupIds])}::text[])
    order by built_in is null, lower(name), id`);
  return { users: users.map((row) => ({ ...row })), groups: groups.map((row) => ({ ...row })) };
}
