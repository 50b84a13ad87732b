import Stripe from "stripe";
import { customerObject } from "./objects";
import { missing } from "./refusal";

type Reading = { customer: string; eventName: string; value: number; at: number };

/** What a Stripe account holds. Its time stands still unless it is moved. */
export class StripeAccount {
  now = Math.floor(Date.now() / 1000);
  readonly customers = new Map<string, Stripe.Customer>();
  readonly deletedCustomers = new Set<string>();
  readonly subscriptions = new Map<string, Stripe.Subscription>();
  readonly checkouts = new Map<string, Stripe.Checkout.Session>();
  readonly checkoutLines = new Map<string, { price: string; quantity?: number }[]>();
  /** What the subscription is to carry that a page starts. */
  readonly subscriptionData = new Map<string, Record<string, string>>();
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

  subscriptionsOf(customer: string): Stripe.Subscription[] {
    return [...this.subscriptions.values()].filter((each) => each.customer === customer);
  }
}

/** What is sent stays as it is, whatever becomes of the object. */
function structuredCloneOf(object: object): object {
  return JSON.parse(JSON.stringify(object));
}
