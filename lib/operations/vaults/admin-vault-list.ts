import {
  type AdminVaultRow,
  countAdminVaults,
  listAdminVaults,
  listAppliedAdminVaults,
  searchGroups,
  type VaultGroup,
} from "@/db/reads/admin-vaults";
import type { UserId } from "@/lib/core/identifiers";
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

/** The administrator vaults that one's own clients merge below one's own vault, in their order. */
export function listOwnAppliedAdminVaults(actor: ActorWith<"vaults.read_own">): Promise<AdminVaultRow[]> {
  return listAppliedAdminVaults(actor.workspaceId, actor.userId);
}

/** The same of any member or service account. */
export function listAdminVaultsAppliedTo(
  actor: ActorWith<"vaults.manage">,
  { userId }: { userId: UserId },
): Promise<AdminVaultRow[]> {
  return listAppliedAdminVaults(actor.workspaceId, userId);
}

const mostSuggestions = 20;

/** For the picker of a vault's groups. */
export async function findVaultGroups(
  actor: ActorWith<"vaults.manage">,
  { search }: GroupSearch,
): Promise<Outcome<{ groups: VaultGroup[] }>> {
  return done({ groups: await searchGroups(actor.workspaceId, search, mostSuggestions) });
}
