import type Stripe from "stripe";
import { monthSeconds } from "./invoices";
import { cardObject, checkoutObject, itemObject, subscriptionObject } from "./objects";
import { ApiRefusal, invalid, missing } from "./refusal";
import { askingCard, declinedCard, goodCard, StripeSubscriptions } from "./subscriptions";

/** A Stripe account, and the pages where its customers begin to pay. */
export class StripeWorld extends StripeSubscriptions {
  createCheckout(given: {
    customer: string;
    client_reference_id?: string;
    metadata?: Record<string, string>;
    line_items: { price: string; quantity?: number }[];
    subscription_data?: { metadata?: Record<string, string> };
    success_url: string;
    cancel_url?: string;
  }): Stripe.Checkout.Session {
    this.customer(given.customer);
    for (const [at, { price: id, quantity }] of given.line_items.entries()) {
      const price = this.prices.get(id);
      if (!price) throw missing("price", id, `line_items[${at}][price]`);
      const isMetered = price.recurring?.usage_type === "metered";
      if (isMetered && quantity !== undefined)
        throw invalid(
          "parameter_invalid",
          "Quantity is not allowed for metered prices.",
          `line_items[${at}][quantity]`,
        );
      if (!isMetered && !quantity)
        throw invalid("parameter_missing", "Quantity is required.", `line_items[${at}][quantity]`);
    }
    const common = this.fresh("cs_test");
    const session = checkoutObject(common, {
      customer: given.customer,
      reference: given.client_reference_id ?? null,
      metadata: given.metadata ?? {},
      successUrl: given.success_url,
      cancelUrl: given.cancel_url ?? null,
      url: `${this.url}/pay/${common.id}`,
    });
    this.checkouts.set(session.id, session);
    this.checkoutLines.set(session.id, given.line_items);
    this.subscriptionData.set(session.id, given.subscription_data?.metadata ?? {});
    return session;
  }

  expireCheckout(id: string): Stripe.Checkout.Session {
    const session = this.checkout(id);
    if (session.status !== "open")
      throw invalid("checkout_session_not_open", "Only open Checkout Sessions can be expired.");
    Object.assign(session, { status: "expired", url: null });
    this.tell("checkout.session.expired", session);
    return session;
  }

  checkout(id: string): Stripe.Checkout.Session {
    const session = this.checkouts.get(id);
    if (!session) throw missing("checkout.session", id);
    if (session.status === "open" && session.expires_at <= this.now)
      Object.assign(session, { status: "expired", url: null });
    return session;
  }

  /** What the customer does on the page. A declined card leaves it open. */
  pay(sessionId: string, cardNumber = goodCard): Stripe.Subscription {
    const session = this.checkout(sessionId);
    if (session.status !== "open") throw invalid("checkout_session_not_open", "This page has expired.");
    if (cardNumber === declinedCard) throw declined();
    const customerId = String(session.customer);
    const customer = this.customer(customerId);
    customer.address ??= {
      city: "Springfield",
      country: "US",
      line1: "1 Main St",
      line2: null,
      postal_code: "12345",
      state: "IL",
    };
    const card = cardObject(this.fresh("pm"), customerId, cardNumber);
    const common = this.fresh("sub");
    const end = this.now + monthSeconds;
    const items = (this.checkoutLines.get(sessionId) ?? []).map(({ price: id, quantity }) => {
      const price = this.prices.get(id);
      if (!price) throw missing("price", id);
      return itemObject(this.fresh("si"), {
        ...{ price, subscription: common.id, end },
        ...(quantity === undefined ? {} : { quantity }),
      });
    });
    const subscription = subscriptionObject(common, {
      ...{
        customer: customerId,
        currency: "usd",
        metadata: this.subscriptionData.get(sessionId) ?? {},
        status: "incomplete",
        items,
        card,
      },
    });
    this.subscriptions.set(subscription.id, subscription);
    this.tell("customer.subscription.created", subscription);
    this.tell("payment_method.attached", card);
    const canPay = cardNumber !== askingCard;
    const invoice = this.bill(subscription, "subscription_create", this.linesAhead(subscription), canPay);
    if (canPay) {
      subscription.status = "active";
      this.tell("customer.subscription.updated", subscription, { status: "incomplete" });
    } else this.tell("invoice.payment_action_required", invoice);
    Object.assign(session, {
      ...{
        status: "complete",
        payment_status: canPay ? "paid" : "unpaid",
        subscription: subscription.id,
        invoice: invoice.id,
        url: null,
      },
    });
    this.tell("checkout.session.completed", session);
    return subscription;
  }
}

export function declined(): ApiRefusal {
  return new ApiRefusal(402, {
    ...{ type: "card_error", code: "card_declined", decline_code: "generic_decline" },
    message: "Your card was declined.",
  });
}
