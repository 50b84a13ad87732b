import { eq, inArray, lt } from "drizzle-orm";
import { db, type Transaction } from "../client";
import { signInBrakes } from "../schema/sign-in-brakes";

type BrakeRow = Omit<typeof signInBrakes.$inferSelect, "subject">;

const longAgo = new Date(0);

/** Makes the row first: a row that is not there can't be held, and two first attempts would count as one. */
export async function lockBrake(tx: Transaction, subject: string): Promise<BrakeRow | undefined> {
  await tx
    .insert(signInBrakes)
    .values({ subject, failures: 0, lastFailureAt: longAgo, nextTurnAt: longAgo })
    .onConflictDoNothing();
  const [row] = await tx.select().from(signInBrakes).where(eq(signInBrakes.subject, subject)).for("update");
  return row;
}

export async function upsertBrake(tx: Transaction, subject: string, brake: BrakeRow): Promise<void> {
  await tx
    .insert(signInBrakes)
    .values({ subject, ...brake })
    .onConflictDoUpdate({ target: signInBrakes.subject, set: brake });
}

export async function deleteBrake(tx: Transaction, subject: string): Promise<void> {
  await tx.delete(signInBrakes).where(eq(signInBrakes.subject, subject));
}

/** At most `limit` of those whose last failure was before then; rows that somebody holds are left for later. */
export async function deleteBrakesBefore(before: Date, limit: number): Promise<number> {
  const old = db()
    .select({ subject: signInBrakes.subject })
    .from(signInBrakes)
    .where(lt(signInBrakes.lastFailureAt, before))
    .orderBy(signInBrakes.lastFailureAt)
    .limit(limit)
    .for("update", { skipLocked: true });
  const gone = await db()
    .delete(signInBrakes)
    .where(inArray(signInBrakes.subject, old))
    .returning({ subject: signInBrakes.subject });
  return gone.length;
}
