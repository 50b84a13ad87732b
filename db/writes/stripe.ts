import { randomUUID } from "node:crypto";
import { and, asc, eq, inArray, isNull, lt, lte, sql } from "drizzle-orm";
import type { MeterName } from "@/lib/core/billing/meters";
import { seatDebounceMs } from "@/lib/core/billing/seats";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db, type Reader, type Transaction } from "../client";
import { findBillingAccount } from "../reads/billing";
import { billingJobs, meterReadings, seatSyncs, stripeEvents } from "../schema/stripe";

export type InboxEvent = Pick<typeof stripeEvents.$inferSelect, "id" | "type" | "aboutId">;

/** False for an event that is there already. */
export async function insertStripeEvent(event: InboxEvent, at: Date): Promise<boolean> {
  const inserted = await db()
    .insert(stripeEvents)
    .values({ ...event, receivedAt: at, attempts: 0, nextAttemptAt: at })
    .onConflictDoNothing()
    .returning({ id: stripeEvents.id });
  return inserted.length > 0;
}

export type DueEvent = InboxEvent & { attempts: number };

/** Takes due events for this process alone, and puts them off to `retryAt` in case it dies meanwhile. */
export async function claimDueEvents(now: Date, retryAt: Date, limit: number): Promise<DueEvent[]> {
  const due = db()
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(and(isNull(stripeEvents.processedAt), lte(stripeEvents.nextAttemptAt, now)))
    .orderBy(asc(stripeEvents.nextAttemptAt))
    .limit(limit)
    .for("update", { skipLocked: true });
  return db()
    .update(stripeEvents)
    .set({ nextAttemptAt: retryAt, attempts: sql`${stripeEvents.attempts} + 1` })
    .where(inArray(stripeEvents.id, due))
    .returning({
      id: stripeEvents.id,
      type: stripeEvents.type,
      aboutId: stripeEvents.aboutId,
      attempts: stripeEvents.attempts,
    });
}

/** Has all that is not done be due. */
export async function releaseEvents(at: Date): Promise<void> {
  await db().update(stripeEvents).set({ nextAttemptAt: at }).where(isNull(stripeEvents.processedAt));
}

export async function settleEvents(ids: readonly string[], at: Date): Promise<void> {
  await db()
    .update(stripeEvents)
    .set({ processedAt: at, lastError: null })
    .where(inArray(stripeEvents.id, [...ids]));
}

export async function postponeEvent(id: string, nextAttemptAt: Date, error: string): Promise<void> {
  await db().update(stripeEvents).set({ nextAttemptAt, lastError: error }).where(eq(stripeEvents.id, id));
}

export async function deleteProcessedEvents(before: Date): Promise<void> {
  await db().delete(stripeEvents).where(lt(stripeEvents.processedAt, before));
}

export type SeatSync = typeof seatSyncs.$inferSelect;

/** Where a workspace has a subscription: the number of its people has changed. */
export async function requestSeatSync(tx: Transaction, workspaceId: WorkspaceId): Promise<void> {
  const account = await findBillingAccount(workspaceId, tx);
  if (!account?.subscriptionId) return;
  const dueAt = new Date(Date.now() + seatDebounceMs);
  await upsertSeatSync(tx, { workspaceId, dueAt, requestId: randomUUID() });
}

/** A second request leaves the time of the first: a stream of changes puts it off no further. */
export async function upsertSeatSync(
  tx: Transaction,
  { workspaceId, dueAt, requestId }: Pick<SeatSync, "workspaceId" | "dueAt" | "requestId">,
): Promise<void> {
  await tx
    .insert(seatSyncs)
    .values({ workspaceId, dueAt, requestId, attempts: 0 })
    .onConflictDoUpdate({
      target: seatSyncs.workspaceId,
      set: { dueAt: sql`least(${seatSyncs.dueAt}, excluded.due_at)`, requestId, attempts: 0 },
    });
}

export async function claimDueSeatSyncs(now: Date, retryAt: Date, limit: number): Promise<SeatSync[]> {
  const due = db()
    .select({ workspaceId: seatSyncs.workspaceId })
    .from(seatSyncs)
    .where(lte(seatSyncs.dueAt, now))
    .orderBy(asc(seatSyncs.dueAt))
    .limit(limit)
    .for("update", { skipLocked: true });
  return db()
    .update(seatSyncs)
    .set({ dueAt: retryAt, attempts: sql`${seatSyncs.attempts} + 1` })
    .where(inArray(seatSyncs.workspaceId, due))
    .returning();
}

