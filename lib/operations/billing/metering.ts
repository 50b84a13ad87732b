import { inTransaction, type Transaction } from "@/db/client";
import {
  findLastReading,
  listMeteredWorkspaces,
  listUnmeteredCalls,
  type MeteredWorkspace,
  sumCallsOfDay,
  sumStored,
} from "@/db/reads/metering";
import {
  claimBillingJob,
  claimDueReadings,
  type DueReading,
  deleteSettledReadings,
  insertMeterReadings,
  type MeterReading,
  postponeReading,
  settleReading,
  updateBillingJob,
} from "@/db/writes/stripe";
import { hourOf, hoursToRead, isSendable, readingIdentifier, unitsOf } from "@/lib/core/billing/meters";
import { retryAt } from "@/lib/core/billing/seats";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { dayOf } from "@/lib/core/usage/call-tally";
import { now } from "@/lib/server/clock";
import { log } from "@/lib/server/log";
import { isLive } from "@/lib/server/stripe/client";
import { sendMeterEvent } from "@/lib/server/stripe/meter-events";

const hourMs = 3_600_000;
/** Calls are stored a moment after they are made. */
const settlingMs = 60_000;
const perPage = 100;
const keptMs = 40 * 24 * hourMs;

/**
 * Calls that were made before the subscription began, on the day that it did, are not charged: they count as sent.
 */
export async function insertCallBaseline(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { customerId }: { customerId: string | null },
): Promise<void> {
  const at = now();
  if (customerId === null) return;
  const value = await sumCallsOfDay(workspaceId, dayOf(at), tx);
  const reading = { workspaceId, meter: "calls", hour: hourOf(at), customerId, value } as const;
  await insertMeterReadings(tx, [reading], { at, settledAt: at });
}

/** Once an hour, by one process: writes down what each paying workspace used. */
export async function readMeters(): Promise<void> {
  const at = now();
  const nextAt = new Date(hourOf(at).getTime() + hourMs + settlingMs);
  if (!(await claimBillingJob("read_meters", at, nextAt))) return;
  try {
    for (let after = ""; ; ) {
      const workspaces = await listMeteredWorkspaces(after, perPage, isLive());
      for (const workspace of workspaces) await readWorkspace(workspace, at);
      const last = workspaces.at(-1);
      if (!last || workspaces.length < perPage) break;
      after = last.workspaceId;
    }
  } catch (error) {
    await updateBillingJob("read_meters", { dueAt: at });
    throw error;
  }
  await deleteSettledReadings(new Date(at.getTime() - keptMs));
}

// Not audited: usage is counted, not audited.
async function readWorkspace({ workspaceId, customerId }: MeteredWorkspace, at: Date): Promise<void> {
  const current = hourOf(at);
  const last = (await findLastReading(workspaceId)) ?? new Date(current.getTime() - 2 * hourMs);
  const hours = hoursToRead(last, at);
  const latest = hours.at(-1);
  if (!latest) return;
  const stored = await sumStored(workspaceId);
  const unmetered = await listUnmeteredCalls(workspaceId, dayOf(hours[0] ?? latest));
  const calls = unmetered.flatMap(({ day, calls: value }): MeterReading[] => {
    // What the last hour of a day leaves over belongs to that day still.
    const hour = hours.findLast((each) => dayOf(each) === day);
    return hour && hour.getTime() !== latest.getTime()
      ? [{ workspaceId, meter: "calls", hour, customerId, value: Math.max(0, value) }]
      : [];
  });
  const ofLatest = unmetered.find(({ day }) => day === dayOf(latest))?.calls ?? 0;
  const readings: MeterReading[] = [
    ...calls,
    { workspaceId, meter: "calls", hour: latest, customerId, value: Math.max(0, ofLatest) },
    ...(["artifacts", "metrics"] as const).map((meter) => ({
      ...{ workspaceId, meter, hour: latest, customerId },
      value: unitsOf(meter, stored[meter]),
    })),
  ];
  await inTransaction((tx) => insertMeterReadings(tx, readings, { at }));
}

const claimedForMs = 2 * 60_000;
const atOnce = 20;

/** Sends due readings to Stripe. Returns how many were tried, so that a caller may go on while there are more. */
export async function sendMeterReadings(): Promise<number> {
  const startedAt = now();
  const due = await claimDueReadings(startedAt, new Date(startedAt.getTime() + claimedForMs), atOnce);
  for (const reading of due) await sendReading(reading);
  return due.length;
}

async function sendReading(reading: DueReading): Promise<void> {
  const { workspaceId, meter, hour, customerId, value, attempts } = reading;
  const at = now();
  if (!isSendable(hour, at)) {
    log().error({ workspaceId, meter, hour, value }, "usage could not be told to Stripe in time");
    return settleReading(reading, at, "too old");
  }
  const identifier = readingIdentifier(workspaceId, meter, hour);
  const sent = await sendMeterEvent({ meter, customerId, value, identifier, at: hour });
  if (sent.ok) return settleReading(reading, now(), null);
  return postponeReading(reading, retryAt(attempts, now()), sent.code ?? sent.problem);
}
