import type Stripe from "stripe";
import type { InvoiceCopy, InvoiceStatus, NextCharge } from "@/lib/core/billing/charges";
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
  return mapped(answer, (invoice) => ({
    currency: invoice.currency,
    totalMinor: invoice.total,
    at: dateOf(invoice.next_payment_attempt ?? invoice.period_end)?.toISOString() ?? null,
    lines: invoice.lines.data.map(({ description, quantity, amount }) => ({
      description: description ?? "",
      quantity: quantity ?? null,
      amountMinor: amount,
    })),
  }));
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
