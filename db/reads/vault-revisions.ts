import { and, between, desc, eq, inArray } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import type { VaultScope } from "@/lib/core/vault/vault-types";
import { db } from "../client";
import { memberships } from "../schema/memberships";
import { vaultRevisions, vaults } from "../schema/vaults";

/** Whose a vault is. Its revisions are numbered from 1 to `revision` without gaps. */
export type VaultHolding = {
  id: string;
  scope: VaultScope;
  /** Of a personal vault alone. */
  ownerUserId: UserId | null;
  revision: number;
};

/** The vault of this ID, or the personal one of this member. */
export async function findVaultHolding(
  workspaceId: WorkspaceId,
  which: { vaultId: string } | { ownerUserId: UserId },
): Promise<VaultHolding | undefined> {
  const [row] = await db()
    .select({
      id: vaults.id,
      scope: vaults.scope,
      ownerUserId: vaults.ownerUserId,
      revision: vaults.revision,
    })
    .from(vaults)
    .where(
      and(
        eq(vaults.workspaceId, workspaceId),
        "vaultId" in which
          ? eq(vaults.id, which.vaultId)
          : and(eq(vaults.ownerUserId, which.ownerUserId), eq(vaults.scope, "personal")),
      ),
    );
  return row;
}

/** The vault of a service account, which has none before the first text is saved. */
export async function findServiceAccountHolding(
  workspaceId: WorkspaceId,
  accountId: UserId,
): Promise<{ name: string; vault: VaultHolding | undefined } | undefined> {
  const [row] = await db()
    .select({ name: memberships.name, id: vaults.id, revision: vaults.revision })
    .from(memberships)
    .leftJoin(
      vaults,
      and(
        eq(vaults.workspaceId, workspaceId),
        eq(vaults.ownerUserId, memberships.userId),
        eq(vaults.scope, "personal"),
      ),
    )
    .where(
      and(
        eq(memberships.workspaceId, workspaceId),
        eq(memberships.userId, accountId),
        eq(memberships.kind, "service_account"),
      ),
    );
  if (!row) return undefined;
  const { name, id, revision } = row;
  const isThere = id !== null && revision !== null;
  return { name, vault: isThere ? { id, scope: "personal", ownerUserId: accountId, revision } : undefined };
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

/** Of these numbers, the newest first, without their texts. */
export function listRevisionFacts(
  workspaceId: WorkspaceId,
  vaultId: string,
  { from, to }: { from: number; to: number },
): Promise<RevisionFacts[]> {
  return db()
    .select(factColumns)
    .from(vaultRevisions)
    .where(and(ofVault(workspaceId, vaultId), between(vaultRevisions.number, from, to)))
    .orderBy(desc(vaultRevisions.number));
}

export type StoredRevision = RevisionFacts & { sealedText: string };

export function listStoredRevisions(
  workspaceId: WorkspaceId,
  vaultId: string,
  numbers: number[],
): Promise<StoredRevision[]> {
  return db()
    .select({ ...factColumns, sealedText: vaultRevisions.sealedText })
    .from(vaultRevisions)
    .where(and(ofVault(workspaceId, vaultId), inArray(vaultRevisions.number, numbers)));
}
