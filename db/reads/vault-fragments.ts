import type { WorkspaceId } from "@/lib/core/identifiers";
import { pool } from "../client";

/** The ids of the administrator vaults that are given to a group in which the member of `memberships m` is. */
export function givenVaultIds(workspaceId: WorkspaceId) {
  const sql = pool();
  return sql`
    select vg.vault_id from vault_groups vg
    where vg.workspace_id = ${workspaceId} and vg.group_id in (
      select gm.group_id from group_members gm
      where gm.workspace_id = ${workspaceId} and gm.user_id = m.user_id
      union all
      select g.id from groups g
      where g.workspace_id = ${workspaceId}
        and g.built_in in ('users', case when m.kind = 'service_account' then 'service_accounts' end)
    )`;
}

/** One text that names each vault that the member of `memberships m` receives, with its version, in their order. */
export function vaultVersionsOf(workspaceId: WorkspaceId) {
  const sql = pool();
  return sql`(
    select string_agg(r.id || ':' || r.version, ' ' order by r.position nulls last, r.id) from (
      select v.id, v.version, v.position from vaults v
      where v.workspace_id = ${workspaceId} and v.scope = 'group' and v.enabled
        and v.id in (${givenVaultIds(workspaceId)})
      union all
      select v.id, v.version, v.position from vaults v
      where v.workspace_id = ${workspaceId} and v.scope = 'personal' and v.owner_user_id = m.user_id
    ) r
  )`;
}
