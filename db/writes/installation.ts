import { db, type Transaction } from "../client";
import { installation, installationEvents } from "../schema/installation";

type Installation = typeof installation.$inferSelect;

/** The installation's one row, made with `nonce` when it is not there yet. */
export async function ensureInstallation(nonce: string, createdAt: Date): Promise<Installation> {
  await db().insert(installation).values({ id: "only", setUpNonce: nonce, createdAt }).onConflictDoNothing();
  const [row] = await db().select().from(installation);
  if (!row) throw new Error("The installation has no row.");
  return row;
}

/** Locks the installation until the transaction ends: of two people with the set-up link, one goes first. */
export async function lockInstallation(tx: Transaction): Promise<Installation> {
  const [row] = await tx.select().from(installation).for("update");
  if (!row) throw new Error("The installation has no row.");
  return row;
}

export async function replaceSetUpNonce(tx: Transaction, nonce: string): Promise<void> {
  await tx.update(installation).set({ setUpNonce: nonce });
}

export async function insertInstallationEvent(
  tx: Transaction,
  event: typeof installationEvents.$inferInsert,
  seal: string,
): Promise<void> {
  await tx.insert(installationEvents).values(event);
  await tx.update(installation).set({ auditNumber: event.number, auditHash: event.hash, auditSeal: seal });
}

export async function updateInstallationSeal(tx: Transaction, seal: string): Promise<void> {
  await tx.update(installation).set({ auditSeal: seal });
}
