import { sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import { db, pool } from "../client";
import { appliedVaults } from "./vault-fragments";

/** A vault that counts for somebody's clients, with its newest text. */
export type VaultSource = {
  id: string;
  scope: "personal" | "group";
  /** Of an administrator vault alone. */
  name: string | null;
  enabled: boolean;
  revision: number;
  format: VaultFormat;
  sealedText: string;
};

/**
 * The configuration that a member's or a service account's clients merge, the lowest first: the administrator vaults
 * that are on and given to them, then their own one, on or off.
 */
export function listVaultSources(workspaceId: WorkspaceId, userId: UserId): Promise<VaultSource[]> {
  return db().execute<VaultSource>(sql`
    select v.id, v.scope, v.name, v.enabled, v.revision, r.format, r.sealed_text as "sealedText"
    from memberships m
    cross join lateral (
      select * from (${appliedVaults(workspaceId)}) given where given.scope = 'group'
      union all
      select * from vaults own
      where own.workspace_id = ${workspaceId} and own.scope = 'personal' and own.owner_user_id = m.user_id
    ) v
    join vault_revisions r on r.workspace_id = ${workspaceId} and r.vault_id = v.id and r.number = v.revision
    where m.workspace_id = ${workspaceId} and m.user_id = ${userId} and v.type = 'config'
    order by v.position nulls last, v.id`);
}

/** Administrator vaults by their ids, in their order. */
export function listAdminVaultSources(workspaceId: WorkspaceId, vaultIds: string[]): Promise<VaultSource[]> {
  return pool()<VaultSource[]>`
    select v.id, v.scope, v.name, v.enabled, v.revision, r.format, r.sealed_text as "sealedText"
    from vaults v
    join vault_revisions r on r.workspace_id = ${workspaceId} and r.vault_id = v.id and r.number = v.revision
    where v.workspace_id = ${workspaceId} and v.scope = 'group' and v.type = 'config'
      and v.id = any(${vaultIds})
    order by v.position, v.id`;
}

export type ReachedMembers = {
  /** The vaults that are on for them and the one that is asked for, in their order. */
  vaultIds: string[];
  members: number;
  /** How many of them have a vault of their own that is on. */
  withOwnVault: number;
};

/** The members and service accounts that a vault is given to, by the vaults that apply to them, the most first. */
export function listReachedMembers(
  workspaceId: WorkspaceId,
  vaultId: string,
  limit: number,
): Promise<(ReachedMembers & { allMembers: number })[]> {
  return db().execute<ReachedMembers & { allMembers: number }>(sql`
    with reached as (
      select m.user_id, array(
        select given.id from (${appliedVaults(workspaceId, vaultId)}) given
        where given.scope = 'group' and given.type = 'config'
        order by given.position, given.id
      ) as ids
      from memberships m
      where m.workspace_id = ${workspaceId}
    )
    select reached.ids as "vaultIds", count(*)::int as members, count(own.id)::int as "withOwnVault",
      (sum(count(*)) over ())::int as "allMembers"
    from reached
    left join lateral (
      select v.id from vaults v
      where v.workspace_id = ${workspaceId} and v.scope = 'personal' and v.owner_user_id = reached.user_id
        and v.enabled
      limit 1
    ) own on true
    where ${vaultId} = any(reached.ids)
    group by reached.ids
    order by members desc, reached.ids
    limit ${limit}`);
}
