import { eq, lte } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { accountLinks, userPreferences, users } from "../schema/accounts";
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

/** Holds the account until the transaction ends, so that two changes that build on what is there come one after the other. */
export async function lockUser(
  tx: Transaction,
  userId: UserId,
): Promise<{ passwordHash: string | null } | undefined> {
  const [row] = await tx
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId))
    .for("update");
  return row;
}

/** The account must be in no workspace any more; its sessions, links and preferences go with it. */
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

export async function deleteAccountLinks(tx: Transaction, userId: UserId): Promise<void> {
  await tx.delete(accountLinks).where(eq(accountLinks.userId, userId));
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
