/** Stripe's words; an invoice may come with one that is not among them. */
export type InvoiceStatus = "draft" | "open" | "paid" | "uncollectible" | "void";

/** What Pro charges for, in the order of the bill. */
export const chargeItems = ["seats", "artifacts", "metrics", "calls"] as const;
export type ChargeItem = (typeof chargeItems)[number];

/** In the smallest unit of the currency of the whole. Stripe writes a line for each tier of a price. */
export type ChargeLine = {
  description: string;
  quantity: number | null;
  amountMinor: number;
  /** Null for a correction, such as that of a change within the month, and for what Pro knows nothing of. */
  item: ChargeItem | null;
};

/** By Stripe's price: so many units for nothing, and each one after them for this, which may be less than a cent. */
export type PriceTerms = { includedUnits: number; minorPerUnit: string };

/** What will be charged at `at` as things stand. */
export type NextCharge = {
  currency: string;
  totalMinor: number;
  at: string | null;
  lines: ChargeLine[];
  prices: Partial<Record<ChargeItem, PriceTerms>>;
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