/** Not where it was asked for again meanwhile. */
export async function deleteSeatSync({ workspaceId, requestId }: SeatSync): Promise<void> {
  await db()
    .delete(seatSyncs)
    .where(and(eq(seatSyncs.workspaceId, workspaceId), eq(seatSyncs.requestId, requestId)));
}

export async function postponeSeatSync(
  { workspaceId, requestId }: SeatSync,
  dueAt: Date,
  error: string,
): Promise<void> {
  await db()
    .update(seatSyncs)
    .set({ dueAt, lastError: error })
    .where(and(eq(seatSyncs.workspaceId, workspaceId), eq(seatSyncs.requestId, requestId)));
}

export type MeterReading = Pick<
  typeof meterReadings.$inferSelect,
  "workspaceId" | "meter" | "hour" | "customerId" | "value"
>;

/** The first reading of an hour stays. */
export async function insertMeterReadings(
  tx: Transaction,
  readings: readonly MeterReading[],
  { at, settledAt = null }: { at: Date; settledAt?: Date | null },
): Promise<void> {
  if (readings.length === 0) return;
  await tx
    .insert(meterReadings)
    .values(readings.map((reading) => ({ ...reading, attempts: 0, nextAttemptAt: at, settledAt })))
    .onConflictDoNothing();
}

export type DueReading = MeterReading & { attempts: number };

export async function claimDueReadings(now: Date, retryAt: Date, limit: number): Promise<DueReading[]> {
  const due = db()
    .select({
      workspaceId: meterReadings.workspaceId,
      meter: meterReadings.meter,
      hour: meterReadings.hour,
    })
    .from(meterReadings)
    .where(and(isNull(meterReadings.settledAt), lte(meterReadings.nextAttemptAt, now)))
    .orderBy(asc(meterReadings.nextAttemptAt))
    .limit(limit)
    .for("update", { skipLocked: true });
  return db()
    .update(meterReadings)
    .set({ nextAttemptAt: retryAt, attempts: sql`${meterReadings.attempts} + 1` })
    .where(sql`(${meterReadings.workspaceId}, ${meterReadings.meter}, ${meterReadings.hour}) in (${due})`)
    .returning({
      workspaceId: meterReadings.workspaceId,
      meter: meterReadings.meter,
      hour: meterReadings.hour,
      customerId: meterReadings.customerId,
      value: meterReadings.value,
      attempts: meterReadings.attempts,
    });
}

export async function settleReading(
  reading: { workspaceId: WorkspaceId; meter: MeterName; hour: Date },
  at: Date,
  error: string | null,
  on: Reader = db(),
): Promise<void> {
  await on.update(meterReadings).set({ settledAt: at, lastError: error }).where(isReading(reading));
}

export async function postponeReading(
  reading: { workspaceId: WorkspaceId; meter: MeterName; hour: Date },
  nextAttemptAt: Date,
  error: string,
): Promise<void> {
  await db().update(meterReadings).set({ nextAttemptAt, lastError: error }).where(isReading(reading));
}

export async function deleteSettledReadings(before: Date): Promise<void> {
  await db().delete(meterReadings).where(lt(meterReadings.settledAt, before));
}

function isReading({ workspaceId, meter, hour }: { workspaceId: WorkspaceId; meter: MeterName; hour: Date }) {
  return and(
    eq(meterReadings.workspaceId, workspaceId),
    eq(meterReadings.meter, meter),
    eq(meterReadings.hour, hour),
  );
}

export type BillingJob = (typeof billingJobs.$inferSelect)["name"];

/** Takes a job that is due for this process alone, and puts it off to `nextAt`. */
export async function claimBillingJob(
  name: BillingJob,
  now: Date,
  nextAt: Date,
): Promise<{ eventsReadTo: Date | null } | null> {
  await db().insert(billingJobs).values({ name, dueAt: now }).onConflictDoNothing();
  const [claimed] = await db()
    .update(billingJobs)
    .set({ dueAt: nextAt })
    .where(and(eq(billingJobs.name, name), lte(billingJobs.dueAt, now)))
    .returning({ eventsReadTo: billingJobs.eventsReadTo });
  return claimed ?? null;
}

export async function updateBillingJob(
  name: BillingJob,
  change: { dueAt?: Date; eventsReadTo?: Date },
): Promise<void> {
  await db().update(billingJobs).set(change).where(eq(billingJobs.name, name));
}
