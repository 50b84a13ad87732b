import { type MeterName, meterNames, stripeMeters } from "./meters";
import { plans } from "./plans";

/** The prices of Pro, by which the server finds them in a Stripe account. */
export const seatPriceKey = "steward_pro_seat";
export const meterPriceKey = (meter: MeterName) => `steward_pro_${meter}`;
export const priceKeys = [seatPriceKey, ...meterNames.map(meterPriceKey)];

export type SeatPrice = { lookupKey: string; currency: string; centsPerSeat: number };
export type MeteredPrice = {
  meter: MeterName;
  lookupKey: string;
  currency: string;
  /** In the units that Stripe is told. */
  includedUnits: number;
  /** Decimal, since one unit may cost less than a cent. */
  centsPerUnit: string;
};

/** What the plan file says, in the units of the meters. */
export function catalogOf(currency: string): { seat: SeatPrice; metered: MeteredPrice[] } {
  const { items } = plans.pro;
  return {
    seat: { lookupKey: seatPriceKey, currency, centsPerSeat: items.users.price?.cents ?? 0 },
    metered: meterNames.map((meter) => {
      const { included = 0, price = { cents: 0, per: 1 } } = items[meter];
      const { unitSize } = stripeMeters[meter];
      return {
        meter,
        lookupKey: meterPriceKey(meter),
        currency,
        includedUnits: Math.floor(included / unitSize),
        centsPerUnit: decimal((price.cents * unitSize) / price.per),
      };
    }),
  };
}

/** Stripe takes up to twelve decimals. */
function decimal(value: number): string {
  return value.toFixed(12).replace(/\.?0+$/, "");
}
