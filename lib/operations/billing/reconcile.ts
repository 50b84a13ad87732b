import { inTransaction } from "@/db/client";
import { countPeople, findWorkspaceOfCustomer } from "@/db/reads/billing";
import { listMeteredWorkspaces } from "@/db/reads/metering";
import { claimBillingJob, insertStripeEvent, updateBillingJob, upsertSeatSync } from "@/db/writes/stripe";
import { seatsToPay } from "@/lib/core/billing/seats";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { log } from "@/lib/server/log";
import { type FromStripe, isLive } from "@/lib/server/stripe/client";
import { listEventsSince } from "@/lib/server/stripe/events";
import { listSubscriptions } from "@/lib/server/stripe/subscriptions";
import { syncCustomer } from "./sync";
import { forgetProcessedEvents } from "./webhook";

const dayMs = 24 * 3_600_000;
const retryMs = 15 * 60_000;
/** What a killed process had begun is begun again after it. To compare twice does no harm. */
const claimedForMs = 30 * 60_000;
/** Stripe keeps events for 30 days. */
const firstLookMs = 29 * dayMs;
/** Events may be listed a little later than they are dated. */
const overlapMs = 3_600_000;
const mostPages = 20;
const perPage = 100;

/** Once a day, by one process: repairs what no webhook told. One that ends half-way begins again where it began. */
export async function reconcileDaily(): Promise<void> {
  const at = now();
  const job = await claimBillingJob("reconcile", at, new Date(at.getTime() + claimedForMs));
  if (!job) return;
  const done = await reconcile(job.eventsReadTo ?? new Date(at.getTime() - firstLookMs));
  if (done.ok) {
    await updateBillingJob("reconcile", {
      eventsReadTo: new Date(at.getTime() - overlapMs),
      dueAt: new Date(at.getTime() + dayMs),
    });
  } else {
    log().warn({ problem: done.problem }, "the daily look at Stripe failed");
    await updateBillingJob("reconcile", { dueAt: new Date(at.getTime() + retryMs) });
  }
  await requestMissingSeats();
  await forgetProcessedEvents();
}

async function reconcile(since: Date): Promise<FromStripe<null>> {
  const events = await listEventsSince(since, mostPages);
  if (!events.ok) return events;
  for (const event of events.value.events) await insertStripeEvent(event, now());
  for (let after: string | null = null; ; ) {
    const page = await listSubscriptions(after);
    if (!page.ok) return page;
    const customers = new Set(page.value.subscriptions.flatMap(({ customerId }) => customerId ?? []));
    for (const customerId of customers) {
      if (!(await isOurs(customerId, page.value.subscriptions))) continue;
      const synced = await syncCustomer(customerId);
      if (!synced.ok && synced.problem !== "not_found") return synced;
    }
    after = page.value.next;
    if (after === null) return { ok: true, value: null };
  }
}

/** The account may have customers of another program. */
async function isOurs(
  customerId: string,
  subscriptions: readonly { customerId: string | null; workspaceId: string | null }[],
): Promise<boolean> {
  if (await findWorkspaceOfCustomer(customerId)) return true;
  return subscriptions.some((each) => each.customerId === customerId && each.workspaceId !== null);
}

// Not audited: it asks for a job, whose changes are audited.
async function requestMissingSeats(): Promise<void> {
  for (let after = ""; ; ) {
    const workspaces = await listMeteredWorkspaces(after, perPage, isLive());
    for (const { workspaceId, seats } of workspaces) {
      if (seatsToPay(await countPeople(workspaceId)) === seats) continue;
      await inTransaction((tx) => upsertSeatSync(tx, { workspaceId, dueAt: now(), requestId: newId() }));
    }
    const last = workspaces.at(-1);
    if (!last || workspaces.length < perPage) break;
    after = last.workspaceId;
  }
}
