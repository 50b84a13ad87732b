/** Stripe's words; an invoice may come with one that is not among them. */
export type InvoiceStatus = "draft" | "open" | "paid" | "uncollectible" | "void";

/** In the smallest unit of the currency of the whole. */
export type ChargeLine = { description: string; quantity: number | null; amountMinor: number };

/** What will be charged at `at` as things stand. */
export type NextCharge = {
  currency: string;
  totalMinor: number;
  at: string | null;
  lines: ChargeLine[];
};

export type InvoiceCopy = {
  invoiceId: string;
  number: string | null;
  status: InvoiceStatus | null;
  currency: string;
  totalMinor: number;
  paidMinor: number;
  createdAt: Date;
  paidAt: Date | null;
};

/** Of the invoices that await payment, when the oldest was made. */
export function unpaidSince(invoices: readonly Pick<InvoiceCopy, "status" | "createdAt">[]): Date | null {
  const times = invoices
    .filter(({ status }) => status === "open")
    .map(({ createdAt }) => createdAt.getTime());
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}
