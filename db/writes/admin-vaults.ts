import { and, between, eq, gt, inArray, ne, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { vaultGroups, vaults } from "../schema/vaults";

/** What an edit changes of the vault itself; `revision` is that of the text it then has. */
export async function updateAdminVault(
  tx: Transaction,
  workspaceId: WorkspaceId,
  vaultId: string,
  {
    name,
    revision,
    enabled,
    isNewText,
  }: { name: string; revision: number; enabled: boolean; isNewText: boolean },
  by: { name: string; at: Date },
): Promise<void> {
  await tx
    .update(vaults)
    .set({
      name,
      revision,
      enabled,
      version: sql`${vaults.version} + 1`,
      ...(isNewText ? { unreadableSince: null } : {}),
      updatedAt: by.at,
      updatedByName: by.name,
    })
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, vaultId)));
}

/** Gives the vault to these groups and to no others. */
export async function replaceVaultGroups(
  tx: Transaction,
  workspaceId: WorkspaceId,
  vaultId: string,
  groupIds: readonly string[],
): Promise<void> {
  await tx
    .delete(vaultGroups)
    .where(and(eq(vaultGroups.workspaceId, workspaceId), eq(vaultGroups.vaultId, vaultId)));
  if (groupIds.length === 0) return;
  await tx.insert(vaultGroups).values(groupIds.map((groupId) => ({ workspaceId, vaultId, groupId })));
}

/** Takes the vault out of one place of the order and puts it into another; those between move up by one. */
export async function moveVault(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { vaultId, from, to }: { vaultId: string; from: number; to: number },
): Promise<void> {
  const isGroup = and(eq(vaults.workspaceId, workspaceId), eq(vaults.scope, "group"));
  const step = from < to ? sql`${vaults.position} - 1` : sql`${vaults.position} + 1`;
  await tx
    .update(vaults)
    .set({ position: step })
    .where(
      and(isGroup, ne(vaults.id, vaultId), between(vaults.position, Math.min(from, to), Math.max(from, to))),
    );
  await tx
    .update(vaults)
    .set({ position: to })
    .where(and(isGroup, eq(vaults.id, vaultId)));
}

/** Those behind it move up. Its revisions and groups go with it. */
export async function deleteAdminVault(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { id, position }: { id: string; position: number },
): Promise<void> {
  await tx.delete(vaults).where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, id)));
  await tx
    .update(vaults)
    .set({ position: sql`${vaults.position} - 1` })
    .where(
      and(eq(vaults.workspaceId, workspaceId), eq(vaults.scope, "group"), gt(vaults.position, position)),
    );
}

/** Puts all administrator vaults of the workspace into this order. */
export async function orderAdminVaults(
  tx: Transaction,
  workspaceId: WorkspaceId,
  vaultIds: readonly string[],
): Promise<void> {
  await tx
    .update(vaults)
    .set({ position: sql`array_position(${sql.param([...vaultIds])}::text[], ${vaults.id})` })
    .where(
      and(eq(vaults.workspaceId, workspaceId), eq(vaults.scope, "group"), inArray(vaults.id, [...vaultIds])),
    );
}
