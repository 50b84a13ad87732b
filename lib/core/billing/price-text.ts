import { byteText } from "../resources/number-text";
import { formatMoney } from "./money";
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

function compact(count: number): string {
  return `${count / 1_000_000} M`;
}
