import { and, count, desc, eq, getTableColumns, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { UserKind } from "@/lib/core/workspace/role";
import { db, pool, type Reader } from "../client";
import { apiCredentials, credentialUses } from "../schema/credentials";
import { memberships } from "../schema/memberships";

export type CredentialView = {
  accessKey: string;
  label: string;
  userId: UserId;
  userName: string;
  userKind: UserKind;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedWorker: string | null;
  lastUsedIp: string | null;
};

/** Without `ownerId`, those of the whole workspace. What is searched is the label, the key and whose they are. */
export type CredentialFilter = { ownerId?: UserId | undefined; search?: string };

/** Newest first. */
export function listCredentials(
  workspaceId: WorkspaceId,
  filter: CredentialFilter,
  page: { limit: number; offset: number },
): Promise<CredentialView[]> {
  const { chosen, holder, use, columns } = partsOf(workspaceId, filter, page);
  return db()
    .select(columns)
    .from(chosen)
    .crossJoinLateral(holder)
    .leftJoinLateral(use, sql`true`)
    .orderBy(desc(chosen.createdAt), desc(chosen.accessKey));
}

/** `made`: what programs made with it, and with what they made. */
export type ListedCredential = CredentialView & { made: MadeCredentials };

/** The same for a page of a list, with how many there are in all: nothing where the page is past the end. */
export async function listCredentialsOfPage(
  workspaceId: WorkspaceId,
  filter: CredentialFilter,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: ListedCredential[] } | undefined> {
  const { chosen, holder, use, columns } = partsOf(workspaceId, filter, page);
  const rows = await db()
    .select({
      ...columns,
      made: madeWith(workspaceId, chosen.accessKey),
      total: sql<number>`${chosen.total}`.mapWith(Number),
    })
    .from(chosen)
    .crossJoinLateral(holder)
    .leftJoinLateral(use, sql`true`)
    .orderBy(desc(chosen.createdAt), desc(chosen.accessKey));
  const [first] = rows;
  if (!first) return page.offset === 0 ? { total: 0, rows: [] } : undefined;
  return { total: first.total, rows: rows.map(({ total: _, ...row }) => row) };
}

function partsOf(
  workspaceId: WorkspaceId,
  filter: CredentialFilter,
  page: { limit: number; offset: number },
) {
  const chosen = db()
    .select({ ...getTableColumns(apiCredentials), total: sql<number>`count(*) over ()`.as("total") })
    .from(apiCredentials)
    .where(fitting(workspaceId, filter))
    .orderBy(desc(apiCredentials.createdAt), desc(apiCredentials.accessKey))
    .limit(page.limit)
    .offset(page.offset)
    .as("chosen");
  // Looked up by their keys: joins that are planned for few compare all with all of many.
  const holder = db()
    .select({ name: memberships.name, kind: memberships.kind })
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, chosen.userId)))
    .limit(1)
    .as("holder");
  const use = db()
    .select({ at: credentialUses.lastUsedAt, worker: credentialUses.worker, ip: credentialUses.ip })
    .from(credentialUses)
    .where(and(eq(credentialUses.workspaceId, workspaceId), eq(credentialUses.accessKey, chosen.accessKey)))
    .limit(1)
    .as("use");
  const columns = {
    accessKey: chosen.accessKey,
    label: chosen.label,
    userId: chosen.userId,
    userName: holder.name,
    userKind: holder.kind,
    createdAt: chosen.createdAt,
    expiresAt: chosen.expiresAt,
    lastUsedAt: use.at,
    lastUsedWorker: use.worker,
    lastUsedIp: use.ip,
  };
  return { chosen, holder, use, columns };
}

export async function countCredentials(workspaceId: WorkspaceId, filter: CredentialFilter): Promise<number> {
  const [row] = await db()
    .select({ total: count() })
    .from(apiCredentials)
    .where(fitting(workspaceId, filter));
  return row?.total ?? 0;
}

function fitting(workspaceId: WorkspaceId, { ownerId, search }: CredentialFilter) {
  const pattern = search && containsPattern(search);
  return and(
    eq(apiCredentials.workspaceId, workspaceId),
    ownerId === undefined ? undefined : eq(apiCredentials.userId, ownerId),
    pattern
      ? or(
          ilike(apiCredentials.label, pattern),
          ilike(apiCredentials.accessKey, pattern),
          inArray(apiCredentials.userId, membersNamed(workspaceId, pattern)),
        )
      : undefined,
  );
}

function membersNamed(workspaceId: WorkspaceId, pattern: string) {
  return db()
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(
      and(
        eq(memberships.workspaceId, workspaceId),
        or(ilike(memberships.name, pattern), ilike(memberships.email, pattern)),
      ),
    );
}

export type Credential = {
  accessKey: string;
  label: string;
  userId: UserId;
  expiresAt: Date | null;
  createdByAccessKey: string | null;
};

export async function findCredential(
  workspaceId: WorkspaceId,
  accessKey: string,
  on: Reader = db(),
): Promise<Credential | undefined> {
  const [row] = await on
    .select({
      accessKey: apiCredentials.accessKey,
      label: apiCredentials.label,
      userId: apiCredentials.userId,
      expiresAt: apiCredentials.expiresAt,
      createdByAccessKey: apiCredentials.createdByAccessKey,
    })
    .from(apiCredentials)
    .where(and(eq(apiCredentials.workspaceId, workspaceId), eq(apiCredentials.accessKey, accessKey)));
  return row;
}

/** The credentials that programs made with one, and with what they made, and so on; each step looks up its keys. */
function madeBy(workspaceId: WorkspaceId, accessKey: SQL | AnyPgColumn) {
  return sql`
    with recursive made as (
      select c.access_key, c.label, c.created_at from api_credentials c
      where c.workspace_id = ${workspaceId} and c.created_by_access_key = ${accessKey}
      union
      select next.access_key, next.label, next.created_at from made m
      cross join lateral (
        select c.access_key, c.label, c.created_at from api_credentials c
        where c.workspace_id = ${workspaceId} and c.created_by_access_key = m.access_key
        offset 0
      ) next
    )`;
}

/** How many were made with a credential in all, and the latest of them. */
export type MadeCredentials = { total: number; first: { accessKey: string; label: string }[] };

const madeShown = 5;

function madeWith(workspaceId: WorkspaceId, accessKey: AnyPgColumn) {
  return sql<MadeCredentials>`(
    ${madeBy(workspaceId, accessKey)}
    select json_build_object('total', (select count(*) from made), 'first', coalesce(
      json_agg(json_build_object('accessKey', latest.access_key, 'label', latest.label) order by latest.created_at desc),
      '[]'
    ))
    from (select * from made order by created_at desc limit ${madeShown}) latest)`;
}

export async function listKeysMadeBy(
  workspaceId: WorkspaceId,
  accessKey: string,
  on: Reader,
): Promise<string[]> {
  const rows = await on.execute<{ access_key: string }>(sql`
    ${madeBy(workspaceId, sql`${accessKey}`)} select access_key from made order by access_key`);
  return rows.map(({ access_key }) => access_key);
}

/** An access key never changes its workspace, so the answer may be kept. */
export async function findWorkspaceOfAccessKey(accessKey: string): Promise<WorkspaceId | undefined> {
  const [row] = await pool()<{ workspace_id: WorkspaceId }[]>`
    select workspace_id from api_credentials where access_key = ${accessKey}`;
  return row?.workspace_id;
}
