import { and, count, eq, sql as fragment, inArray } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { AdminVaultQuery, AdminVaultSort } from "@/lib/core/vault/admin-vault";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import type { VaultType } from "@/lib/core/vault/vault-types";
import type { BuiltInGroup } from "@/lib/core/workspace/group-words";
import { db, pool, type Reader } from "../client";
import { groups } from "../schema/groups";
import { vaultGroups, vaultRevisions, vaults } from "../schema/vaults";
import { isNewestRevision, type VaultVersion } from "./vaults";

export type VaultGroup = { id: string; name: string; builtIn: BuiltInGroup | null };

export type AdminVaultRow = {
  id: string;
  name: string;
  type: VaultType;
  enabled: boolean;
  position: number;
  format: VaultFormat;
  lineCount: number;
  byteCount: number;
  credentialCount: number | null;
  updatedAt: Date;
  updatedByName: string;
  isUnreadable: boolean;
  groups: VaultGroup[];
};

const vaultOrder: Record<AdminVaultSort, string> = {
  order: "position",
  vault: "lower(name)",
  target: "type",
  updated: "updated_at",
};

export async function listAdminVaults(
  workspaceId: WorkspaceId,
  query: Pick<AdminVaultQuery, "search" | "sort" | "descending">,
  page: { limit: number; offset: number },
): Promise<AdminVaultRow[]> {
  const sql = pool();
  const order = sql`
    ${sql.unsafe(vaultOrder[query.sort])} ${sql.unsafe(query.descending ? "desc" : "asc")}, position, id`;
  const chosen = sql`
    select v.* from vaults v
    where v.workspace_id = ${workspaceId} and v.scope = 'group' ${matching(workspaceId, query.search)}
    order by ${order}
    limit ${page.limit} offset ${page.offset}`;
  return shown(workspaceId, chosen, order);
}

type Fragment = ReturnType<typeof matching>;

async function shown(workspaceId: WorkspaceId, chosen: Fragment, order: Fragment): Promise<AdminVaultRow[]> {
  const sql = pool();
  const rows = await sql<(Omit<AdminVaultRow, "updatedAt"> & { updatedMs: number })[]>`
    with chosen as (${chosen})
    select chosen.id, chosen.name, chosen.type, chosen.enabled, chosen.position, r.format,
      r.line_count as "lineCount", r.byte_count as "byteCount", r.credential_count as "credentialCount",
      (extract(epoch from chosen.updated_at) * 1000)::float8 as "updatedMs",
      coalesce(chosen.updated_by_name, r.author_name) as "updatedByName",
      chosen.unreadable_since is not null as "isUnreadable",
      (
        select coalesce(
          json_agg(json_build_object('id', g.id, 'name', g.name, 'builtIn', g.built_in)
            order by g.built_in is null, lower(g.name)), '[]')
        from vault_groups vg
        cross join lateral (
          select id, name, built_in from groups where workspace_id = ${workspaceId} and id = vg.group_id limit 1
        ) g
        where vg.workspace_id = ${workspaceId} and vg.vault_id = chosen.id
      ) as groups
    from chosen
    cross join lateral (
      select * from vault_revisions
      where workspace_id = ${workspaceId} and vault_id = chosen.id and number = chosen.revision limit 1
    ) r
    order by ${order}`;
  return rows.map(({ updatedMs, ...row }) => ({ ...row, updatedAt: new Date(updatedMs) }));
}

export async function countAdminVaults(workspaceId: WorkspaceId, search: string): Promise<number> {
  const [row] = await pool()<{ total: number }[]>`
    select count(*)::int as total from vaults v
    where v.workspace_id = ${workspaceId} and v.scope = 'group' ${matching(workspaceId, search)}`;
  return row?.total ?? 0;
}

