import { and, eq, gt, inArray, lt, or } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import type { VaultScope, VaultType } from "@/lib/core/vault/vault-types";
import { db, type Reader } from "../client";
import { vaultRevisions, vaults } from "../schema/vaults";

export const isNewestRevision = and(
  eq(vaultRevisions.workspaceId, vaults.workspaceId),
  eq(vaultRevisions.vaultId, vaults.id),
  eq(vaultRevisions.number, vaults.revision),
);

export type StoredVault = {
  id: string;
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
    .innerJoin(vaultRevisions, isNewestRevision)
    .where(
      and(
        eq(vaults.workspaceId, workspaceId),
        eq(vaults.ownerUserId, ownerUserId),
        eq(vaults.scope, "personal"),
      ),
    );
  return row;
}

export type VaultVersion = { id: string; version: number };

/** What clients are served of a vault. */
export type ServedVaultRow = {
  id: string;
  version: number;
  scope: VaultScope;
  type: VaultType;
  /** Of an administrator vault alone. */
  name: string | null;
  enabled: boolean;
  revision: number;
  unreadableSince: Date | null;
  sealedCanonical: string | null;
  canonicalWriter: number;
};

export function listServedVaults(workspaceId: WorkspaceId, vaultIds: string[]): Promise<ServedVaultRow[]> {
  return db()
    .select({
      id: vaults.id,
      version: vaults.version,
      scope: vaults.scope,
      type: vaults.type,
      name: vaults.name,
      enabled: vaults.enabled,
      revision: vaults.revision,
      unreadableSince: vaults.unreadableSince,
      sealedCanonical: vaultRevisions.sealedCanonical,
      canonicalWriter: vaultRevisions.canonicalWriter,
    })
    .from(vaults)
    .innerJoin(vaultRevisions, isNewestRevision)
    .where(and(eq(vaults.workspaceId, workspaceId), inArray(vaults.id, vaultIds)));
}

/** The newest revision of a vault, as far as its canonical text is made from it. */
export type RevisionSource = {
  workspaceId: WorkspaceId;
  id: string;
  scope: VaultScope;
  type: VaultType;
  enabled: boolean;
  revision: number;
  format: VaultFormat;
  sealedText: string;
  canonicalWriter: number;
};

const sourceColumns = {
  workspaceId: vaults.workspaceId,
  id: vaults.id,
  scope: vaults.scope,
  type: vaults.type,
  enabled: vaults.enabled,
  revision: vaults.revision,
  format: vaultRevisions.format,
  sealedText: vaultRevisions.sealedText,
  canonicalWriter: vaultRevisions.canonicalWriter,
};

export async function findRevisionSource(
  workspaceId: WorkspaceId,
  vaultId: string,
): Promise<RevisionSource | undefined> {
  const [row] = await db()
    .select(sourceColumns)
    .from(vaults)
    .innerJoin(vaultRevisions, isNewestRevision)
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, vaultId)));
  return row;
}

/** Over all workspaces: those whose canonical text was made by an older version of the code than `writer`. */
export function listOutdatedRevisions(
  writer: number,
  after: { workspaceId: WorkspaceId; id: string } | undefined,
  limit: number,
): Promise<RevisionSource[]> {
  const isLater = after && [
    gt(vaults.workspaceId, after.workspaceId),
    and(eq(vaults.workspaceId, after.workspaceId), gt(vaults.id, after.id)),
  ];
  return db()
    .select(sourceColumns)
    .from(vaults)
    .innerJoin(vaultRevisions, isNewestRevision)
    .where(and(lt(vaultRevisions.canonicalWriter, writer), isLater && or(...isLater)))
    .orderBy(vaults.workspaceId, vaults.id)
    .limit(limit);
}
