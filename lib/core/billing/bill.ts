import { type ChargeItem, chargeItems, type NextCharge, type PriceTerms } from "./charges";
import { stripeMeters } from "./meters";

export type BillRow = {
  item: ChargeItem | null;
  description: string;
  /** In the units of the price. */
  used: number | null;
  terms: PriceTerms | undefined;
  toDateMinor: number;
  /** What it comes to by the end of the period, if it goes on as it did. */
  estimateMinor: number;
};
export type Bill = { rows: BillRow[]; toDateMinor: number; estimateMinor: number };

/** A copy that an earlier version made says nothing of prices and items. */
type StoredCharge = Omit<NextCharge, "prices"> & Partial<Pick<NextCharge, "prices">>;
type Period = { start: Date | null; end: Date | null; asOf: Date };

/** Of the first hours of a period nothing can be said of the rest. */
const leastElapsedMs = 24 * 3_600_000;

/** What Stripe charges to date, item by item, and an estimate of the whole period. Only Stripe says what is charged. */
export function billOf({ lines, prices = {}, totalMinor }: StoredCharge, period: Period): Bill {
  const rows: BillRow[] = chargeItems.flatMap((item) => {
    const own = lines.filter((line) => line.item === item);
    if (own.length === 0) return [];
    const used = own.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
    const toDateMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const terms = prices[item];
    const more = terms ? costOfMore(item, { used, terms, period }) : 0;
    return [{ item, description: item, used, terms, toDateMinor, estimateMinor: toDateMinor + more }];
  });
  for (const { item, description, amountMinor } of lines) {
    if (item) continue;
    rows.push({
      ...{ item: null, description, used: null, terms: undefined },
      ...{ toDateMinor: amountMinor, estimateMinor: amountMinor },
    });
  }
  const more = rows.reduce((sum, row) => sum + row.estimateMinor - row.toDateMinor, 0);
  return { rows, toDateMinor: totalMinor, estimateMinor: totalMinor + more };
}

/** Calls add up over the period. Seats and what is stored are taken to stay as they are. */
function costOfMore(
  item: ChargeItem,
  { used, terms, period }: { used: number; terms: PriceTerms; period: Period },
): number {
  if (item === "seats" || stripeMeters[item].aggregation === "last" || !period.start || !period.end) return 0;
  const elapsedMs = period.asOf.getTime() - period.start.getTime();
  const wholeMs = period.end.getTime() - period.start.getTime();
  if (elapsedMs < leastElapsedMs || elapsedMs >= wholeMs) return 0;
  const costOf = (units: number) => Math.max(0, units - terms.includedUnits) * Number(terms.minorPerUnit);
  return Math.round(costOf(used * (wholeMs / elapsedMs)) - costOf(used));
}
