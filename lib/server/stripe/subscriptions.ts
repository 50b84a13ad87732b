import type Stripe from "stripe";
import type { Card } from "@/lib/core/billing/profile";
import { ask, dateOf, type FromStripe, idOf, mapped } from "./client";
import { cardOf } from "./customers";

export type RetrievedSubscription = {
  subscriptionId: string;
  customerId: string | null;
  workspaceId: string | null;
  livemode: boolean;
  createdAt: Date;
  status: string;
  /** The item that is paid by the seat. */
  seatItemId: string | null;
  seats: number | null;
  currency: string;
  periodStart: Date | null;
  periodEnd: Date | null;
  cancelAt: Date | null;
  cancelAtPeriodEnd: boolean;
  endedAt: Date | null;
  card: Card | null;
};

const perPage = 100;

/** Every subscription that a customer ever had, up to the last 100. */
export async function listSubscriptionsOf(customer: string): Promise<FromStripe<RetrievedSubscription[]>> {
  const params: Stripe.SubscriptionListParams = {
    ...{ customer, status: "all", limit: perPage },
    expand: ["data.default_payment_method"],
  };
  return mapped(await ask("list", (client) => client.subscriptions.list(params)), ({ data }) =>
    data.map(subscriptionOf),
  );
}

/** One page of all subscriptions of the account. */
export async function listSubscriptions(
  startingAfter: string | null,
): Promise<FromStripe<{ subscriptions: RetrievedSubscription[]; next: string | null }>> {
  const params: Stripe.SubscriptionListParams = {
    ...{ status: "all", limit: perPage },
    ...(startingAfter ? { starting_after: startingAfter } : {}),
  };
  return mapped(await ask("list", (client) => client.subscriptions.list(params)), ({ data, has_more }) => ({
    subscriptions: data.map(subscriptionOf),
    next: has_more ? (data.at(-1)?.id ?? null) : null,
  }));
}

/** Ends at the end of the paid period; can be undone until then. */
export function endWithPeriod(subscriptionId: string): Promise<FromStripe<RetrievedSubscription>> {
  return update(subscriptionId, { cancel_at_period_end: true });
}

/** A subscription that was ended in the portal has a time; Stripe refuses both at once. */
export function goOn(
  subscriptionId: string,
  { cancelAtPeriodEnd }: { cancelAtPeriodEnd: boolean },
): Promise<FromStripe<RetrievedSubscription>> {
  return update(subscriptionId, cancelAtPeriodEnd ? { cancel_at_period_end: false } : { cancel_at: "" });
}

/** From now on; what is paid in advance is made up for on the next invoice. */
export function setSeats(
  { subscriptionId, seatItemId }: { subscriptionId: string; seatItemId: string },
  seats: number,
  idempotencyKey: string,
): Promise<FromStripe<RetrievedSubscription>> {
  return update(
    subscriptionId,
    { items: [{ id: seatItemId, quantity: seats }], proration_behavior: "create_prorations" },
    idempotencyKey,
  );
}

/** Of a paused one. */
export async function resume(subscriptionId: string): Promise<FromStripe<RetrievedSubscription>> {
  const params: Stripe.SubscriptionResumeParams = { proration_behavior: "create_prorations" };
  return mapped(
    await ask("subscription", (client) => client.subscriptions.resume(subscriptionId, params)),
    subscriptionOf,
  );
}

async function update(
  subscriptionId: string,
  params: Stripe.SubscriptionUpdateParams,
  idempotencyKey?: string,
): Promise<FromStripe<RetrievedSubscription>> {
  const options = idempotencyKey === undefined ? {} : { idempotencyKey };
  return mapped(
    await ask("subscription", (client) => client.subscriptions.update(subscriptionId, params, options)),
    subscriptionOf,
  );
}

function subscriptionOf(subscription: Stripe.Subscription): RetrievedSubscription {
  const seatItem = subscription.items.data.find(({ price }) => price.recurring?.usage_type === "licensed");
  const dated = seatItem ?? subscription.items.data[0];
  return {
    subscriptionId: subscription.id,
    customerId: idOf(subscription.customer),
    workspaceId: subscription.metadata.workspace_id ?? null,
    livemode: subscription.livemode,
    createdAt: dateOf(subscription.created),
    status: subscription.status,
    seatItemId: seatItem?.id ?? null,
    seats: seatItem?.quantity ?? null,
    currency: subscription.currency,
    periodStart: dateOf(dated?.current_period_start),
    periodEnd: dateOf(dated?.current_period_end),
    cancelAt: dateOf(subscription.cancel_at),
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
    endedAt: dateOf(subscription.ended_at),
    card: cardOf(subscription.default_payment_method),
  };
}
