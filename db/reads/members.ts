import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { MemberSearch } from "@/lib/core/workspace/group";
import type { MemberQuery, MemberSort } from "@/lib/core/workspace/member-list";
import type { UserKind } from "@/lib/core/workspace/role";
import { pool } from "../client";
import { fitsMember, groupNamesOf } from "./member-fragments";

export type MemberRow = {
  kind: "member" | "invitation";
  id: string;
  name: string;
  email: string;
  joinedAt: Date;
  /** Of an invitation. */
  expiresAt: Date | null;
  invitedByName: string | null;
  /** `retrying`: it was turned away, and will be tried again. */
  mail: "queued" | "retrying" | "sent" | "failed" | null;
  lastSignInAt: Date | null;
  lastSignInProvider: string | null;
  lastActiveAt: Date | null;
  credentialsUsedAt: Date | null;
  isOwner: boolean;
  groups: string[];
};

type RawRow = Omit<
  MemberRow,
  "joinedAt" | "expiresAt" | "lastSignInAt" | "lastActiveAt" | "credentialsUsedAt" | "mail"
> &
  Record<"joinedMs" | "expiresMs" | "signInMs" | "activeMs" | "usedMs", number | null>;

const order: Record<MemberSort, string> = {
  name: "lower(name)",
  joined: "joined_at",
  sign_in: "last_sign_in_at",
  active: "last_active_at",
};

/** People and open invitations of one workspace, as one list: searched, sorted and paged here. */
export async function listMembers(
  workspaceId: WorkspaceId,
  query: MemberQuery,
  page: { limit: number; offset: number },
): Promise<MemberRow[]> {
  const sql = pool();
  const direction = sql.unsafe(query.descending ? "desc nulls last" : "asc nulls last");
  const rows = await sql<RawRow[]>`
    with chosen as (
      select * from (${matching(workspaceId, query)}) found
      order by ${sql.unsafe(order[query.sort])} ${direction}, id
      limit ${page.limit} offset ${page.offset}
    )
    select chosen.kind, chosen.id,
      exists (select 1 from workspaces w where w.id = ${workspaceId} and w.owner_user_id = chosen.id) as "isOwner", chosen.name, chosen.email,
      chosen.invited_by_name as "invitedByName", chosen.last_sign_in_provider as "lastSignInProvider",
      (extract(epoch from chosen.joined_at) * 1000)::float8 as "joinedMs",
      (extract(epoch from chosen.expires_at) * 1000)::float8 as "expiresMs",
      (extract(epoch from chosen.last_sign_in_at) * 1000)::float8 as "signInMs",
      (extract(epoch from chosen.last_active_at) * 1000)::float8 as "activeMs",
      (
        select (extract(epoch from max(u.last_used_at)) * 1000)::float8
        from api_credentials c
        join credential_uses u on u.workspace_id = ${workspaceId} and u.access_key = c.access_key
        where c.workspace_id = ${workspaceId} and c.user_id = chosen.id
      ) as "usedMs",
      ${groupNamesOf(workspaceId, "chosen.id")} as groups
    from chosen
    order by ${sql.unsafe(order[query.sort])} ${direction}, id`;
  const invited = rows.filter(({ kind }) => kind === "invitation").map(({ id }) => id);
  const mails = await listLastMails(workspaceId, invited);
  return rows.map(({ joinedMs, expiresMs, signInMs, activeMs, usedMs, ...row }) => ({
    ...row,
    mail: mails.get(row.id) ?? null,
    joinedAt: new Date(joinedMs ?? 0),
    expiresAt: dateOf(expiresMs),
    lastSignInAt: dateOf(signInMs),
    lastActiveAt: dateOf(activeMs),
    credentialsUsedAt: dateOf(usedMs),
  }));
}

/** How the last mail about each invitation went. Mails are no workspace's own, so they are in no join with what is. */
async function listLastMails(
  workspaceId: WorkspaceId,
  invitationIds: string[],
): Promise<Map<string, MemberRow["mail"]>> {
  if (invitationIds.length === 0) return new Map();
  const rows = await pool()<{ id: string; status: MemberRow["mail"] }[]>`
    select distinct on (invitation_id) invitation_id as id,
      case when status = 'queued' and last_error is not null then 'retrying' else status end as status
    from mails
    where workspace_id = ${workspaceId} and invitation_id = any(${invitationIds}::text[])
    order by invitation_id, created_at desc`;
  return new Map(rows.map(({ id, status }) => [id, status]));
}

