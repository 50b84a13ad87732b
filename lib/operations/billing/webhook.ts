import {
  claimDueEvents,
  type DueEvent,
  deleteProcessedEvents,
  insertStripeEvent,
  postponeEvent,
  releaseEvents,
  settleEvents,
} from "@/db/writes/stripe";
import { isHandled } from "@/lib/core/billing/events";
import { retryAt } from "@/lib/core/billing/seats";
import { groupBy } from "@/lib/core/group-by";
import { now } from "@/lib/server/clock";
import { log } from "@/lib/server/log";
import { findCustomerOf } from "@/lib/server/stripe/customers";
import { verifyDelivery } from "@/lib/server/stripe/events";
import { syncCustomer } from "./sync";

/** `known` and `ignored` need no answer other than `stored`: Stripe would send the event again. */
export type Receipt = "stored" | "known" | "ignored" | "refused" | "not_configured";

/**
 * Takes a delivery as it came over the network. It is stored before it is answered, and worked on afterwards: what a
 * killed process left is found at the next start.
 */
export async function receiveDelivery(body: Buffer, signature: string | undefined): Promise<Receipt> {
  const delivery = verifyDelivery(body, signature, now());
  if (!delivery.ok) {
    if (delivery.reason === "no_secret") return "not_configured";
    log().warn({ reason: delivery.reason }, "refused a delivery to the Stripe webhook");
    return "refused";
  }
  if (!isHandled(delivery.event.type)) return "ignored";
  return (await insertStripeEvent(delivery.event, now())) ? "stored" : "known";
}

const claimedForMs = 2 * 60_000;
const atOnce = 200;
const keptMs = 60 * 24 * 3_600_000;

/** Works on due events. Returns how many, so that a caller may go on while there are more. */
export async function processDueEvents(): Promise<number> {
  const startedAt = now();
  const due = await claimDueEvents(startedAt, new Date(startedAt.getTime() + claimedForMs), atOnce);
  const named = await Promise.all(due.map(nameCustomer));
  const byCustomer = groupBy(
    named.flatMap((each) => each ?? []),
    ({ customerId }) => customerId,
  );
  for (const [customerId, events] of byCustomer) await processEvents(customerId, events);
  return due.length;
}

/** At a start: what a killed process had taken waits no longer. To look at one twice does no harm. */
export function resumeEvents(): Promise<void> {
  return releaseEvents(now());
}

type Named = { customerId: string; event: DueEvent };

/** Some events name an invoice or a charge alone. Those that name nothing are of nobody here. */
async function nameCustomer(event: DueEvent): Promise<Named | null> {
  const found = event.aboutId === null ? null : await findCustomerOf(event.aboutId);
  if (found?.ok && found.value !== null) return { customerId: found.value, event };
  if (found && !found.ok && found.problem !== "not_found") await postpone(event, found.code ?? found.problem);
  else await settleEvents([event.id], now());
  return null;
}

/** One look at Stripe for all of them: each says only that something has changed. */
async function processEvents(customerId: string, named: readonly Named[]): Promise<void> {
  const synced = await syncCustomer(customerId);
  if (synced.ok || synced.problem === "not_found") {
    await settleEvents(
      named.map(({ event }) => event.id),
      now(),
    );
    return;
  }
  for (const { event } of named) await postpone(event, synced.code ?? synced.problem);
}

function postpone({ id, attempts }: DueEvent, reason: string): Promise<void> {
  return postponeEvent(id, retryAt(attempts, now()), reason);
}

export function forgetProcessedEvents(): Promise<void> {
  return deleteProcessedEvents(new Date(now().getTime() - keptMs));
}
