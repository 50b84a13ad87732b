import { and, desc, eq, notInArray } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { knownBrowsers } from "../schema/known-browsers";

/** Only the `most` browsers of the account with the latest sign-ins stay. */
export async function upsertKnownBrowser(
  tx: Transaction,
  browser: typeof knownBrowsers.$inferInsert,
  most: number,
): Promise<void> {
  const { userId, lastSignInAt } = browser;
  await tx
    .insert(knownBrowsers)
    .values(browser)
    .onConflictDoUpdate({ target: [knownBrowsers.userId, knownBrowsers.id], set: { lastSignInAt } });
  const latest = tx
    .select({ id: knownBrowsers.id })
    .from(knownBrowsers)
    .where(eq(knownBrowsers.userId, userId))
    .orderBy(desc(knownBrowsers.lastSignInAt), desc(knownBrowsers.id))
    .limit(most);
  await tx
    .delete(knownBrowsers)
    .where(and(eq(knownBrowsers.userId, userId), notInArray(knownBrowsers.id, latest)));
}

export async function deleteKnownBrowsers(tx: Transaction, userId: UserId): Promise<void> {
  await tx.delete(knownBrowsers).where(eq(knownBrowsers.userId, userId));
}
