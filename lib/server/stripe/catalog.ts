import Stripe from "stripe";
import {
  type MeteredPrice,
  meterPriceKey,
  priceKeys,
  type SeatPrice,
  seatPriceKey,
} from "@/lib/core/billing/catalog";
import { type ChargeItem, chargeItems, type PriceTerms } from "@/lib/core/billing/charges";
import { type MeterName, meterNames, stripeMeters } from "@/lib/core/billing/meters";
import { ask, type FromStripe, idOf, mapped, stripe } from "./client";

const perPage = 100;
const productId = "steward_pro";
/** On each price, since another one may take its lookup key over. */
const itemKey = "steward_item";
const marker = { steward: "portal" };

export type Prices = { seats: string; metered: string[] };

/** The current prices of Pro. Without all of them the account was not set up: `refused`. */
export async function findPrices(): Promise<FromStripe<Prices>> {
  const found = await listPrices();
  if (!found.ok) return found;
  const idFor = (key: string) => found.value.find((price) => price.lookup_key === key)?.id;
  const seats = idFor(seatPriceKey);
  const metered = meterNames.flatMap((meter) => idFor(meterPriceKey(meter)) ?? []);
  if (!seats || metered.length < meterNames.length) return notSetUp;
  return { ok: true, value: { seats, metered } };
}

const notSetUp = { ok: false, problem: "refused", code: "not_set_up" } as const;

async function listPrices(): Promise<FromStripe<Stripe.Price[]>> {
  const params: Stripe.PriceListParams = {
    ...{ active: true, lookup_keys: priceKeys, limit: perPage },
    expand: ["data.tiers"],
  };
  return mapped(await ask("list", (client) => client.prices.list(params)), ({ data }) => data);
}

/** What a price charges for, and how. */
export type KnownPrice = { item: ChargeItem | null; terms: PriceTerms };

/** What a price charges never changes. Each account has its own. */
const known = new WeakMap<Stripe, Map<string, KnownPrice>>();
const mostKnown = 1_000;

/** One that a charge names, which may be older than the current ones. */
export async function findPrice(priceId: string): Promise<FromStripe<KnownPrice>> {
  const kept = known.get(stripe()) ?? new Map<string, KnownPrice>();
  const before = kept.get(priceId);
  if (before) return { ok: true, value: before };
  const params: Stripe.PriceRetrieveParams = { expand: ["tiers"] };
  const found = mapped(await ask("price", (client) => client.prices.retrieve(priceId, params)), priceOf);
  if (found.ok && kept.size < mostKnown) known.set(stripe(), kept.set(priceId, found.value));
  return found;
}

function priceOf(price: Stripe.Price): KnownPrice {
  const [included, beyond] = price.tiers ?? [];
  const amount = beyond?.unit_amount_decimal ?? price.unit_amount_decimal;
  return {
    item: chargeItems.find((item) => item === price.metadata[itemKey]) ?? null,
    terms: { includedUnits: included?.up_to ?? 0, minorPerUnit: amount?.toString() ?? "0" },
  };
}

/** The portal as `npm run stripe:setup` made it. */
export async function findPortalConfiguration(): Promise<FromStripe<string>> {
  const found = await findConfiguration();
  if (!found.ok) return found;
  return found.value ? { ok: true, value: found.value.id } : notSetUp;
}

async function findConfiguration(): Promise<FromStripe<Stripe.BillingPortal.Configuration | undefined>> {
  const params: Stripe.BillingPortal.ConfigurationListParams = { active: true, limit: perPage };
  return mapped(await ask("list", (client) => client.billingPortal.configurations.list(params)), ({ data }) =>
    data.find(({ metadata }) => metadata?.steward === marker.steward),
  );
}

export type Ensured<T = { id: string }> = T & { wasMade: boolean };

export async function ensureProduct(name: string): Promise<FromStripe<Ensured>> {
  const found = await ask("product", (client) => client.products.retrieve(productId));
  if (found.ok) return { ok: true, value: { id: found.value.id, wasMade: false } };
  if (found.problem !== "not_found") return found;
  const params: Stripe.ProductCreateParams = { id: productId, name, unit_label: "seat" };
  return made(await ask("product", (client) => client.products.create(params)));
}

async function findMeter(name: MeterName): Promise<FromStripe<Stripe.Billing.Meter | undefined>> {
  const params: Stripe.Billing.MeterListParams = { status: "active", limit: perPage };
  return mapped(await ask("list", (client) => client.billing.meters.list(params)), ({ data }) =>
    data.find(({ event_name }) => event_name === stripeMeters[name].eventName),
  );
}

