import { and, eq } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import { db, type Reader } from "../client";
import { vaultRevisions, vaults } from "../schema/vaults";

export type StoredVault = {
  id: string;
  scope: "personal";
  type: "config";
  enabled: boolean;
  revision: number;
  format: VaultFormat;
  sealedText: string;
  lineCount: number;
  byteCount: number;
  authorUserId: UserId;
  authorName: string;
  editedAt: Date;
};

/** A member's own vault with its newest revision. */
export async function findPersonalVault(
  workspaceId: WorkspaceId,
  ownerUserId: UserId,
  on: Reader = db(),
): Promise<StoredVault | undefined> {
  const [row] = await on
    .select({
      id: vaults.id,
      scope: vaults.scope,
      type: vaults.type,
      enabled: vaults.enabled,
      revision: vaults.revision,
      format: vaultRevisions.format,
      sealedText: vaultRevisions.sealedText,
      lineCount: vaultRevisions.lineCount,
      byteCount: vaultRevisions.byteCount,
      authorUserId: vaultRevisions.authorUserId,
      authorName: vaultRevisions.authorName,
      editedAt: vaultRevisions.createdAt,
    })
    .from(vaults)
    .innerJoin(
      vaultRevisions,
      and(
        eq(vaultRevisions.workspaceId, workspaceId),
        eq(vaultRevisions.vaultId, vaults.id),
        eq(vaultRevisions.number, vaults.revision),
      ),
    )
    .where(
      and(
        eq(vaults.workspaceId, workspaceId),
        eq(vaults.ownerUserId, ownerUserId),
        eq(vaults.scope, "personal"),
      ),
    );
  return row;
}
