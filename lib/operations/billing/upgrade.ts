import {
  type Checkout,
  countCustomers,
  countPeople,
  findBillingAccount,
  findCheckout,
} from "@/db/reads/billing";
import { insertStripeCustomer, updateCheckoutSession, upsertCheckout } from "@/db/writes/billing";
import { seatsToPay } from "@/lib/core/billing/seats";
import { isLive as isLiveStatus } from "@/lib/core/billing/subscription";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";
import { createCheckout, expireCheckout, retrieveCheckout } from "@/lib/server/stripe/checkout";
import { isAnswerKept, isLive, type StripeProblem } from "@/lib/server/stripe/client";
import { createCustomer } from "@/lib/server/stripe/customers";
import { listSubscriptionsOf } from "@/lib/server/stripe/subscriptions";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn } from "../rights/revalidate-actor";
import { noPlans, refusedByStripe } from "./problems";
import { forgetCustomer, syncCustomer } from "./sync";

type Payer = ActorWith<"billing.manage">;

const paysAlready = refused("conflict", "This workspace has a subscription already.");
const mostAttempts = 3;
/** Whoever began an attempt longer ago has finished, or died on the way. */
const underWayMs = 60_000;

/**
 * Starts an upgrade to Pro with a seat for each person. Returns the URL where it is paid. Two upgrades at once get the
 * same page: one customer, one checkout and one subscription for each workspace.
 */
export async function startUpgrade(actor: Payer): Promise<Outcome<{ url: string }>> {
  if (!settings().stripe) return noPlans;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const customer = await ensureCustomer(actor);
    if (customer === "again") continue;
    if (!customer.ok) return customer;
    const { customerId } = customer.value;
    const subscriptions = await listSubscriptionsOf(customerId);
    if (!subscriptions.ok && subscriptions.problem === "not_found") {
      await forgetCustomer(actor.workspaceId, customerId);
      continue;
    }
    if (!subscriptions.ok) return refusedByStripe(subscriptions);
    if (subscriptions.value.some(({ status }) => isLiveStatus(status))) {
      const synced = await syncCustomer(customerId);
      return synced.ok ? paysAlready : refusedByStripe(synced);
    }
    const page = await ensureCheckout(actor, customerId);
    if (page !== "again") return page;
  }
  return refused(
    "conflict",
    "Somebody else is upgrading this workspace at the moment. Try again in a minute.",
  );
}

async function ensureCustomer(actor: Payer): Promise<Outcome<{ customerId: string }> | "again"> {
  const { workspaceId, workspaceName, email } = actor;
  const known = await findCustomer(actor);
  if (known) return done(known);
  const joined = await joinAttempt(actor);
  if (!joined.ok) return joined;
  // Each customer that is gone makes room for another, which Stripe must not take for the same request.
  const generation = await countCustomers(workspaceId);
  // Only now: one that was stored before the count would make this key a new one.
  const meanwhile = await findCustomer(actor);
  if (meanwhile) return done(meanwhile);
  const created = await createCustomer({
    ...{ workspaceId, workspaceName, email },
    idempotencyKey: `customer:${workspaceId}:${generation}:${joined.value.attempt}`,
  });
  if (!created.ok) {
    // Somebody else has begun, with another name or address.
    const other = created.problem === "conflict" ? await findCustomer(actor) : null;
    return other ? done(other) : afterFailure(actor, joined.value, created);
  }
  const { customerId, livemode } = created.value;
  return actingIn(actor, "billing.manage", async (tx, revalidated) => {
    if (await insertStripeCustomer(tx, { customerId, workspaceId, livemode, createdAt: now() })) {
      await recordAudit(tx, subjectOf(revalidated), {
        event: "billing.customer_created",
        targetId: customerId,
        targetName: workspaceName,
      });
    }
    const current = await findBillingAccount(workspaceId, tx);
    return done({ customerId: current?.customerId ?? customerId });
  });
}

async function findCustomer({ workspaceId }: Payer): Promise<{ customerId: string } | null> {
  const account = await findBillingAccount(workspaceId);
  return account?.customerId && account.livemode === isLive() ? { customerId: account.customerId } : null;
}

/**
 * After an error that Stripe would repeat to the same idempotency key, the next attempt is another one. So it is after
 * one that somebody never finished, whose key Stripe refuses for anything else.
 */
async function afterFailure(
  actor: Payer,
  { attempt, startedAt }: Checkout,
  failure: { problem: StripeProblem; code: string | null },
): Promise<Outcome<never> | "again"> {
  const isAbandoned = failure.problem === "conflict" && now().getTime() - startedAt.getTime() > underWayMs;
  if (!isAbandoned && !isAnswerKept(failure.problem)) return refusedByStripe(failure);
  const seats = seatsToPay(await countPeople(actor.workspaceId));
  const renewed = await actingIn(actor, "billing.manage", async (tx) => {
    const current = await findCheckout(actor.workspaceId, tx);
    if (current?.attempt === attempt)
      await upsertCheckout(tx, actor.workspaceId, { seats, startedAt: now() });
    return done();
  });
  if (!renewed.ok) return renewed;
  return isAbandoned ? "again" : refusedByStripe(failure);
}

