import { eq, inArray, lt } from "drizzle-orm";
import { db, type Transaction } from "../client";
import { rateLimits } from "../schema/rate-limits";

type RateLimitRow = Omit<typeof rateLimits.$inferSelect, "subject">;

const longAgo = new Date(0);

/** Makes the row first: a row that is not there can't be locked, and two first attempts would count as one. */
export async function lockRateLimit(tx: Transaction, subject: string): Promise<RateLimitRow | undefined> {
  await tx
    .insert(rateLimits)
    .values({ subject, failures: 0, lastFailureAt: longAgo, nextTurnAt: longAgo })
    .onConflictDoNothing();
  const [row] = await tx.select().from(rateLimits).where(eq(rateLimits.subject, subject)).for("update");
  return row;
}

export async function upsertRateLimit(tx: Transaction, subject: string, limit: RateLimitRow): Promise<void> {
  await tx
    .insert(rateLimits)
    .values({ subject, ...limit })
    .onConflictDoUpdate({ target: rateLimits.subject, set: limit });
}

export async function deleteRateLimit(tx: Transaction, subject: string): Promise<void> {
  await tx.delete(rateLimits).where(eq(rateLimits.subject, subject));
}

/** At most `limit` of those whose last failure was before then; rows that somebody has locked are left for later. */
export async function deleteRateLimitsBefore(before: Date, limit: number): Promise<number> {
  const old = db()
    .select({ subject: rateLimits.subject })
    .from(rateLimits)
    .where(lt(rateLimits.lastFailureAt, before))
    .orderBy(rateLimits.lastFailureAt)
    .limit(limit)
    .for("update", { skipLocked: true });
  const gone = await db()
    .delete(rateLimits)
    .where(inArray(rateLimits.subject, old))
    .returning({ subject: rateLimits.subject });
  return gone.length;
}
