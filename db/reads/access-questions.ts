import { type SQL, sql } from "drizzle-orm";
import type { RuleObject, RuleType } from "@/lib/core/access/rules/rule-names";
import type { ListScope } from "@/lib/core/access/scope";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { BuiltInGroup } from "@/lib/core/workspace/group-words";
import type { UserKind } from "@/lib/core/workspace/role";
import type { Reader } from "../client";
import { objectKinds, objectNamed } from "./rule-objects";

export type NamedGroup = { id: string; name: string; builtIn: BuiltInGroup | null };
export type NamedObject = RuleObject & { type: RuleType };
type Named = { id: string; name: string };

/** A member with their groups, or a group with Users, to which its members belong as well. */
export type AskedSubject = Named & { groups: NamedGroup[] } & (
    | { kind: UserKind; email: string | null; isOwner: boolean }
    | { kind: "group"; builtIn: BuiltInGroup | null }
  );

/** What a question is about, where it is in the workspace. */
export async function findAsked(
  workspaceId: WorkspaceId,
  { subjectId, objectId }: { subjectId: string; objectId: string },
  on: Reader,
): Promise<{ subject: AskedSubject | null; object: (NamedObject & { ownerId: UserId | null }) | null }> {
  const groupsWhere = (condition: SQL) => sql`
    (
      select json_agg(json_build_object('id', g.id, 'name', g.name, 'builtIn', g.built_in))
      from groups g where g.workspace_id = ${workspaceId} and (g.built_in = 'users' or ${condition})
    )`;
  const joined = sql`
    g.built_in = 'service_accounts' and m.kind = 'service_account' or g.id in (
      select gm.group_id from group_members gm where gm.workspace_id = ${workspaceId} and gm.user_id = m.user_id
    )`;
  const objects = objectKinds.map(
    (kind) => sql`
      select ${kind.type} as type, o.id, ${kind.name} as name, ${kind.path(workspaceId)} as path,
        o.owner_user_id as "ownerId"
      from ${kind.table} o where o.workspace_id = ${workspaceId} and o.id = ${objectId}`,
  );
  const [row] = await on.execute<Awaited<ReturnType<typeof findAsked>>>(sql`
    select coalesce(
      (
        select json_build_object('id', m.user_id, 'name', m.name, 'email', m.email, 'kind', m.kind,
          'isOwner', exists (select 1 from workspaces w where w.id = ${workspaceId} and w.owner_user_id = m.user_id),
          'groups', ${groupsWhere(joined)})
        from memberships m where m.workspace_id = ${workspaceId} and m.user_id = ${subjectId}
      ),
      (
        select json_build_object('id', s.id, 'name', s.name, 'kind', 'group', 'builtIn', s.built_in,
          'groups', ${groupsWhere(sql`g.id = s.id`)})
        from groups s where s.workspace_id = ${workspaceId} and s.id = ${subjectId}
      )
    ) as subject,
    (select row_to_json(o) from (${sql.join(objects, sql` union all `)}) o) as object`);
  return row ?? { subject: null, object: null };
}

/** Groups by the key that rules of the engine know them by: the kind of a built-in one, else the ID. */
export async function listNames(
  workspaceId: WorkspaceId,
  { groups, objects }: { groups: readonly string[]; objects: readonly { id: string; type: string }[] },
  on: Reader,
): Promise<{ groups: NamedGroup[]; objects: NamedObject[] }> {
  const types = sql.param(objects.map(({ type }) => type));
  const ids = sql.param(objects.map(({ id }) => id));
  const [row] = await on.execute<{ groups: NamedGroup[]; objects: NamedObject[] }>(sql`
    select
      (
        select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name, 'builtIn', g.built_in)), '[]')
        from groups g
        where g.workspace_id = ${workspaceId} and coalesce(g.built_in, g.id) = any(${sql.param([...groups])}::text[])
      ) as groups,
      (
        select coalesce(json_agg(json_build_object('type', t.type, 'id', o.id, 'name', o.name, 'path', o.path)), '[]')
        from unnest(${types}::text[], ${ids}::text[]) as t(type, id)
        cross join lateral (${objectNamed(workspaceId, sql`t.type`, sql`t.id`)}) o
      ) as objects`);
  return row ?? { groups: [], objects: [] };
}

/** Found rows of a list with how many there are in all. */
type Counted<Row> = { total: number; rows: Row[] };