/** The open page of this workspace, or a new one. `again` where somebody else changed it meanwhile. */
async function ensureCheckout(actor: Payer, customerId: string): Promise<Outcome<{ url: string }> | "again"> {
  const { workspaceId } = actor;
  const seats = seatsToPay(await countPeople(workspaceId));
  const begun = await findCheckout(workspaceId);
  if (begun?.sessionId) {
    const session = await retrieveCheckout(begun.sessionId);
    if (!session.ok && session.problem !== "not_found") return refusedByStripe(session);
    const isOpen = session.ok && session.value.status === "open" && session.value.customerId === customerId;
    if (isOpen && begun.seats === seats && session.value.url) return done({ url: session.value.url });
    if (isOpen && !(await expireCheckout(begun.sessionId)).ok) return "again";
  }
  const prepared = await beginCheckout(actor, { seats, after: begun });
  if (!prepared.ok) return prepared;
  if (prepared.value === "again") return "again";
  const { attempt, seats: agreed } = prepared.value;
  const created = await createCheckout({
    ...{ workspaceId, customerId, seats: agreed },
    idempotencyKey: `checkout:${workspaceId}:${customerId}:${attempt}`,
  });
  if (!created.ok) return afterFailure(actor, prepared.value, created);
  const { sessionId, url } = created.value;
  const stored = await actingIn(actor, "billing.manage", async (tx, revalidated) => {
    const current = await findCheckout(workspaceId, tx);
    if (current?.attempt !== attempt) return done(false);
    if (current.sessionId !== sessionId) {
      await updateCheckoutSession(tx, workspaceId, { attempt, sessionId });
      await recordAudit(tx, subjectOf(revalidated), {
        event: "billing.upgrade_started",
        targetId: workspaceId,
        targetName: actor.workspaceName,
        after: { plan: "pro", seats: agreed },
      });
    }
    return done(true);
  });
  if (!stored.ok) return stored;
  if (!stored.value || !url) return "again";
  return done({ url });
}

/** The attempt that is under way, or the first. */
async function joinAttempt(actor: Payer): Promise<Outcome<Checkout>> {
  const { workspaceId } = actor;
  const seats = seatsToPay(await countPeople(workspaceId));
  return actingIn(actor, "billing.manage", async (tx) => {
    const current = await findCheckout(workspaceId, tx);
    return done(current ?? (await upsertCheckout(tx, workspaceId, { seats, startedAt: now() })));
  });
}

/** Of two that begin at once, the second takes part in the attempt of the first. */
function beginCheckout(
  actor: Payer,
  { seats, after }: { seats: number; after: Checkout | null },
): Promise<Outcome<Checkout | "again">> {
  const { workspaceId } = actor;
  return actingIn(actor, "billing.manage", async (tx): Promise<Outcome<Checkout | "again">> => {
    const current = await findCheckout(workspaceId, tx);
    if (current?.sessionId && (current.attempt !== after?.attempt || after.sessionId === null))
      return done("again");
    if (current && !current.sessionId && current.seats === seats) return done(current);
    return done(await upsertCheckout(tx, workspaceId, { seats, startedAt: now() }));
  });
}

/** `confirming`: paid, but Stripe has not started the subscription yet. */
export type UpgradeState =
  | { state: "confirmed" | "confirming" | "expired" }
  | { state: "open"; url: string | null };

/** For who comes back from Stripe, or thinks so: the address proves nothing. */
export async function confirmUpgrade(
  { workspaceId }: Payer,
  sessionId: string,
): Promise<Outcome<UpgradeState>> {
  if (!settings().stripe) return noPlans;
  const notFound = refused("not_found", "This upgrade does not exist.");
  if (!/^cs_\w{1,200}$/.test(sessionId)) return notFound;
  const session = await retrieveCheckout(sessionId);
  if (!session.ok) return session.problem === "not_found" ? notFound : refusedByStripe(session);
  const { status, url, customerId } = session.value;
  const account = await findBillingAccount(workspaceId);
  if (session.value.workspaceId !== workspaceId || account?.customerId !== customerId || !customerId)
    return notFound;
  if (status === "open") return done({ state: "open", url });
  if (status !== "complete") return done({ state: "expired" });
  const synced = await syncCustomer(customerId);
  if (!synced.ok) return done({ state: "confirming" });
  const copy = await findBillingAccount(workspaceId);
  const isConfirmed =
    copy?.subscriptionId != null && isLiveStatus(copy.status ?? "") && copy.status !== "incomplete";
  return done({ state: isConfirmed ? "confirmed" : "confirming" });
}
