import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { vaultRevisions, vaults } from "../schema/vaults";

type NewVault = typeof vaults.$inferInsert;

const nextVersion = sql`${vaults.version} + 1`;

/** False when the member has one already: two first saves at the same time create one vault. */
export async function insertVault(tx: Transaction, vault: NewVault): Promise<boolean> {
  const made = await tx.insert(vaults).values(vault).onConflictDoNothing().returning({ id: vaults.id });
  return made.length === 1;
}

export async function insertVaultRevision(
  tx: Transaction,
  revision: typeof vaultRevisions.$inferInsert,
): Promise<void> {
  await tx.insert(vaultRevisions).values(revision);
}

/** Moves a vault on from what it was when its new text was checked; false when somebody has changed it since. */
export async function advanceVault(
  tx: Transaction,
  workspaceId: WorkspaceId,
  vault: { id: string; revision: number; enabled: boolean },
  updatedAt: Date,
): Promise<boolean> {
  const moved = await tx
    .update(vaults)
    .set({ revision: vault.revision + 1, version: nextVersion, unreadableSince: null, updatedAt })
    .where(
      and(
        eq(vaults.workspaceId, workspaceId),
        eq(vaults.id, vault.id),
        eq(vaults.revision, vault.revision),
        eq(vaults.enabled, vault.enabled),
      ),
    )
    .returning({ id: vaults.id });
  return moved.length === 1;
}

/** Locks the vault until the transaction ends. */
export async function lockVault(
  tx: Transaction,
  workspaceId: WorkspaceId,
  vaultId: string,
): Promise<{ enabled: boolean; revision: number } | undefined> {
  const [row] = await tx
    .select({ enabled: vaults.enabled, revision: vaults.revision })
    .from(vaults)
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, vaultId)))
    .for("update");
  return row;
}

export async function updateVaultEnabled(
  tx: Transaction,
  workspaceId: WorkspaceId,
  vaultId: string,
  enabled: boolean,
  updatedAt: Date,
  updatedByName: string | null = null,
): Promise<void> {
  await tx
    .update(vaults)
    .set({ enabled, version: nextVersion, updatedAt, updatedByName })
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, vaultId)));
}

/** True where the version that was read is still the newest, and nobody has noted before that it can't be read. */
export async function noteUnreadable(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { id, version }: { id: string; version: number },
  since: Date,
): Promise<boolean> {
  const noted = await tx
    .update(vaults)
    .set({ unreadableSince: since })
    .where(
      and(
        eq(vaults.workspaceId, workspaceId),
        eq(vaults.id, id),
        eq(vaults.version, version),
        isNull(vaults.unreadableSince),
      ),
    )
    .returning({ id: vaults.id });
  return noted.length === 1;
}

export async function clearUnreadable(
  tx: Transaction,
  workspaceId: WorkspaceId,
  vaultId: string,
): Promise<void> {
  await tx
    .update(vaults)
    .set({ unreadableSince: null })
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, vaultId)));
}

export async function deletePersonalVault(
  tx: Transaction,
  workspaceId: WorkspaceId,
  vaultId: string,
): Promise<void> {
  await tx.delete(vaults).where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, vaultId)));
}

export type MadeCanonical = { sealedCanonical: string | null; canonicalWriter: number };

/**
 * Stores the canonical text with the newest revision, and tells every process. False where another revision is the
 * newest by now, or a text by this version of the code is there already. `null` leaves an older text in place.
 */
export async function updateCanonical(
  tx: Transaction,
  { workspaceId, id, revision }: { workspaceId: WorkspaceId; id: string; revision: number },
  { sealedCanonical, canonicalWriter }: MadeCanonical,
): Promise<boolean> {
  const locked = await tx
    .select({ id: vaults.id })
    .from(vaults)
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, id), eq(vaults.revision, revision)))
    .for("update");
  if (locked.length === 0) return false;
  const made = await tx
    .update(vaultRevisions)
    .set({ canonicalWriter, ...(sealedCanonical === null ? {} : { sealedCanonical }) })
    .where(
      and(
        eq(vaultRevisions.workspaceId, workspaceId),
        eq(vaultRevisions.vaultId, id),
        eq(vaultRevisions.number, revision),
        or(
          lt(vaultRevisions.canonicalWriter, canonicalWriter),
          sealedCanonical === null ? undefined : isNull(vaultRevisions.sealedCanonical),
        ),
      ),
    )
    .returning({ number: vaultRevisions.number });
  if (made.length === 0) return false;
  await tx
    .update(vaults)
    .set({ version: nextVersion })
    .where(and(eq(vaults.workspaceId, workspaceId), eq(vaults.id, id)));
  return true;
}
