import { byteText } from "../resources/number-text";
import type { ChargeItem } from "./charges";
import { type MeterName, stripeMeters } from "./meters";
import { formatFraction, formatMoney } from "./money";
import { gb, listCurrency, type Meter, mb, type PlanItem } from "./plans";

const perUnit: Record<number, string> = { [gb]: "a GB", [mb]: "a MB", 100000: "per 100,000" };

/** '120 GB, then $0.10 a GB'. */
export function itemText(meter: Meter, { included, price }: PlanItem): string {
  const cost = price && formatMoney(price.cents, listCurrency);
  if (meter === "users") return included === undefined ? `${cost} a month for each` : String(included);
  const amount =
    meter === "calls" ? `${compact(included ?? 0)} a month` : byteText(included ?? 0).replace(".0 ", " ");
  return price ? `${amount}, then ${cost} ${perUnit[price.per]}` : amount;
}

const soldBy: Record<ChargeItem, { units: number; text: string }> = {
  seats: { units: 1, text: "a seat" },
  artifacts: { units: 1, text: "a GB past the plan" },
  metrics: { units: 1, text: "a MB past the plan" },
  calls: { units: 100_000, text: "per 100,000 past the plan" },
};

/** '$1.00 per 100,000 past the plan', of what Stripe charges for one unit. */
export function unitPriceText(item: ChargeItem, minorPerUnit: string, currency: string): string {
  const { units, text } = soldBy[item];
  return `${formatFraction(Number(minorPerUnit) * units, currency)} ${text}`;
}

/** '134.0 GB' or '1,138,000', of the units that Stripe is told. */
export function unitsText(item: ChargeItem, units: number): string {
  if (item === "seats" || item === "calls") return units.toLocaleString("en");
  return byteText(units * stripeMeters[item satisfies MeterName].unitSize);
}

function compact(count: number): string {
  return `${count / 1_000_000} M`;
}
