import type { AuditEventName } from "@/lib/core/audit/events";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { AdminVaultLogQuery } from "@/lib/core/vault/admin-vault";
import { adminVaultActions } from "@/lib/core/vault/admin-vault-words";
import { pool } from "../client";

export type AdminVaultLogRow = {
  number: number;
  at: Date;
  event: AuditEventName;
  vaultId: string;
  /** As it was called then. */
  vaultName: string;
  actorUserId: string | null;
  actorName: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** Newest first. */
export async function listAdminVaultLog(
  workspaceId: WorkspaceId,
  query: AdminVaultLogQuery,
  page: { limit: number; offset: number },
): Promise<AdminVaultLogRow[]> {
  const sql = pool();
  const rows = await sql<(Omit<AdminVaultLogRow, "at"> & { atMs: number })[]>`
    select number::int, (extract(epoch from at) * 1000)::float8 as "atMs", event, target_id as "vaultId",
      target_name as "vaultName", actor_user_id as "actorUserId", actor_name as "actorName", before, after
    from audit_events
    where ${fitting(workspaceId, query)}
    order by number desc
    limit ${page.limit} offset ${page.offset}`;
  return rows.map(({ atMs, ...row }) => ({ ...row, at: new Date(atMs) }));
}

export async function countAdminVaultLog(
  workspaceId: WorkspaceId,
  query: AdminVaultLogQuery,
): Promise<number> {
  const [row] = await pool()<{ total: number }[]>`
    select count(*)::int as total from audit_events where ${fitting(workspaceId, query)}`;
  return row?.total ?? 0;
}

/** `starts_with` must be written exactly as in the indexes that serve this query. */
function fitting(workspaceId: WorkspaceId, { vault, action, user }: AdminVaultLogQuery) {
  const sql = pool();
  return sql`
    workspace_id = ${workspaceId} and starts_with(event, 'admin_vault.')
      ${vault === undefined ? sql`` : sql`and target_id = ${vault}`}
      ${action === undefined ? sql`` : sql`and event = ${adminVaultActions[action]}`}
      ${user === undefined ? sql`` : sql`and actor_user_id = ${user}`}`;
}

export type LogChoice = { id: string; name: string };

/** Each vault and each user that the log names, deleted ones too, by the name that they had last. */
export async function listLogChoices(
  workspaceId: WorkspaceId,
  limit: number,
): Promise<{ vaults: LogChoice[]; users: LogChoice[] }> {
  const sql = pool();
  const rows = await sql<(LogChoice & { kind: "vault" | "user" })[]>`
    select kind, id, name from (
      select 'vault' as kind, vault.id, vault.name
      from (${named(workspaceId, "target_id", "target_name", limit)}) vault
      union all
      select 'user', person.id, person.name
      from (${named(workspaceId, "actor_user_id", "actor_name", limit)}) person
    ) choices
    order by lower(name), id`;
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ id, name }) => ({ id, name }));
  return { vaults: of("vault"), users: of("user") };
}

/** From one value of the column to the next in its index: the log is longer than what it names. */
function named(
  workspaceId: WorkspaceId,
  id: "target_id" | "actor_user_id",
  name: "target_name" | "actor_name",
  limit: number,
) {
  const sql = pool();
  const first = (after: Fragment) => sql`
    select min(${sql(id)}) from audit_events
    where workspace_id = ${workspaceId} and starts_with(event, 'admin_vault.') ${after}`;
  return sql`
    with recursive next (id, number) as (
      select (${first(sql``)}), 1
      union all
      select (${first(sql`and ${sql(id)} > next.id`)}), next.number + 1
      from next where next.id is not null and next.number < ${limit}
    )
    select newest.id, newest.name from next cross join lateral (
      select ${sql(id)} as id, ${sql(name)} as name from audit_events
      where workspace_id = ${workspaceId} and starts_with(event, 'admin_vault.') and ${sql(id)} = next.id
      order by number desc limit 1
    ) newest
    where next.id is not null`;
}

type Fragment = ReturnType<typeof fitting>;
