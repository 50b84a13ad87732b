import {
  type AdminVaultLogRow,
  countAdminVaultLog,
  type LogChoice,
  listAdminVaultLog,
  listLogChoices as readLogChoices,
} from "@/db/reads/admin-vault-log";
import { type Page, pageOf } from "@/lib/core/page";
import type { AdminVaultLogQuery } from "@/lib/core/vault/admin-vault";
import type { ActorWith } from "@/lib/core/workspace/actor";

export type { AdminVaultLogRow, LogChoice };

const perPage = 50;
const mostChoices = 500;

/** What was done to the administrator vaults, the newest first. */
export async function listAdminVaultLogPage(
  actor: ActorWith<"vaults.manage">,
  query: AdminVaultLogQuery,
): Promise<Page<AdminVaultLogRow>> {
  const bounds = pageOf(await countAdminVaultLog(actor.workspaceId, query), query.page, perPage);
  return { ...bounds, rows: await listAdminVaultLog(actor.workspaceId, query, bounds) };
}

/** What the log can be filtered by: the vaults and the users that it names. */
export function listLogChoices(
  actor: ActorWith<"vaults.manage">,
): Promise<{ vaults: LogChoice[]; users: LogChoice[] }> {
  return readLogChoices(actor.workspaceId, mostChoices);
}
