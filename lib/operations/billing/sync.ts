import { inTransaction, type Transaction } from "@/db/client";
import { type BillingAccount, findBillingAccount, findWorkspaceOfCustomer } from "@/db/reads/billing";
import { findWorkspaceName } from "@/db/reads/workspaces";
import { lockWorkspace } from "@/db/writes/audit-events";
import {
  type BillingCopy,
  insertStripeCustomer,
  markCustomerDeleted,
  replaceBillingAccount,
  replaceInvoices,
} from "@/db/writes/billing";
import { type InvoiceCopy, unpaidSince } from "@/lib/core/billing/charges";
import { chooseSubscription, entitlementOf, isLive, meteredStatuses } from "@/lib/core/billing/subscription";
import { type WorkspaceId, workspaceIdentifier } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";
import { log } from "@/lib/server/log";
import type { FromStripe } from "@/lib/server/stripe/client";
import { type RetrievedCustomer, retrieveCustomer } from "@/lib/server/stripe/customers";
import { listInvoicesOf, previewNextCharge, type RetrievedInvoice } from "@/lib/server/stripe/invoices";
import { listSubscriptionsOf, type RetrievedSubscription } from "@/lib/server/stripe/subscriptions";
import { recordAudit, subjectOfServer } from "../audit/audit";
import { insertCallBaseline } from "./metering";
import { noCustomer, noPlans, refusedByStripe } from "./problems";

/** Others may write at the same time; each of them retrieves again. */
const mostAttempts = 10;

/** `ignored`: the customer is of no workspace here. */
export type SyncResult = FromStripe<{ workspaceId: WorkspaceId } | "ignored">;

/** At somebody's click. */
export async function syncFromStripe({ workspaceId }: ActorWith<"billing.manage">): Promise<Outcome> {
  if (!settings().stripe) return noPlans;
  const account = await findBillingAccount(workspaceId);
  if (!account?.customerId) return noCustomer;
  const synced = await syncCustomer(account.customerId);
  if (synced.ok) return done();
  return synced.problem === "not_found"
    ? refused("conflict", "Stripe doesn’t know this workspace. Contact the operator of this server.")
    : refusedByStripe(synced);
}

/**
 * Makes the copy of a customer anew from what Stripe says now. What brought it about does not matter: events may come
 * twice, late, in any order or never.
 */
export async function syncCustomer(customerId: string): Promise<SyncResult> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const known = await findWorkspaceOfCustomer(customerId);
    if (known?.isDeleted) return { ok: true, value: "ignored" };
    const account = known ? await findBillingAccount(known.workspaceId) : null;
    const customer = await retrieveCustomer(customerId);
    if (!customer.ok) return customer;
    if (!known || !account) {
      if (!(await adoptCustomer(customer.value))) return { ok: true, value: "ignored" };
      continue;
    }
    const { workspaceId } = known;
    if (customer.value.isDeleted) {
      await forgetCustomer(workspaceId, customerId);
      return { ok: true, value: { workspaceId } };
    }
    const state = await retrieveState(customer.value);
    if (!state.ok) return state;
    if (await storeState(workspaceId, account, state.value)) return { ok: true, value: { workspaceId } };
  }
  return { ok: false, problem: "conflict", code: null };
}

/** One that was made for a workspace by a process that died before it could write that down. */
async function adoptCustomer({
  customerId,
  workspaceId,
  livemode,
  isDeleted,
}: RetrievedCustomer): Promise<boolean> {
  const { data: owner } = workspaceIdentifier.safeParse(workspaceId);
  if (isDeleted || owner === undefined || livemode !== settings().stripe?.livemode) return false;
  return inTransaction(async (tx) => {
    if (!(await lockWorkspace(tx, owner))) return false;
    const customer = { customerId, workspaceId: owner, livemode, createdAt: now() };
    if (!(await insertStripeCustomer(tx, customer))) return false;
    await recordAudit(tx, subjectOfServer(owner), {
      event: "billing.customer_created",
      targetId: customerId,
    });
    return true;
  });
}

/** Deleted at Stripe, and its subscription with it. The workspace may get another. */
export async function forgetCustomer(workspaceId: WorkspaceId, customerId: string): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await lockWorkspace(tx, workspaceId))) return;
    const account = await findBillingAccount(workspaceId, tx);
    await markCustomerDeleted(tx, customerId, now());
    if (account?.customerId !== customerId) return;
    const copy = { ...copyOf(account), ...withoutSubscription, customerId: null, syncedAt: now() };
    await replaceBillingAccount(tx, workspaceId, account.version, copy);
    await recordChange(tx, workspaceId, account, copy);
  });
}

const withoutSubscription = {
  otherSubscriptionIds: [],
  ...{ subscriptionId: null, status: null, seats: null, currency: null, periodStart: null, periodEnd: null },
  ...{ cancelAt: null, cancelAtPeriodEnd: false, endedAt: null, unpaidSince: null, paymentUrl: null },
  ...{ email: null, card: null, address: null, nextCharge: null },
};

