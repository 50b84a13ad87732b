import Stripe from "stripe";
import {
  cardObject,
  checkoutObject,
  customerObject,
  invoiceObject,
  itemObject,
  type Line,
  subscriptionObject,
} from "./objects";
import { ApiRefusal, invalid, missing } from "./refusal";

const daySeconds = 86_400;
const monthSeconds = 30 * daySeconds;
export const declinedCard = "4000000000000002";
export const goodCard = "4242424242424242";
/** Stripe tries again for some days, and then gives up. */
const giveUpSeconds = 21 * daySeconds;

type Reading = { customer: string; eventName: string; value: number; at: number };

/** What a Stripe account holds, and what becomes of it as time goes by. Its time stands still unless it is moved. */
export class StripeWorld {
  now = Math.floor(Date.now() / 1000);
  readonly customers = new Map<string, Stripe.Customer>();
  readonly deletedCustomers = new Set<string>();
  readonly subscriptions = new Map<string, Stripe.Subscription>();
  readonly checkouts = new Map<string, Stripe.Checkout.Session>();
  readonly checkoutLines = new Map<string, { price: string; quantity?: number }[]>();
  readonly invoices = new Map<string, Stripe.Invoice>();
  readonly products = new Map<string, Stripe.Product>();
  readonly prices = new Map<string, Stripe.Price>();
  readonly meters = new Map<string, Stripe.Billing.Meter>();
  readonly configurations = new Map<string, Stripe.BillingPortal.Configuration>();
  readonly portals = new Map<string, Stripe.BillingPortal.Session>();
  readonly endpoints = new Map<string, Stripe.WebhookEndpoint>();
  readonly events: Stripe.EventBase[] = [];
  readonly readings: Reading[] = [];
  readonly identifiers = new Map<string, number>();
  onEvent: (event: Stripe.EventBase) => void = () => {};
  private ids = 0;

  constructor(public url: string) {}

  id(prefix: string): string {
    this.ids += 1;
    return `${prefix}_${String(this.ids).padStart(14, "0")}`;
  }

  fresh(prefix: string): { id: string; created: number } {
    return { id: this.id(prefix), created: this.now };
  }

  tell(type: Stripe.EventBase["type"], object: object, previous?: object): Stripe.EventBase {
    const event: Stripe.EventBase = {
      ...{ id: this.id("evt"), object: "event", api_version: Stripe.API_VERSION, created: this.now },
      ...{ livemode: false, pending_webhooks: 1, request: null, type },
      data: { object: structuredCloneOf(object), ...(previous ? { previous_attributes: previous } : {}) },
    };
    this.events.push(event);
    this.onEvent(event);
    return event;
  }

  customer(id: string, param = "customer"): Stripe.Customer {
    const customer = this.customers.get(id);
    if (!customer || this.deletedCustomers.has(id)) throw missing("customer", id, param);
    return customer;
  }

  subscription(id: string): Stripe.Subscription {
    const subscription = this.subscriptions.get(id);
    if (!subscription) throw missing("subscription", id);
    return subscription;
  }

  createCustomer(given: Parameters<typeof customerObject>[1]): Stripe.Customer {
    const customer = customerObject(this.fresh("cus"), given);
    this.customers.set(customer.id, customer);
    return customer;
  }

  deleteCustomer(id: string): void {
    const customer = this.customer(id);
    for (const subscription of this.subscriptionsOf(id)) {
      if (subscription.status !== "canceled") this.cancel(subscription);
    }
    this.deletedCustomers.add(id);
    this.tell("customer.deleted", customer);
  }

  subscriptionsOf(customer: string): Stripe.Subscription[] {
    return [...this.subscriptions.values()].filter((each) => each.customer === customer);
  }

