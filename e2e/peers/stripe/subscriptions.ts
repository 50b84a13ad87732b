import type Stripe from "stripe";
import { isOf, monthSeconds, periodEndOf, StripeInvoices } from "./invoices";
import { cardObject } from "./objects";
import { invalid, missing } from "./refusal";

export const declinedCard = "4000000000000002";
/** Its bank asks its owner first, so the invoice stays open. */
export const askingCard = "4000002760003184";
export const goodCard = "4242424242424242";
/** Stripe tries again for some days, and then gives up. */
const giveUpSeconds = 21 * 86_400;

/** What becomes of subscriptions as their owners change them and time goes by. */
export class StripeSubscriptions extends StripeInvoices {
  deleteCustomer(id: string): void {
    const customer = this.customer(id);
    for (const subscription of this.subscriptionsOf(id)) {
      if (subscription.status !== "canceled") this.cancel(subscription);
    }
    this.deletedCustomers.add(id);
    this.tell("customer.deleted", customer);
  }

  changeCard(customerId: string, cardNumber: string): void {
    const customer = this.customer(customerId);
    const card = cardObject(this.fresh("pm"), customerId, cardNumber);
    customer.invoice_settings.default_payment_method = card;
    this.tell("payment_method.attached", card);
    this.tell("customer.updated", customer);
    for (const subscription of this.subscriptionsOf(customerId)) {
      if (subscription.status === "canceled") continue;
      subscription.default_payment_method = card;
      this.tell("customer.subscription.updated", subscription);
      if (cardNumber !== declinedCard) this.payOpenInvoices(subscription);
    }
  }

  changeSubscription(
    id: string,
    change: {
      cancel_at_period_end?: boolean;
      cancel_at?: "" | number;
      items?: { id: string; quantity: number }[];
    },
  ): Stripe.Subscription {
    const subscription = this.subscription(id);
    if (["canceled", "incomplete_expired"].includes(subscription.status))
      throw invalid("resource_missing", `No such subscription: '${id}'`, "id");
    if (change.cancel_at !== undefined && change.cancel_at_period_end !== undefined)
      throw invalid(
        "parameter_invalid",
        "You may not pass both cancel_at and cancel_at_period_end.",
        "cancel_at",
      );
    if (change.cancel_at_period_end !== undefined)
      subscription.cancel_at_period_end = change.cancel_at_period_end;
    if (change.cancel_at !== undefined)
      subscription.cancel_at = change.cancel_at === "" ? null : change.cancel_at;
    subscription.canceled_at = subscription.cancel_at_period_end || subscription.cancel_at ? this.now : null;
    for (const { id: itemId, quantity } of change.items ?? []) {
      const item = subscription.items.data.find((each) => each.id === itemId);
      if (!item) throw missing("subscription item", itemId, "items[0][id]");
      item.quantity = quantity;
    }
    this.tell("customer.subscription.updated", subscription);
    return subscription;
  }

  /** What somebody does who adds a subscription in the dashboard. Returns its id. */
  copySubscription(id: string): string {
    const copy = { ...this.subscription(id), ...this.fresh("sub") };
    this.subscriptions.set(copy.id, copy);
    this.tell("customer.subscription.created", copy);
    return copy.id;
  }

  setStatus(id: string, status: Stripe.Subscription.Status): void {
    const subscription = this.subscription(id);
    subscription.status = status;
    const type = status === "paused" ? "customer.subscription.paused" : "customer.subscription.updated";
    this.tell(type, subscription);
  }

  resume(id: string): Stripe.Subscription {
    const subscription = this.subscription(id);
    if (subscription.status !== "paused")
      throw invalid("subscription_not_paused", "This subscription is not paused.");
    subscription.status = "active";
    this.tell("customer.subscription.resumed", subscription);
    return subscription;
  }

  cancel(subscription: Stripe.Subscription): void {
    Object.assign(subscription, {
      status: "canceled",
      ended_at: this.now,
      canceled_at: subscription.canceled_at ?? this.now,
    });
    this.tell("customer.subscription.deleted", subscription);
  }

  /** Moves the time on, and lets what falls due meanwhile happen in its order. */
  advance(seconds: number): void {
    const until = this.now + seconds;
    for (;;) {
      const due = [...this.subscriptions.values()]
        .filter(({ status }) => status !== "canceled" && status !== "paused")
        .map((subscription) => ({ subscription, at: this.nextDue(subscription) }))
        .filter(({ at }) => at <= until)
        .sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.now = Math.max(this.now, due.at);
      this.happen(due.subscription);
    }
    this.now = until;
  }

  protected nextDue(subscription: Stripe.Subscription): number {
    const times = [periodEndOf(subscription), subscription.cancel_at ?? Number.POSITIVE_INFINITY];
    if (subscription.status === "past_due") times.push(this.failedSince(subscription) + giveUpSeconds);
    return Math.min(...times);
  }

  protected failedSince({ id }: Stripe.Subscription): number {
    const open = [...this.invoices.values()].filter((each) => isOf(each, id) && each.status === "open");
    return Math.min(...open.map(({ created }) => created));
  }

  protected happen(subscription: Stripe.Subscription): void {
    const end = periodEndOf(subscription);
    const isOver = this.now >= end;
    if (subscription.status === "past_due" && this.now >= this.failedSince(subscription) + giveUpSeconds) {
      this.cancel(subscription);
      return;
    }
    if (
      (isOver && subscription.cancel_at_period_end) ||
      this.now >= (subscription.cancel_at ?? Number.POSITIVE_INFINITY)
    ) {
      const usage = this.linesOfUsage(subscription);
      if (usage.some(({ amount }) => amount > 0)) this.bill(subscription, "subscription_cycle", usage, true);
      this.cancel(subscription);
      return;
    }
    const lines = [...this.linesAhead(subscription), ...this.linesOfUsage(subscription)];
    for (const item of subscription.items.data) {
      Object.assign(item, { current_period_start: end, current_period_end: end + monthSeconds });
    }
    this.tell("customer.subscription.updated", subscription);
    const canPay = !String(cardNumberOf(subscription)).endsWith(declinedCard.slice(-4));
    this.bill(subscription, "subscription_cycle", lines, canPay);
    if (canPay || subscription.status === "past_due") return;
    subscription.status = "past_due";
    this.tell("customer.subscription.updated", subscription, { status: "active" });
  }
}

function cardNumberOf({ default_payment_method: card }: Stripe.Subscription): string {
  return typeof card === "object" ? (card?.card?.last4 ?? "") : "";
}