export async function findMeterId(name: MeterName): Promise<FromStripe<string>> {
  const found = await findMeter(name);
  if (!found.ok) return found;
  return found.value ? { ok: true, value: found.value.id } : notSetUp;
}

export async function ensureMeter(name: MeterName): Promise<FromStripe<Ensured>> {
  const { eventName, aggregation, unit } = stripeMeters[name];
  const found = await findMeter(name);
  if (!found.ok) return found;
  const meter = found.value;
  if (meter) {
    const fits = meter.default_aggregation.formula === aggregation;
    return fits
      ? { ok: true, value: { id: meter.id, wasMade: false } }
      : { ...notSetUp, code: "other_aggregation" };
  }
  const params: Stripe.Billing.MeterCreateParams = {
    display_name: `Steward ${name} (${unit})`,
    event_name: eventName,
    default_aggregation: { formula: aggregation },
    customer_mapping: { type: "by_id", event_payload_key: "stripe_customer_id" },
    value_settings: { event_payload_key: "value" },
  };
  return made(await ask("billing.meter", (client) => client.billing.meters.create(params)));
}

/** A price can't be changed: another amount is another price, which takes the key over. */
export async function ensureSeatPrice(
  product: string,
  { lookupKey, currency, centsPerSeat }: SeatPrice,
): Promise<FromStripe<Ensured>> {
  return ensurePrice(
    lookupKey,
    (price) =>
      price.currency === currency && price.unit_amount === centsPerSeat && idOf(price.product) === product,
    {
      ...{ product, currency, unit_amount: centsPerSeat, nickname: "Seat", metadata: { [itemKey]: "seats" } },
      recurring: { interval: "month", usage_type: "licensed" },
    },
  );
}

export async function ensureMeteredPrice(
  product: string,
  meterId: string,
  { meter, lookupKey, currency, includedUnits, centsPerUnit }: MeteredPrice,
): Promise<FromStripe<Ensured>> {
  const amount = Stripe.Decimal.from(centsPerUnit);
  return ensurePrice(
    lookupKey,
    (price) =>
      price.currency === currency &&
      price.recurring?.meter === meterId &&
      price.tiers?.[0]?.up_to === includedUnits &&
      (price.tiers?.[1]?.unit_amount_decimal?.eq(amount) ?? false),
    {
      ...{ product, currency, nickname: `${stripeMeters[meter].unit} beyond what is included` },
      metadata: { [itemKey]: meter },
      recurring: { interval: "month", usage_type: "metered", meter: meterId },
      billing_scheme: "tiered",
      tiers_mode: "graduated",
      tiers: [
        { up_to: includedUnits, unit_amount: 0 },
        { up_to: "inf", unit_amount_decimal: amount },
      ],
    },
  );
}

async function ensurePrice(
  lookupKey: string,
  fits: (price: Stripe.Price) => boolean,
  params: Stripe.PriceCreateParams,
): Promise<FromStripe<Ensured>> {
  const listed = await listPrices();
  if (!listed.ok) return listed;
  const price = listed.value.find((each) => each.lookup_key === lookupKey);
  if (price && fits(price)) return { ok: true, value: { id: price.id, wasMade: false } };
  const keyed = { ...params, lookup_key: lookupKey, transfer_lookup_key: true };
  return made(await ask("price", (client) => client.prices.create(keyed)));
}

/** Cards and addresses are changed there; the subscription itself is changed in Steward alone. */
export async function ensurePortal(returnUrl: string): Promise<FromStripe<Ensured>> {
  const found = await findConfiguration();
  if (!found.ok) return found;
  const settings = {
    default_return_url: returnUrl,
    features: {
      customer_update: { enabled: true, allowed_updates: ["address", "name", "email", "tax_id"] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: false },
      subscription_update: { enabled: false },
    },
  } satisfies Stripe.BillingPortal.ConfigurationUpdateParams & Stripe.BillingPortal.ConfigurationCreateParams;
  if (found.value) {
    const { id } = found.value;
    const updated = await ask("billing_portal.configuration", (client) =>
      client.billingPortal.configurations.update(id, settings),
    );
    return mapped(updated, () => ({ id, wasMade: false }));
  }
  return made(
    await ask("billing_portal.configuration", (client) =>
      client.billingPortal.configurations.create({ ...settings, metadata: marker }),
    ),
  );
}

function made<T extends { id: string }>(answer: FromStripe<T>): FromStripe<Ensured> {
  return mapped(answer, ({ id }) => ({ id, wasMade: true }));
}
