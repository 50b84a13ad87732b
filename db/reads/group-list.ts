import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type {
  GroupMemberQuery,
  GroupMemberSort,
  GroupQuery,
  GroupSort,
} from "@/lib/core/workspace/group-list";
import { isFilledByItself } from "@/lib/core/workspace/group-words";
import type { UserKind } from "@/lib/core/workspace/role";
import { pool } from "../client";
import type { GroupView } from "./groups";
import { fitsMember } from "./member-fragments";

export type GroupRow = GroupView & { members: number; vaults: number; faces: { id: string; name: string }[] };

const facesShown = 5;

const groupOrder: Record<GroupSort, string> = {
  name: "lower(name)",
  members: "members",
};

/** Groups of one workspace, the built-in ones first among names; the members are counted for the page alone, unless sorted by. */
export async function listGroups(
  workspaceId: WorkspaceId,
  query: GroupQuery,
  page: { limit: number; offset: number },
): Promise<GroupRow[]> {
  const sql = pool();
  const direction = sql.unsafe(query.descending ? "desc" : "asc");
  const order = sql`
    ${query.sort === "name" ? sql`built_in is null,` : sql``}
    ${sql.unsafe(groupOrder[query.sort])} ${direction}, lower(name), id`;
  const counted = sql`
    (case g.built_in
      when 'users' then (select count(*) from memberships m where m.workspace_id = ${workspaceId})
      when 'service_accounts' then (
        select count(*) from memberships m where m.workspace_id = ${workspaceId} and m.kind = 'service_account'
      )
      else (
        select count(*) from group_members gm where gm.workspace_id = ${workspaceId} and gm.group_id = g.id
      )
    end)::int`;
  const rows = await sql<GroupRow[]>`
    with chosen as (
      select g.id, g.name, g.description, g.built_in, ${counted} as members
      from groups g
      where g.workspace_id = ${workspaceId} ${matching(query.search)}
      order by ${order}
      limit ${page.limit} offset ${page.offset}
    )
    select chosen.id, chosen.name, chosen.description, chosen.built_in as "builtIn", chosen.members,
      (
        select count(*)::int from vault_groups vg
        where vg.workspace_id = ${workspaceId} and vg.group_id = chosen.id
      ) as vaults,
      case
        when chosen.built_in in ('users', 'service_accounts') then (
          select coalesce(json_agg(json_build_object('id', f.user_id, 'name', f.name)), '[]') from (
            select m.user_id, m.name from memberships m
            where m.workspace_id = ${workspaceId}
              and (m.kind = 'service_account' or chosen.built_in = 'users')
            order by m.kind, m.joined_at, m.user_id limit ${facesShown}
          ) f
        )
        else (
          select coalesce(json_agg(json_build_object('id', f.user_id, 'name', m.name)), '[]') from (
            select gm.user_id from group_members gm
            where gm.workspace_id = ${workspaceId} and gm.group_id = chosen.id
            order by gm.added_at, gm.user_id limit ${facesShown}
          ) f join memberships m on m.workspace_id = ${workspaceId} and m.user_id = f.user_id
        )
      end as faces
    from chosen
    order by ${order}`;
  return rows.map((row) => ({ ...row }));
}

export async function countGroups(workspaceId: WorkspaceId, search: string): Promise<number> {
  const [row] = await pool()<{ total: number }[]>`
    select count(*)::int as total from groups g where g.workspace_id = ${workspaceId} ${matching(search)}`;
  return row?.total ?? 0;
}

function matching(search: string) {
  const sql = pool();
  const pattern = containsPattern(search);
  return search === ""
    ? sql``
    : sql`and (g.name ilike ${pattern} or g.description ilike ${pattern} or g.id ilike ${pattern})`;
}

export type GroupMemberRow = {
  id: UserId;
  name: string;
  email: string | null;
  kind: UserKind;
  isOwner: boolean;
  /** To the group; to the workspace, where the group is filled by itself. */
  addedAt: Date;
};

const memberOrder: Record<GroupMemberSort, string> = { name: "lower(name)", added: "added_at" };

export async function listGroupMembers(
  workspaceId: WorkspaceId,
  group: Pick<GroupView, "id" | "builtIn">,
  query: GroupMemberQuery,
  page: { limit: number; offset: number },
): Promise<GroupMemberRow[]> {
  const sql = pool();
  const direction = sql.unsafe(query.descending ? "desc" : "asc");
  const rows = await sql<(Omit<GroupMemberRow, "addedAt"> & { addedMs: number })[]>`
    select user_id as id, name, email, kind,
      exists (select 1 from workspaces w where w.id = ${workspaceId} and w.owner_user_id = found.user_id) as "isOwner",
      (extract(epoch from added_at) * 1000)::float8 as "addedMs"
    from (${membersOf(workspaceId, group, query.search)}) found
    order by ${sql.unsafe(memberOrder[query.sort])} ${direction}, user_id
    limit ${page.limit} offset ${page.offset}`;
  return rows.map(({ addedMs, ...row }) => ({ ...row, addedAt: new Date(addedMs) }));
}

export async function countGroupMembers(
  workspaceId: WorkspaceId,
  group: Pick<GroupView, "id" | "builtIn">,
  search: string,
): Promise<{ total: number; found: number }> {
  const sql = pool();
  const all = isFilledByItself(group.builtIn)
    ? membersOf(workspaceId, group, "")
    : sql`select user_id from group_members where workspace_id = ${workspaceId} and group_id = ${group.id}`;
  const fitting = search === "" ? all : membersOf(workspaceId, group, search);
  const [row] = await sql<{ total: number; found: number }[]>`
    select (select count(*)::int from (${all}) counted) as total,
      (select count(*)::int from (${fitting}) counted) as found`;
  return { total: 0, found: 0, ...row };
}

/** Looked up one by one: a join that is planned for the usual workspace compares all with all in a large one. */
function membersOf(workspaceId: WorkspaceId, group: Pick<GroupView, "id" | "builtIn">, search: string) {
  const sql = pool();
  if (isFilledByItself(group.builtIn)) {
    return sql`
      select m.user_id, m.name, m.email, m.kind, m.joined_at as added_at from memberships m
      where m.workspace_id = ${workspaceId}
        ${group.builtIn === "users" ? sql`` : sql`and m.kind = 'service_account'`} ${fitsMember(search)}`;
  }
  return sql`
    select m.user_id, m.name, m.email, m.kind, gm.added_at from group_members gm
    cross join lateral (
      select * from memberships where workspace_id = ${workspaceId} and user_id = gm.user_id limit 1
    ) m
    where gm.workspace_id = ${workspaceId} and gm.group_id = ${group.id} ${fitsMember(search)}`;
}