export type MemberTotals = {
  active: number;
  pending: number;
  /** Of those, what the list’s search and status choose. */
  found: number;
};

export async function countMembers(
  workspaceId: WorkspaceId,
  query: Pick<MemberQuery, "search" | "status">,
): Promise<MemberTotals> {
  const sql = pool();
  const number = (counted: Pick<MemberQuery, "search" | "status">) =>
    sql`(select count(*)::int from (${matching(workspaceId, counted)}) counted)`;
  const active = number({ search: "", status: "active" });
  const pending = number({ search: "", status: "pending" });
  const [row] = await sql<MemberTotals[]>`
    select ${active} as active, ${pending} as pending, ${number(query)} as found`;
  return { active: 0, pending: 0, found: 0, ...row };
}

export type MemberOption = {
  id: string;
  name: string;
  email: string | null;
  kind: UserKind;
};

/** The members who fit best by name: those whose name or address begins so come first. */
export async function searchMembers(
  workspaceId: WorkspaceId,
  { search, notInGroupId }: MemberSearch,
  limit: number,
): Promise<MemberOption[]> {
  const sql = pool();
  const beginning = containsPattern(search).slice(1);
  const rows = await sql<MemberOption[]>`
    select m.user_id as id, m.name, m.email, m.kind from memberships m
    where m.workspace_id = ${workspaceId}
      ${fitsMember(search)}
      ${
        notInGroupId === undefined
          ? sql``
          : sql`and not exists (
              select 1 from group_members gm
              where gm.workspace_id = ${workspaceId} and gm.group_id = ${notInGroupId} and gm.user_id = m.user_id
            )`
      }
    order by ${search === "" ? sql`` : sql`(m.name ilike ${beginning} or coalesce(m.email, '') ilike ${beginning}) desc,`}
      lower(m.name), m.user_id
    limit ${limit}`;
  return rows.map((row) => ({ ...row }));
}

/** The members whose name holds a text: those whose name begins so come first. */
export async function searchMemberNames(
  workspaceId: WorkspaceId,
  search: string,
  limit: number,
): Promise<Pick<MemberOption, "id" | "name" | "kind">[]> {
  const pattern = containsPattern(search);
  const rows = await pool()<Pick<MemberOption, "id" | "name" | "kind">[]>`
    select user_id as id, name, kind from memberships
    where workspace_id = ${workspaceId} and name ilike ${pattern}
    order by name ilike ${pattern.slice(1)} desc, lower(name), user_id limit ${limit}`;
  return rows.map((row) => ({ ...row }));
}

/** Those of the users who are in the workspace, by name. */
export async function listMembersNamed(
  workspaceId: WorkspaceId,
  userIds: readonly string[],
  page: { limit: number; offset: number },
): Promise<MemberOption[]> {
  const rows = await pool()<MemberOption[]>`
    select m.user_id as id, m.name, m.email, m.kind from memberships m
    where m.workspace_id = ${workspaceId} and m.user_id = any(${[...userIds]}::text[])
    order by lower(m.name), m.user_id
    limit ${page.limit} offset ${page.offset}`;
  return rows.map((row) => ({ ...row }));
}

function matching(workspaceId: WorkspaceId, { search, status }: Pick<MemberQuery, "search" | "status">) {
  const sql = pool();
  const pattern = containsPattern(search);
  const people = sql`
    select 'member' as kind, user_id as id, name, email, joined_at, null::timestamptz as expires_at,
      null as invited_by_name, last_sign_in_at, last_sign_in_provider, last_active_at
    from memberships
    where workspace_id = ${workspaceId} and kind = 'person'
      ${search === "" ? sql`` : sql`and (name ilike ${pattern} or email ilike ${pattern} or user_id ilike ${pattern})`}`;
  const invited = sql`
    select 'invitation' as kind, id, email as name, email, created_at as joined_at, expires_at,
      invited_by_name, null::timestamptz as last_sign_in_at, null as last_sign_in_provider,
      null::timestamptz as last_active_at
    from invitations
    where workspace_id = ${workspaceId} and status = 'pending'
      ${search === "" ? sql`` : sql`and (email ilike ${pattern} or id ilike ${pattern})`}`;
  if (status === "active") return people;
  return status === "pending" ? invited : sql`${people} union all ${invited}`;
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
