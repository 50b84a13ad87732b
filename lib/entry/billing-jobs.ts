import { readMeters, sendMeterReadings } from "@/lib/operations/billing/metering";
import { reconcileDaily } from "@/lib/operations/billing/reconcile";
import { syncDueSeats } from "@/lib/operations/billing/seats";
import { processDueEvents, resumeEvents } from "@/lib/operations/billing/webhook";
import { settings } from "@/lib/server/env";
import { repeat } from "./repeat";

const everyMs = 1_000;
const seldomMs = 60_000;

/**
 * Works on what Stripe told and on what it is to be told. Several processes share the work. Returns what stops it, once
 * the work under way is done.
 */
export function runBillingJobs(): () => Promise<void> {
  if (!settings().stripe) return async () => {};
  let isResumed = false;
  const stops = [
    repeat(everyMs, "processing events of Stripe", async (isStopped) => {
      if (!isResumed) await resumeEvents();
      isResumed = true;
      while (!isStopped() && (await processDueEvents()) > 0);
    }),
    repeat(everyMs, "changing paid seats", async (isStopped) => {
      while (!isStopped() && (await syncDueSeats()) > 0);
    }),
    repeat(seldomMs, "telling Stripe what was used", async (isStopped) => {
      await readMeters();
      while (!isStopped() && (await sendMeterReadings()) > 0);
    }),
    repeat(seldomMs, "comparing with Stripe", reconcileDaily),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