export type Reached = {
  id: string;
  /** The group by which a rule names them, by the key that rules know it by. */
  through: string | null;
  /** What the rule is about, where that is below the object asked about. */
  below: { id: string; type: string } | null;
};
/** Many of them as a query takes them: each of its columns in one text, which is quick to send. */
export type ReachedList = { ids: string; through: string; belowTypes: string; belowIds: string };

export function reachedList(principals: readonly Reached[]): ReachedList {
  const column = (cellOf: (principal: Reached) => string | null) =>
    principals.map((each) => cellOf(each) ?? "").join(",");
  return {
    ids: column(({ id }) => id),
    through: column(({ through }) => through),
    belowTypes: column(({ below }) => below?.type ?? null),
    belowIds: column(({ below }) => below?.id ?? null),
  };
}

export type ReachedRow = {
  id: UserId;
  name: string;
  email: string | null;
  kind: UserKind;
  through: NamedGroup | null;
  below: RuleObject | null;
};

/** Those of the principals who fit the search, by name. */
export async function listReached(
  workspaceId: WorkspaceId,
  principals: ReachedList,
  search: string,
  page: { limit: number; offset: number },
  on: Reader,
): Promise<Counted<ReachedRow>> {
  const column = (cells: string) => sql`string_to_array(${cells}, ',', '')`;
  const pattern = containsPattern(search);
  const fits =
    search === ""
      ? sql``
      : sql`and (m.name ilike ${pattern} or m.email ilike ${pattern} or m.user_id ilike ${pattern})`;
  const [row] = await on.execute<Counted<ReachedRow>>(sql`
    with found as (
      select m.user_id as id, m.name, m.email, m.kind, r.through, r.below_type, r.below_id
      from unnest(
        ${column(principals.ids)}, ${column(principals.through)},
        ${column(principals.belowTypes)}, ${column(principals.belowIds)}
      ) as r(id, through, below_type, below_id)
      join memberships m on m.workspace_id = ${workspaceId} and m.user_id = r.id
      where true ${fits}
    ), page as (
      select * from found order by lower(name), id limit ${page.limit} offset ${page.offset}
    )
    select (select count(*)::int from found) as total, (
      select coalesce(json_agg(row_to_json(shown) order by lower(shown.name), shown.id), '[]') from (
        select p.id, p.name, p.email, p.kind,
          (
            select json_build_object('id', g.id, 'name', g.name, 'builtIn', g.built_in) from groups g
            where g.workspace_id = ${workspaceId} and coalesce(g.built_in, g.id) = p.through
          ) as through,
          (
            select row_to_json(o) from (${objectNamed(workspaceId, sql`p.below_type`, sql`p.below_id`)}) o
          ) as below
        from page p
      ) shown
    ) as rows`);
  return row ?? { total: 0, rows: [] };
}

/** The objects of a type that are in a scope and fit the search, by name; projects by their path. */
export async function listObjectsInScope(
  workspaceId: WorkspaceId,
  type: RuleType,
  scope: ListScope,
  search: string,
  page: { limit: number; offset: number },
  on: Reader,
): Promise<Counted<RuleObject>> {
  const kind = objectKinds.find((each) => each.type === type);
  if (!kind) return { total: 0, rows: [] };
  const order = type === "project" ? sql`o.name` : sql`lower(o.name)`;
  const wanted = search.replaceAll(/\s*\/\s*/g, "/");
  const fits = wanted === "" ? sql`` : sql`and (o.name ilike ${containsPattern(wanted)} or o.id = ${wanted})`;
  const where = sql`o.workspace_id = ${workspaceId} and ${isInScope(scope, kind.parent)} ${fits}`;
  const [row] = await on.execute<Counted<RuleObject>>(sql`
    select (select count(*)::int from ${kind.table} o where ${where}) as total, (
      select coalesce(json_agg(row_to_json(shown)), '[]') from (
        select o.id, ${kind.name} as name, ${kind.path(workspaceId)} as path from ${kind.table} o
        where ${where} order by ${order}, o.id limit ${page.limit} offset ${page.offset}
      ) shown
    ) as rows`);
  return row ?? { total: 0, rows: [] };
}

function isInScope(scope: ListScope, parent: SQL | undefined): SQL {
  if (scope.whole) return sql`true`;
  const isAmong = (column: SQL, ids: readonly string[]) =>
    sql`${column} = any(${sql.param([...ids])}::text[])`;
  const byId = isAmong(sql`o.id`, scope.ids);
  return parent && scope.parentIds.length > 0 ? sql`(${byId} or ${isAmong(parent, scope.parentIds)})` : byId;
}
