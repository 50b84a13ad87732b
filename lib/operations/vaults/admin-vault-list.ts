import {
  type AdminVaultRow,
  countAdminVaults,
  listAdminVaults,
  searchGroups,
  type VaultGroup,
} from "@/db/reads/admin-vaults";
import { done, type Outcome } from "@/lib/core/outcome";
import { type Page, pageOf } from "@/lib/core/page";
import type { AdminVaultQuery, GroupSearch } from "@/lib/core/vault/admin-vault";
import type { ActorWith } from "@/lib/core/workspace/actor";

export type { AdminVaultRow, VaultGroup };

const perPage = 50;

export async function listAdminVaultsPage(
  actor: ActorWith<"vaults.manage">,
  query: AdminVaultQuery,
): Promise<Page<AdminVaultRow>> {
  const bounds = pageOf(await countAdminVaults(actor.workspaceId, query.search), query.page, perPage);
  return { ...bounds, rows: await listAdminVaults(actor.workspaceId, query, bounds) };
}

const mostSuggestions = 20;

/** For the picker of a vault's groups. */
export async function findVaultGroups(
  actor: ActorWith<"vaults.manage">,
  { search }: GroupSearch,
): Promise<Outcome<{ groups: VaultGroup[] }>> {
  return done({ groups: await searchGroups(actor.workspaceId, search, mostSuggestions) });
}
