import { and, count, desc, eq } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import { db } from "../client";
import { vaultRevisions, vaults } from "../schema/vaults";

/** Whose a vault is, and which of its revisions is the newest. */
export type VaultHolding = {
  id: string;
  scope: "personal" | "group";
  /** Of a personal vault alone. */
  ownerUserId: UserId | null;
  revision: number;
};

export async function findVaultHolding(
  workspaceId: WorkspaceId,
  vaultId: string,
): Promise<VaultHolding | undefined> {
  const [row] = await db()
    .select({
      id: vaults.id,
      scope: vaults.scope,
      ownerUserId: vaults.ownerUserId,
      revision: vaults.revision,
    })
    .from(vaults)
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, vaultId)));
  return row;
}

const factColumns = {
  number: vaultRevisions.number,
  format: vaultRevisions.format,
  lineCount: vaultRevisions.lineCount,
  byteCount: vaultRevisions.byteCount,
  authorUserId: vaultRevisions.authorUserId,
  authorName: vaultRevisions.authorName,
  createdAt: vaultRevisions.createdAt,
};

export type RevisionFacts = {
  number: number;
  format: VaultFormat;
  lineCount: number;
  byteCount: number;
  authorUserId: UserId;
  authorName: string;
  createdAt: Date;
};

const ofVault = (workspaceId: WorkspaceId, vaultId: string) =>
  and(eq(vaultRevisions.workspaceId, workspaceId), eq(vaultRevisions.vaultId, vaultId));

/** Newest first, without their texts. */
export function listRevisionFacts(
  workspaceId: WorkspaceId,
  vaultId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<RevisionFacts[]> {
  return db()
    .select(factColumns)
    .from(vaultRevisions)
    .where(ofVault(workspaceId, vaultId))
    .orderBy(desc(vaultRevisions.number))
    .limit(limit)
    .offset(offset);
}

export async function countRevisions(workspaceId: WorkspaceId, vaultId: string): Promise<number> {
  const [row] = await db()
    .select({ total: count() })
    .from(vaultRevisions)
    .where(ofVault(workspaceId, vaultId));
  return row?.total ?? 0;
}

export type StoredRevision = RevisionFacts & { sealedText: string };

export async function findRevision(
  workspaceId: WorkspaceId,
  vaultId: string,
  number: number,
): Promise<StoredRevision | undefined> {
  const [row] = await db()
    .select({ ...factColumns, sealedText: vaultRevisions.sealedText })
    .from(vaultRevisions)
    .where(and(ofVault(workspaceId, vaultId), eq(vaultRevisions.number, number)));
  return row;
}
