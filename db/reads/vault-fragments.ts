import { type SQL, sql } from "drizzle-orm";
import type { Value } from "../statement";

/**
 * Each administrator vault that is turned on and given to a group of the member of `memberships m`. The rows are looked
 * up by their keys: a join that is planned for all members reads every vault of the workspace. With `alsoVaultId` that
 * vault is among them while it is off, too.
 */
export function appliedVaults(workspaceId: Value, alsoVaultId?: string): SQL {
  const isApplied = alsoVaultId ? sql`(v.enabled or v.id = ${alsoVaultId})` : sql`v.enabled`;
  return sql`
    select v.* from (
      select distinct given.vault_id from (
        select gm.group_id from group_members gm
        where gm.workspace_id = ${workspaceId} and gm.user_id = m.user_id
        union all
        select g.id from groups g
        where g.workspace_id = ${workspaceId}
          and g.built_in in ('users', case when m.kind = 'service_account' then 'service_accounts' end)
      ) of_member
      cross join lateral (
        select vault_id from vault_groups
        where workspace_id = ${workspaceId} and group_id = of_member.group_id
        offset 0
      ) given
    ) applied
    cross join lateral (
      select * from vaults where workspace_id = ${workspaceId} and id = applied.vault_id limit 1
    ) v
    where ${isApplied}`;
}

/** One text that names each vault that the member of `memberships m` receives, with its version, in their order. */
export function vaultVersionsOf(workspaceId: Value): SQL {
  return sql`(
    select string_agg(r.id || ':' || r.version, ' ' order by r.position nulls last, r.id) from (
      select given.id, given.version, given.position from (${appliedVaults(workspaceId)}) given
      union all
      select v.id, v.version, v.position from vaults v
      where v.workspace_id = ${workspaceId} and v.scope = 'personal' and v.owner_user_id = m.user_id
    ) r
  )`;
}