function copyOf({ workspaceId: _, version: __, ...copy }: BillingAccount): BillingCopy {
  return copy;
}

type State = { copy: BillingCopy; invoices: RetrievedInvoice[] };

async function retrieveState(customer: RetrievedCustomer): Promise<FromStripe<State>> {
  const { customerId, livemode } = customer;
  const syncedAt = now();
  const subscriptions = await listSubscriptionsOf(customerId);
  if (!subscriptions.ok) return subscriptions;
  const invoices = await listInvoicesOf(customerId);
  if (!invoices.ok) return invoices;
  const subscription = chooseSubscription(subscriptions.value);
  const otherSubscriptionIds = subscriptions.value
    .filter(({ subscriptionId, status }) => isLive(status) && subscriptionId !== subscription?.subscriptionId)
    .map(({ subscriptionId }) => subscriptionId)
    .sort();
  if (otherSubscriptionIds.length > 0) {
    log().error({ customerId, otherSubscriptionIds }, "a customer has more than one subscription");
  }
  const nextCharge =
    subscription && isLive(subscription.status) ? await previewNextCharge(subscription.subscriptionId) : null;
  if (nextCharge && !nextCharge.ok && nextCharge.problem !== "not_found") return nextCharge;
  const copy = {
    ...(subscription ? subscriptionCopyOf(subscription, invoices.value) : withoutSubscription),
    ...{ customerId, livemode, email: customer.email, address: customer.address, otherSubscriptionIds },
    card: subscription?.card ?? customer.card,
    nextCharge: nextCharge?.ok ? nextCharge.value : null,
    syncedAt,
  };
  warnOfUnknown(copy);
  return { ok: true, value: { copy, invoices: invoices.value } };
}

function subscriptionCopyOf(subscription: RetrievedSubscription, invoices: readonly RetrievedInvoice[]) {
  return {
    subscriptionId: subscription.subscriptionId,
    status: subscription.status,
    seats: subscription.seats,
    currency: subscription.currency,
    periodStart: subscription.periodStart,
    periodEnd: subscription.periodEnd,
    cancelAt: subscription.cancelAt,
    cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
    endedAt: subscription.endedAt,
    unpaidSince: unpaidSince(invoices),
    paymentUrl: invoices.find(({ status }) => status === "open")?.pageUrl ?? null,
  };
}

function warnOfUnknown(copy: BillingCopy): void {
  const { subscriptionId, status } = copy;
  if (subscriptionId === null || status === null) return;
  const entitlement = entitlementOf(
    { ...copy, subscriptionId, status },
    { now: now(), livemode: copy.livemode },
  );
  if (entitlement.notice?.kind !== "unknown_status") return;
  log().error({ subscriptionId, status }, "a subscription has a status that this version does not know");
}

/** False where somebody else wrote meanwhile: what they retrieved may be newer. */
async function storeState(workspaceId: WorkspaceId, seen: BillingAccount, state: State): Promise<boolean> {
  return inTransaction(async (tx) => {
    if (!(await lockWorkspace(tx, workspaceId))) return true;
    if (!(await replaceBillingAccount(tx, workspaceId, seen.version, state.copy))) return false;
    await replaceInvoices(tx, workspaceId, state.invoices.map(invoiceCopyOf));
    if (isMetered(state.copy) && (!isMetered(seen) || state.copy.subscriptionId !== seen.subscriptionId)) {
      await insertCallBaseline(tx, workspaceId, state.copy);
    }
    await recordChange(tx, workspaceId, seen, state.copy);
    return true;
  });
}

function isMetered({ status }: Pick<BillingCopy, "status">): boolean {
  return status !== null && meteredStatuses.includes(status);
}

function invoiceCopyOf({ customerId: _, pdfUrl: __, pageUrl: ___, ...copy }: RetrievedInvoice): InvoiceCopy {
  return copy;
}

async function recordChange(
  tx: Transaction,
  workspaceId: WorkspaceId,
  before: BillingAccount,
  after: BillingCopy,
): Promise<void> {
  const [then, since] = [told(before), told(after)];
  if (JSON.stringify(then) === JSON.stringify(since)) return;
  await recordAudit(tx, subjectOfServer(workspaceId), {
    event: "billing.subscription_changed",
    targetId: after.subscriptionId ?? before.subscriptionId ?? workspaceId,
    targetName: await findWorkspaceName(workspaceId, tx),
    before: then,
    after: since,
  });
}

/** What the log says of a subscription: its renewal each month is no change. */
function told({
  subscriptionId,
  status,
  seats,
  cancelAt,
  cancelAtPeriodEnd,
  otherSubscriptionIds,
}: BillingCopy) {
  return {
    ...{ subscriptionId, status, seats, endsAt: cancelAt, endsWithPeriod: cancelAtPeriodEnd },
    ...(otherSubscriptionIds.length > 0 ? { otherSubscriptions: otherSubscriptionIds } : {}),
  };
}
