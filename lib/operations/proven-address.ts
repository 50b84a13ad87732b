import type { Transaction } from "@/db/client";
import { findProfile } from "@/db/reads/accounts";
import { deleteAccountLinks, lockUser, updateUser } from "@/db/writes/accounts";
import { deleteAllCredentials } from "@/db/writes/credentials";
import { deleteSessions } from "@/db/writes/sessions";
import { deleteSignInMeans } from "@/db/writes/sign-in-means";
import type { UserId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { recordEntryEvent } from "./account-events";

/** Holds the account, so that what follows builds on the answer. */
export async function isUnproven(tx: Transaction, userId: UserId): Promise<boolean> {
  await lockUser(tx, userId);
  return !(await findProfile(userId, tx))?.emailProvenAt;
}

/**
 * The real holder of the address has come. Whoever made the account before loses every way in: password, sessions,
 * links, API credentials, second factor and identities.
 */
export async function takeOverAccount(
  tx: Transaction,
  account: { id: UserId; name: string; email: string },
  /** Nothing where the holder sets one later. */
  passwordHash: string | null,
  address: string | null,
): Promise<void> {
  const at = now();
  const endedSessions = await deleteSessions(tx, account.id);
  const revokedCredentials = await deleteAllCredentials(tx, account.id);
  await deleteAccountLinks(tx, account.id);
  await deleteSignInMeans(tx, account.id);
  const passwordChangedAt = passwordHash === null ? null : at;
  await updateUser(tx, account.id, { passwordHash, passwordChangedAt, emailProvenAt: at });
  await recordEntryEvent(tx, account, address, {
    event: "account.email_proven",
    after: { endedSessions, revokedCredentials },
  });
}
