import { and, asc, eq, lt, sql } from "drizzle-orm";
import { db, type Transaction } from "../client";
import { refusedAttempts } from "../schema/refused-attempts";

export type RefusedAttempts = typeof refusedAttempts.$inferSelect;
type Counted = Omit<RefusedAttempts, "attempts">;

export async function countRefusedAttempt(tx: Transaction, counted: Counted): Promise<void> {
  const { hour, means, target, ip } = refusedAttempts;
  await tx
    .insert(refusedAttempts)
    .values({ ...counted, attempts: 1 })
    .onConflictDoUpdate({
      target: [hour, means, target, ip],
      set: { attempts: sql`${refusedAttempts.attempts} + 1` },
    });
}

/** Those of hours before `hour`, the oldest first. */
export function listRefusedAttempts(hour: Date, limit: number): Promise<RefusedAttempts[]> {
  return db()
    .select()
    .from(refusedAttempts)
    .where(lt(refusedAttempts.hour, hour))
    .orderBy(asc(refusedAttempts.hour))
    .limit(limit);
}

/** How many there were, to the one caller who takes them. */
export async function takeRefusedAttempts(tx: Transaction, counted: Counted): Promise<number | undefined> {
  const [taken] = await tx
    .delete(refusedAttempts)
    .where(
      and(
        eq(refusedAttempts.hour, counted.hour),
        eq(refusedAttempts.means, counted.means),
        eq(refusedAttempts.target, counted.target),
        eq(refusedAttempts.ip, counted.ip),
      ),
    )
    .returning({ attempts: refusedAttempts.attempts });
  return taken?.attempts;
}