  createCheckout(given: {
    customer: string;
    client_reference_id?: string;
    metadata?: Record<string, string>;
    line_items: { price: string; quantity?: number }[];
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
        metadata: session.metadata ?? {},
        status: "incomplete",
        items,
        card,
      },
    });
    this.subscriptions.set(subscription.id, subscription);
    this.tell("customer.subscription.created", subscription);
    this.tell("payment_method.attached", card);
    const invoice = this.bill(subscription, "subscription_create", this.linesAhead(subscription), true);
    subscription.status = "active";
    this.tell("customer.subscription.updated", subscription, { status: "incomplete" });
    Object.assign(session, {
      ...{
        status: "complete",
        payment_status: "paid",
        subscription: subscription.id,
        invoice: invoice.id,
        url: null,
      },
    });
    this.tell("checkout.session.completed", session);
    return subscription;
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

  preview(subscriptionId: string): Stripe.Invoice {
    const subscription = this.subscription(subscriptionId);
    if (subscription.status === "canceled" || subscription.cancel_at_period_end)
      throw invalid("invoice_upcoming_none", "No upcoming invoices for customer", "subscription");
    const lines = [...this.linesAhead(subscription), ...this.linesOfUsage(subscription)];
    const end = periodEndOf(subscription);
    return invoiceObject(
      { id: "upcoming_in", created: end },
      {
        ...{ customer: this.customer(String(subscription.customer)), subscription, lines, number: null },
        ...{ status: "draft", period: { start: end - monthSeconds, end }, reason: "upcoming", urls: null },
      },
    );
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

  private nextDue(subscription: Stripe.Subscription): number {
    const times = [periodEndOf(subscription), subscription.cancel_at ?? Number.POSITIVE_INFINITY];
    if (subscription.status === "past_due") times.push(this.failedSince(subscription) + giveUpSeconds);
    return Math.min(...times);
  }

  private failedSince({ id }: Stripe.Subscription): number {
    const open = [...this.invoices.values()].filter((each) => isOf(each, id) && each.status === "open");
    return Math.min(...open.map(({ created }) => created));
  }

  private happen(subscription: Stripe.Subscription): void {
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

  private bill(
    subscription: Stripe.Subscription,
    reason: Stripe.Invoice.BillingReason,
    lines: Line[],
    canPay: boolean,
  ): Stripe.Invoice {
    const common = this.fresh("in");
    const invoice = invoiceObject(common, {
      ...{ customer: this.customer(String(subscription.customer)), subscription, lines, reason },
      number: `STANDIN-${String(this.invoices.size + 1).padStart(4, "0")}`,
      status: canPay ? "paid" : "open",
      period: { start: this.now - (reason === "subscription_create" ? 0 : monthSeconds), end: this.now },
      urls: { page: `${this.url}/invoice/${common.id}`, pdf: `${this.url}/invoice/${common.id}/pdf` },
    });
    this.invoices.set(invoice.id, invoice);
    subscription.latest_invoice = invoice.id;
    this.tell("invoice.finalized", invoice);
    if (canPay) this.tellPaid(invoice);
    else this.tell("invoice.payment_failed", invoice);
    return invoice;
  }

  private tellPaid(invoice: Stripe.Invoice): void {
    this.tell("invoice.paid", invoice);
    this.tell("invoice_payment.paid", {
      id: this.id("inpay"),
      object: "invoice_payment",
      invoice: invoice.id,
    });
  }

  payInvoice(id: string): void {
    const invoice = this.invoices.get(id);
    if (!invoice) throw missing("invoice", id);
    if (invoice.status !== "open") return;
    Object.assign(invoice, { status: "paid", amount_paid: invoice.total, amount_remaining: 0 });
    invoice.status_transitions.paid_at = this.now;
    this.tellPaid(invoice);
    const subscription = this.subscription(String(invoice.parent?.subscription_details?.subscription));
    const owes = [...this.invoices.values()].some(
      (each) => isOf(each, subscription.id) && each.status === "open",
    );
    if (owes || subscription.status !== "past_due") return;
    subscription.status = "active";
    this.tell("customer.subscription.updated", subscription, { status: "past_due" });
  }

  private payOpenInvoices({ id }: Stripe.Subscription): void {
    for (const invoice of this.invoices.values()) {
      if (isOf(invoice, id) && invoice.status === "open") this.payInvoice(invoice.id);
    }
  }

  private linesAhead(subscription: Stripe.Subscription): Line[] {
    return subscription.items.data.flatMap(({ price, quantity }) =>
      price.recurring?.usage_type === "licensed"
        ? [
            {
              description: `${quantity} × Pro seat`,
              quantity: quantity ?? 0,
              amount: (quantity ?? 0) * (price.unit_amount ?? 0),
              price: price.id,
            },
          ]
        : [],
    );
  }

  private linesOfUsage(subscription: Stripe.Subscription): Line[] {
    return subscription.items.data.flatMap((item) => {
      const meter = this.meters.get(item.price.recurring?.meter ?? "");
      if (!meter) return [];
      const used = this.usageOf(String(subscription.customer), meter, item);
      const [included, beyond] = item.price.tiers ?? [];
      const over = Math.max(0, used - (included?.up_to ?? 0));
      const amount = Math.round(over * (beyond?.unit_amount_decimal?.toNumber() ?? 0));
      return [{ description: meter.display_name, quantity: used, amount, price: item.price.id }];
    });
  }

  usageOf(
    customer: string,
    meter: Stripe.Billing.Meter,
    item: { current_period_start: number; current_period_end: number },
  ): number {
    const values = this.readings
      .filter(
        ({ customer: of, eventName, at }) =>
          of === customer &&
          eventName === meter.event_name &&
          at >= item.current_period_start - 3_600 &&
          at < item.current_period_end,
      )
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value);
    if (meter.default_aggregation.formula === "last") return values.at(-1) ?? 0;
    return values.reduce((sum, value) => sum + value, 0);
  }
}

export function declined(): ApiRefusal {
  return new ApiRefusal(402, {
    ...{ type: "card_error", code: "card_declined", decline_code: "generic_decline" },
    message: "Your card was declined.",
  });
}

function periodEndOf({ items }: Stripe.Subscription): number {
  return items.data[0]?.current_period_end ?? 0;
}

function cardNumberOf({ default_payment_method: card }: Stripe.Subscription): string {
  return typeof card === "object" ? (card?.card?.last4 ?? "") : "";
}

function isOf(invoice: Stripe.Invoice, subscription: string): boolean {
  return invoice.parent?.subscription_details?.subscription === subscription;
}

/** What is sent stays as it is, whatever becomes of the object. */
function structuredCloneOf(object: object): object {
  return JSON.parse(JSON.stringify(object));
}
