import { and, eq, lte, sql } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { accountLinks, signUpLinks, userPreferences, users } from "../schema/accounts";
import { apiCredentials } from "../schema/credentials";

export async function insertUser(tx: Transaction, user: typeof users.$inferInsert): Promise<void> {
  await tx.insert(users).values(user);
}

export async function updateUser(
  tx: Transaction,
  userId: UserId,
  change: Partial<
    Pick<typeof users.$inferInsert, "name" | "passwordHash" | "passwordChangedAt" | "emailProvenAt">
  >,
): Promise<void> {
  await tx.update(users).set(change).where(eq(users.id, userId));
}

export async function updateUserEmail(tx: Transaction, userId: UserId, email: string): Promise<void> {
  await tx.update(users).set({ email }).where(eq(users.id, userId));
}

/**
 * Locks the account until the transaction ends, so that two changes of the same values come one after the
 * other. Not by its row: where accounts are copied to every node of a distributed database, that would lock them all.
 */
export async function lockUser(
  tx: Transaction,
  userId: UserId,
): Promise<{ passwordHash: string | null; emailProvenAt: Date | null } | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`account ${userId}`}, 0))`);
  const [row] = await tx
    .select({ passwordHash: users.passwordHash, emailProvenAt: users.emailProvenAt })
    .from(users)
    .where(eq(users.id, userId));
  return row;
}

/** The account must no longer be in any workspace; its sessions, links and preferences go with it. */
export async function deleteUser(tx: Transaction, userId: UserId): Promise<void> {
  await tx.delete(apiCredentials).where(eq(apiCredentials.userId, userId));
  await tx.delete(users).where(eq(users.id, userId));
}

export async function insertAccountLink(
  tx: Transaction,
  link: typeof accountLinks.$inferInsert,
): Promise<void> {
  await tx.delete(accountLinks).where(lte(accountLinks.expiresAt, link.createdAt));
  await tx.insert(accountLinks).values(link);
}

/** Those of one kind, or all. */
export async function deleteAccountLinks(
  tx: Transaction,
  userId: UserId,
  kind?: Pick<typeof accountLinks.$inferInsert, "purpose" | "mailed">,
): Promise<void> {
  const ofKind = kind && and(eq(accountLinks.purpose, kind.purpose), eq(accountLinks.mailed, kind.mailed));
  await tx.delete(accountLinks).where(and(eq(accountLinks.userId, userId), ofKind));
}

/** In place of earlier ones for the address. */
export async function replaceSignUpLink(
  tx: Transaction,
  link: typeof signUpLinks.$inferInsert,
): Promise<void> {
  await tx.delete(signUpLinks).where(eq(signUpLinks.email, link.email));
  await tx.delete(signUpLinks).where(lte(signUpLinks.expiresAt, link.createdAt));
  await tx.insert(signUpLinks).values(link);
}

/** True for the one caller who spends the link. */
export async function takeSignUpLink(tx: Transaction, tokenHash: string): Promise<boolean> {
  const taken = await tx
    .delete(signUpLinks)
    .where(eq(signUpLinks.tokenHash, tokenHash))
    .returning({ email: signUpLinks.email });
  return taken.length === 1;
}

/** True for the one caller who spends the link. */
export async function takeAccountLink(tx: Transaction, tokenHash: string): Promise<boolean> {
  const taken = await tx
    .delete(accountLinks)
    .where(eq(accountLinks.tokenHash, tokenHash))
    .returning({ userId: accountLinks.userId });
  return taken.length === 1;
}

export async function upsertPreferences(
  tx: Transaction,
  userId: UserId,
  preferences: Record<string, unknown>,
  updatedAt: Date,
): Promise<void> {
  await tx
    .insert(userPreferences)
    .values({ userId, preferences, updatedAt })
    .onConflictDoUpdate({ target: userPreferences.userId, set: { preferences, updatedAt } });
}

export async function upsertTipsSeen(
  tx: Transaction,
  userId: UserId,
  { seen, shownAt }: { seen: string[]; shownAt: Date },
): Promise<void> {
  const tips = { seenTips: seen, tipShownAt: shownAt };
  await tx
    .insert(userPreferences)
    .values({ userId, preferences: {}, ...tips, updatedAt: shownAt })
    .onConflictDoUpdate({ target: userPreferences.userId, set: tips });
}
