import type Stripe from "stripe";
import { StripeAccount } from "./account";
import { invoiceObject, type Line } from "./objects";
import { invalid, missing } from "./refusal";

export const monthSeconds = 30 * 86_400;

/** What a customer is charged, and what a next charge would be. */
export class StripeInvoices extends StripeAccount {
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

  protected bill(
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

  protected tellPaid(invoice: Stripe.Invoice): void {
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
    const { status } = subscription;
    if (owes || (status !== "past_due" && status !== "incomplete")) return;
    subscription.status = "active";
    this.tell("customer.subscription.updated", subscription, { status });
  }

  protected payOpenInvoices({ id }: Stripe.Subscription): void {
    for (const invoice of this.invoices.values()) {
      if (isOf(invoice, id) && invoice.status === "open") this.payInvoice(invoice.id);
    }
  }

  protected linesAhead(subscription: Stripe.Subscription): Line[] {
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

  protected linesOfUsage(subscription: Stripe.Subscription): Line[] {
    return subscription.items.data.flatMap((item) => {
      const meter = this.meters.get(item.price.recurring?.meter ?? "");
      if (!meter) return [];
      const used = this.usageOf(String(subscription.customer), meter, item);
      const [included, beyond] = item.price.tiers ?? [];
      const free = Math.min(used, included?.up_to ?? 0);
      const line = { description: meter.display_name, price: item.price.id };
      const amount = Math.round((used - free) * (beyond?.unit_amount_decimal?.toNumber() ?? 0));
      const first = { ...line, quantity: free, amount: 0 };
      return used > free ? [first, { ...line, quantity: used - free, amount }] : [first];
    });
  }

  usageOf(
    customer: string,
    meter: Stripe.Billing.Meter,
    item: { current_period_start: number; current_period_end: number },
  ): number {
    const period = { start: item.current_period_start - 3_600, end: item.current_period_end };
    return this.aggregate(meter, this.readingsOf(customer, meter, period));
  }

  /** The oldest first. */
  readingsOf(
    customer: string,
    meter: Stripe.Billing.Meter,
    { start, end }: { start: number; end: number },
  ): number[] {
    return this.readings
      .filter(
        ({ customer: of, eventName, at }) =>
          of === customer && eventName === meter.event_name && at >= start && at < end,
      )
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value);
  }

  aggregate({ default_aggregation: { formula } }: Stripe.Billing.Meter, values: readonly number[]): number {
    return formula === "last" ? (values.at(-1) ?? 0) : values.reduce((sum, value) => sum + value, 0);
  }
}

export function periodEndOf({ items }: Stripe.Subscription): number {
  return items.data[0]?.current_period_end ?? 0;
}

export function isOf(invoice: Stripe.Invoice, subscription: string): boolean {
  return invoice.parent?.subscription_details?.subscription === subscription;
}