function matching(workspaceId: WorkspaceId, search: string) {
  const sql = pool();
  const pattern = containsPattern(search);
  return search === ""
    ? sql``
    : sql`and (v.name ilike ${pattern} or v.id ilike ${pattern} or v.id in (
        select vg.vault_id from groups g
        join vault_groups vg on vg.workspace_id = ${workspaceId} and vg.group_id = g.id
        where g.workspace_id = ${workspaceId} and g.name ilike ${pattern}
      ))`;
}

/** For pickers, the built-in ones first. */
export async function searchGroups(
  workspaceId: WorkspaceId,
  search: string,
  limit: number,
): Promise<VaultGroup[]> {
  const sql = pool();
  const pattern = containsPattern(search);
  const rows = await sql<VaultGroup[]>`
    select g.id, g.name, g.built_in as "builtIn" from groups g
    where g.workspace_id = ${workspaceId}
      ${search === "" ? sql`` : sql`and (g.name ilike ${pattern} or g.id ilike ${pattern})`}
    order by g.built_in is null, lower(g.name), g.id
    limit ${limit}`;
  return rows.map((row) => ({ ...row }));
}

/** An administrator vault with its newest revision. */
export type StoredAdminVault = {
  id: string;
  name: string;
  type: VaultType;
  enabled: boolean;
  position: number;
  revision: number;
  version: number;
  format: VaultFormat;
  sealedText: string;
  lineCount: number;
  byteCount: number;
  authorName: string;
  editedAt: Date;
  groups: VaultGroup[];
};

export async function findAdminVault(
  workspaceId: WorkspaceId,
  vaultId: string,
  on: Reader = db(),
): Promise<StoredAdminVault | undefined> {
  const [row] = await on
    .select({
      id: vaults.id,
      name: fragment<string>`${vaults.name}`,
      type: vaults.type,
      enabled: vaults.enabled,
      position: fragment<number>`${vaults.position}`,
      revision: vaults.revision,
      version: vaults.version,
      format: vaultRevisions.format,
      sealedText: vaultRevisions.sealedText,
      lineCount: vaultRevisions.lineCount,
      byteCount: vaultRevisions.byteCount,
      authorName: vaultRevisions.authorName,
      editedAt: vaultRevisions.createdAt,
    })
    .from(vaults)
    .innerJoin(vaultRevisions, isNewestRevision)
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, vaultId), eq(vaults.scope, "group")));
  return row && { ...row, groups: await listGroupsOfVault(workspaceId, vaultId, on) };
}

const groupColumns = { id: groups.id, name: groups.name, builtIn: groups.builtIn };
const groupOrder = [fragment`${groups.builtIn} is null`, fragment`lower(${groups.name})`];

function listGroupsOfVault(workspaceId: WorkspaceId, vaultId: string, on: Reader): Promise<VaultGroup[]> {
  return on
    .select(groupColumns)
    .from(vaultGroups)
    .innerJoin(groups, and(eq(groups.workspaceId, workspaceId), eq(groups.id, vaultGroups.groupId)))
    .where(and(eq(vaultGroups.workspaceId, workspaceId), eq(vaultGroups.vaultId, vaultId)))
    .orderBy(...groupOrder);
}

/** Of these groups, the ones in the workspace. */
export function listGroupsNamed(
  workspaceId: WorkspaceId,
  groupIds: readonly string[],
  on: Reader = db(),
): Promise<VaultGroup[]> {
  if (groupIds.length === 0) return Promise.resolve([]);
  return on
    .select(groupColumns)
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), inArray(groups.id, [...groupIds])))
    .orderBy(...groupOrder);
}

export function listAdminVaultVersions(workspaceId: WorkspaceId): Promise<VaultVersion[]> {
  return db()
    .select({ id: vaults.id, version: vaults.version })
    .from(vaults)
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.scope, "group")));
}

export async function countAdminVaultsIn(workspaceId: WorkspaceId, on: Reader): Promise<number> {
  const [row] = await on
    .select({ total: count() })
    .from(vaults)
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.scope, "group")));
  return row?.total ?? 0;
}
