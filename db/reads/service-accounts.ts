import { and, eq, ne, sql as statement } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type {
  ServiceAccountQuery,
  ServiceAccountSort,
  ServiceAccountTraits,
} from "@/lib/core/workspace/service-account";
import { db, pool, type Reader } from "../client";
import { memberships } from "../schema/memberships";
import { serviceAccounts } from "../schema/service-accounts";
import { groupNamesOf } from "./member-fragments";
import { findRoleFacts } from "./memberships";

export type ServiceAccountView = {
  id: UserId;
  name: string;
  mayImpersonate: boolean;
  mayAskDecisions: boolean;
  admin: boolean;
  groups: string[];
  createdAt: Date;
  credentials: number;
  lastActiveAt: Date | null;
};

type RawRow = Omit<ServiceAccountView, "createdAt" | "lastActiveAt"> & {
  createdMs: number;
  activeMs: number | null;
};

const order: Record<ServiceAccountSort, string> = {
  name: "lower(m.name)",
  credentials: "used.credentials",
  active: "used.last_used_at",
};

/** Searched, sorted and paged here. */
export async function listServiceAccounts(
  workspaceId: WorkspaceId,
  query: Pick<ServiceAccountQuery, "search" | "sort" | "descending">,
  page: { limit: number; offset: number },
): Promise<ServiceAccountView[]> {
  const sql = pool();
  const direction = sql.unsafe(query.descending ? "desc nulls last" : "asc nulls last");
  const rows = await sql<RawRow[]>`
    ${selected(workspaceId)} ${matching(query.search)}
    order by ${sql.unsafe(order[query.sort])} ${direction}, lower(m.name), m.user_id
    limit ${page.limit} offset ${page.offset}`;
  return rows.map(viewOf);
}

export async function countServiceAccounts(workspaceId: WorkspaceId, search: string): Promise<number> {
  const [row] = await pool()<{ total: number }[]>`
    select count(*)::int as total from memberships m
    where m.workspace_id = ${workspaceId} and m.kind = 'service_account' ${matching(search)}`;
  return row?.total ?? 0;
}

export async function findServiceAccount(
  workspaceId: WorkspaceId,
  accountId: UserId,
): Promise<ServiceAccountView | undefined> {
  const [row] = await pool()<RawRow[]>`${selected(workspaceId)} and m.user_id = ${accountId}`;
  return row && viewOf(row);
}

/** What belongs to an account is looked up by its key: joins that are planned for few compare all with all of many. */
function selected(workspaceId: WorkspaceId) {
  return pool()`
    select m.user_id as id, m.name, s.may_impersonate as "mayImpersonate",
      s.may_ask_decisions as "mayAskDecisions", used.credentials,
      (extract(epoch from s.created_at) * 1000)::float8 as "createdMs",
      (extract(epoch from used.last_used_at) * 1000)::float8 as "activeMs",
      exists (
        select 1 from group_members gm
        where gm.workspace_id = ${workspaceId} and gm.user_id = m.user_id and gm.group_id = (
          select g.id from groups g where g.workspace_id = ${workspaceId} and g.built_in = 'admins'
        )
      ) as admin,
      ${groupNamesOf(workspaceId, "m.user_id")} as groups
    from memberships m
    cross join lateral (
      select may_impersonate, may_ask_decisions, created_at from service_accounts
      where workspace_id = ${workspaceId} and user_id = m.user_id limit 1
    ) s
    cross join lateral (
      select count(*)::int as credentials, max(u.last_used_at) as last_used_at
      from api_credentials c
      left join lateral (
        select last_used_at from credential_uses
        where workspace_id = ${workspaceId} and access_key = c.access_key limit 1
      ) u on true
      where c.workspace_id = ${workspaceId} and c.user_id = m.user_id
    ) used
    where m.workspace_id = ${workspaceId} and m.kind = 'service_account'`;
}

function matching(search: string) {
  const sql = pool();
  const pattern = containsPattern(search);
  return search === "" ? sql`` : sql`and (m.name ilike ${pattern} or m.user_id ilike ${pattern})`;
}

function viewOf({ createdMs, activeMs, ...row }: RawRow): ServiceAccountView {
  return {
    ...row,
    createdAt: new Date(createdMs),
    lastActiveAt: activeMs === null ? null : new Date(activeMs),
  };
}

export async function findServiceAccountTraits(
  workspaceId: WorkspaceId,
  accountId: UserId,
  on: Reader = db(),
): Promise<ServiceAccountTraits | undefined> {
  const [row] = await on
    .select({
      name: memberships.name,
      mayImpersonate: serviceAccounts.mayImpersonate,
      mayAskDecisions: serviceAccounts.mayAskDecisions,
    })
    .from(serviceAccounts)
    .innerJoin(
      memberships,
      and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, serviceAccounts.userId)),
    )
    .where(and(eq(serviceAccounts.workspaceId, workspaceId), eq(serviceAccounts.userId, accountId)));
  const standing = row && (await findRoleFacts(workspaceId, accountId, on));
  return standing && { ...row, admin: standing.inAdmins };
}

export async function mayAskDecisions(workspaceId: WorkspaceId, accountId: UserId): Promise<boolean> {
  const [row] = await db()
    .select({ mayAsk: serviceAccounts.mayAskDecisions })
    .from(serviceAccounts)
    .where(and(eq(serviceAccounts.workspaceId, workspaceId), eq(serviceAccounts.userId, accountId)));
  return row?.mayAsk ?? false;
}

/** Whether another service account of the workspace has this name, whatever the case of its letters. */
export async function isServiceAccountName(
  workspaceId: WorkspaceId,
  name: string,
  exceptId: UserId | undefined,
  on: Reader = db(),
): Promise<boolean> {
  const [taken] = await on
    .select({ id: memberships.userId })
    .from(memberships)
    .where(
      and(
        eq(memberships.workspaceId, workspaceId),
        eq(memberships.kind, "service_account"),
        statement`lower(${memberships.name}) = lower(${name})`,
        exceptId ? ne(memberships.userId, exceptId) : undefined,
      ),
    )
    .limit(1);
  return taken !== undefined;
}
