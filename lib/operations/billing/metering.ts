import { inTransaction, type Transaction } from "@/db/client";
import {
  findLastReading,
  listMeteredWorkspaces,
  listUnmeteredCalls,
  type MeteredWorkspace,
  sumCallsOfDay,
  sumStored,
} from "@/db/reads/metering";
import { findWorkspaceName } from "@/db/reads/workspaces";
import { lockWorkspace } from "@/db/writes/audit-events";
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
import {
  hourOf,
  hoursToRead,
  isSendable,
  mayCountTwice,
  readingIdentifier,
  unitsOf,
} from "@/lib/core/billing/meters";
import { retryAt } from "@/lib/core/billing/seats";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { dayOf } from "@/lib/core/usage/call-tally";
import { now } from "@/lib/server/clock";
import { log } from "@/lib/server/log";
import { type FromStripe, isLive } from "@/lib/server/stripe/client";
import { sendMeterEvent, sumMeterEvents } from "@/lib/server/stripe/meter-events";
import { recordAudit, subjectOfServer } from "../audit/audit";

const hourMs = 3_600_000;
/** Calls are stored a moment after they are made. */
const settlingMs = 60_000;
const perPage = 100;
const keptMs = 40 * 24 * hourMs;

/**
 * Calls that were made before the subscription began, or went on, on that day, are not charged: they count as sent. The
 * calls of the rest of that hour are charged with a later one.
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
  // A day whose last hour was read before its end has calls left over, which are told with the first hour after it.
  const unmetered = await listUnmeteredCalls(workspaceId, dayOf(last));
  const callsAt = new Map<number, number>([[latest.getTime(), 0]]);
  for (const { day, calls } of unmetered) {
    const hour = hours.findLast((each) => dayOf(each) === day) ?? hours[0] ?? latest;
    callsAt.set(hour.getTime(), (callsAt.get(hour.getTime()) ?? 0) + Math.max(0, calls));
  }
  const readings: MeterReading[] = [
    ...[...callsAt].map(([ms, value]) => ({
      ...{ workspaceId, meter: "calls" as const, hour: new Date(ms), customerId, value },
    })),
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
  const { workspaceId, meter, hour, attempts } = reading;
  const at = now();
  if (!isSendable(hour, at)) return giveUp(reading, at);
  const identifier = readingIdentifier(workspaceId, meter, hour);
  const sent = await sendOnce(reading, { identifier, at });
  if (sent.ok) return settleReading(reading, now(), null);
  return postponeReading(reading, retryAt(attempts, now()), sent.code ?? sent.problem);
}

async function sendOnce(
  { meter, hour, customerId, value, attempts }: DueReading,
  { identifier, at }: { identifier: string; at: Date },
): Promise<FromStripe<null>> {
  if (mayCountTwice({ meter, hour, attempts }, at)) {
    const known = await sumMeterEvents(meter, customerId, {
      from: hour,
      to: new Date(hour.getTime() + hourMs),
    });
    if (!known.ok) return known;
    // No other reading of this customer is of that hour.
    if (known.value > 0) return { ok: true, value: null };
  }
  return sendMeterEvent({ meter, customerId, value, identifier, at: hour });
}

/** Stripe takes nothing that is so old: it is not charged. */
async function giveUp(reading: DueReading, at: Date): Promise<void> {
  const { workspaceId, meter, hour, value } = reading;
  log().error({ workspaceId, meter, hour, value }, "usage could not be told to Stripe in time");
  await inTransaction(async (tx) => {
    if (await lockWorkspace(tx, workspaceId)) {
      await recordAudit(tx, subjectOfServer(workspaceId), {
        event: "billing.usage_not_charged",
        targetId: workspaceId,
        targetName: await findWorkspaceName(workspaceId, tx),
        after: { meter, hour, units: value },
      });
    }
    await settleReading(reading, at, "too old", tx);
  });
}
