import type Stripe from "stripe";
import type { ChargeLine, InvoiceCopy, InvoiceStatus, NextCharge } from "@/lib/core/billing/charges";
import { findPrice } from "./catalog";
import { ask, dateOf, type FromStripe, idOf, mapped } from "./client";

export type RetrievedInvoice = InvoiceCopy & {
  customerId: string | null;
  /** They expire, and are null before the invoice is final: not to be kept. */
  pdfUrl: string | null;
  pageUrl: string | null;
};

const mostInvoices = 100;

/** The last 100 invoices of a customer, the newest first. */
export async function listInvoicesOf(customer: string): Promise<FromStripe<RetrievedInvoice[]>> {
  const params: Stripe.InvoiceListParams = { customer, limit: mostInvoices };
  return mapped(await ask("list", (client) => client.invoices.list(params)), ({ data }) =>
    data.map(invoiceOf),
  );
}

export async function retrieveInvoice(invoiceId: string): Promise<FromStripe<RetrievedInvoice>> {
  return mapped(await ask("invoice", (client) => client.invoices.retrieve(invoiceId)), invoiceOf);
}

/** What will be charged next; nothing where nothing will. */
export async function previewNextCharge(subscriptionId: string): Promise<FromStripe<NextCharge | null>> {
  const params: Stripe.InvoiceCreatePreviewParams = { subscription: subscriptionId };
  const answer = await ask("invoice", (client) => client.invoices.createPreview(params));
  if (!answer.ok && answer.code === "invoice_upcoming_none") return { ok: true, value: null };
  if (!answer.ok) return answer;
  const invoice = answer.value;
  const lines: ChargeLine[] = [];
  const prices: NextCharge["prices"] = {};
  for (const line of invoice.lines.data) {
    const priceId = idOf(line.pricing?.price_details?.price);
    const price = priceId === null ? null : await findPrice(priceId);
    if (price && !price.ok && price.problem !== "not_found") return price;
    const { item = null, terms } = price?.ok ? price.value : {};
    const isCorrection = line.parent?.subscription_item_details?.proration ?? false;
    if (item && terms && !isCorrection) prices[item] = terms;
    lines.push({
      description: line.description ?? "",
      quantity: line.quantity ?? null,
      amountMinor: line.amount,
      item: isCorrection ? null : item,
    });
  }
  const at = dateOf(invoice.next_payment_attempt ?? invoice.period_end)?.toISOString() ?? null;
  return { ok: true, value: { currency: invoice.currency, totalMinor: invoice.total, at, lines, prices } };
}

function invoiceOf(invoice: Stripe.Invoice): RetrievedInvoice {
  return {
    invoiceId: invoice.id,
    customerId: idOf(invoice.customer),
    number: invoice.number,
    status: statusOf(invoice.status),
    currency: invoice.currency,
    totalMinor: invoice.total,
    paidMinor: invoice.amount_paid,
    createdAt: dateOf(invoice.created),
    paidAt: dateOf(invoice.status_transitions.paid_at),
    pdfUrl: invoice.invoice_pdf ?? null,
    pageUrl: invoice.hosted_invoice_url ?? null,
  };
}

const statuses: readonly InvoiceStatus[] = ["draft", "open", "paid", "uncollectible", "void"];

function statusOf(word: string | null): InvoiceStatus | null {
  return statuses.find((status) => status === word) ?? null;
}
