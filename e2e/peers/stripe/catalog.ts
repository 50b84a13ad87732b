import Stripe from "stripe";
import type { z } from "zod";
import { listObject } from "./objects";
import type { shapes } from "./params";
import { invalid, missing } from "./refusal";
import type { StripeWorld } from "./world";

type Given<S extends keyof typeof shapes> = z.output<(typeof shapes)[S]>;

export function createProduct(world: StripeWorld, given: Given<"newProduct">): Stripe.Product {
  const id = given.id ?? world.id("prod");
  if (world.products.has(id)) throw invalid("resource_already_exists", "Product already exists.", "id");
  const product = {
    ...{ id, object: "product", active: true, created: world.now, updated: world.now, livemode: false },
    ...{ default_price: null, description: null, images: [], marketing_features: [], metadata: {} },
    ...{ name: given.name, package_dimensions: null, shippable: null, statement_descriptor: null },
    ...{
      tax_code: null,
      tax_details: null,
      type: "service",
      unit_label: given.unit_label ?? null,
      url: null,
    },
  } satisfies Stripe.Product;
  world.products.set(id, product);
  return product;
}

export function createPrice(world: StripeWorld, given: Given<"newPrice">): Stripe.Price {
  if (!world.products.has(given.product)) throw missing("product", given.product, "product");
  const { recurring, tiers } = given;
  const isMetered = recurring.usage_type === "metered";
  if (isMetered && !world.meters.has(recurring.meter ?? ""))
    throw missing("meter", recurring.meter ?? "", "recurring[meter]");
  if (given.billing_scheme === "tiered" ? !tiers || !given.tiers_mode : given.unit_amount === undefined)
    throw invalid("parameter_missing", "A price needs an amount or tiers.", "unit_amount");
  if (tiers && tiers.at(-1)?.up_to !== "inf")
    throw invalid("parameter_invalid", "The last tier must be inf.", "tiers");
  if (given.lookup_key !== undefined) releaseKey(world, given.lookup_key, given.transfer_lookup_key ?? false);
  const amount = given.unit_amount ?? null;
  const price = {
    ...{ id: world.id("price"), object: "price", active: true, created: world.now, livemode: false },
    ...{
      billing_scheme: given.billing_scheme ?? "per_unit",
      currency: given.currency,
      custom_unit_amount: null,
    },
    ...{
      lookup_key: given.lookup_key ?? null,
      metadata: given.metadata ?? {},
      nickname: given.nickname ?? null,
    },
    product: given.product,
    recurring: {
      ...{ interval: recurring.interval, interval_count: 1, meter: recurring.meter ?? null },
      ...{ trial_period_days: null, usage_type: recurring.usage_type ?? "licensed" },
    },
    tax_behavior: "unspecified",
    ...(tiers ? { tiers: tiers.map(tierOf) } : {}),
    ...{ tiers_mode: given.tiers_mode ?? null, transform_quantity: null, type: "recurring" },
    unit_amount: amount,
    unit_amount_decimal: amount === null ? null : Stripe.Decimal.from(amount),
  } satisfies Stripe.Price;
  world.prices.set(price.id, price);
  return price;
}

function releaseKey(world: StripeWorld, key: string, mayTake: boolean): void {
  const holder = [...world.prices.values()].find((price) => price.lookup_key === key);
  if (!holder) return;
  if (!mayTake)
    throw invalid("resource_already_exists", `A price already uses the lookup key '${key}'.`, "lookup_key");
  holder.lookup_key = null;
}

function tierOf(tier: NonNullable<Given<"newPrice">["tiers"]>[number]): Stripe.Price.Tier {
  const decimal = tier.unit_amount_decimal ?? tier.unit_amount;
  return {
    ...{ flat_amount: null, flat_amount_decimal: null, up_to: tier.up_to === "inf" ? null : tier.up_to },
    unit_amount: tier.unit_amount ?? null,
    unit_amount_decimal: decimal === undefined ? null : Stripe.Decimal.from(decimal),
  };
}

export function createMeter(world: StripeWorld, given: Given<"newMeter">): Stripe.Billing.Meter {
  const taken = [...world.meters.values()].some(({ event_name }) => event_name === given.event_name);
  if (taken) throw invalid("resource_already_exists", "A meter with this event name exists.", "event_name");
  const meter = {
    ...{
      id: world.id("mtr"),
      object: "billing.meter",
      created: world.now,
      updated: world.now,
      livemode: false,
    },
    customer_mapping: given.customer_mapping ?? { type: "by_id", event_payload_key: "stripe_customer_id" },
    ...{ default_aggregation: given.default_aggregation, display_name: given.display_name },
    ...{ event_name: given.event_name, event_time_window: null, status: "active" },
    ...{ status_transitions: { deactivated_at: null } },
    value_settings: given.value_settings ?? { event_payload_key: "value" },
  } satisfies Stripe.Billing.Meter;
  world.meters.set(meter.id, meter);
  return meter;
}

const daySeconds = 86_400;

export function createMeterEvent(
  world: StripeWorld,
  given: Given<"newMeterEvent">,
): Stripe.Billing.MeterEvent {
  const meter = [...world.meters.values()].find(({ event_name }) => event_name === given.event_name);
  if (!meter)
    throw invalid(
      "resource_missing",
      `No active meter found for event name ${given.event_name}`,
      "event_name",
    );
  const customer = given.payload[meter.customer_mapping.event_payload_key] ?? "";
  world.customer(customer, "payload[stripe_customer_id]");
  const value = given.payload[meter.value_settings.event_payload_key] ?? "";
  if (!/^\d+$/.test(value))
    throw invalid("parameter_invalid", "The value must be a whole number.", "payload[value]");
  const timestamp = given.timestamp ?? world.now;
  if (timestamp < world.now - 35 * daySeconds || timestamp > world.now + 300)
    throw invalid("timestamp_out_of_range", "The timestamp must be within the past 35 days.", "timestamp");
  const identifier = given.identifier ?? world.id("meter_event");
  const sentAt = world.identifiers.get(identifier);
  if (sentAt !== undefined && world.now - sentAt < daySeconds)
    throw invalid(
      "parameter_invalid",
      `An event already exists with identifier ${identifier}.`,
      "identifier",
    );
  world.identifiers.set(identifier, world.now);
  world.readings.push({ customer, eventName: given.event_name, value: Number(value), at: timestamp });
  return {
    ...{ object: "billing.meter_event", created: world.now, event_name: given.event_name, identifier },
    ...{ livemode: false, payload: given.payload, timestamp },
  } satisfies Stripe.Billing.MeterEvent;
}

/** One of the whole time, and none where nothing was told. */
export function summarizeMeterEvents(
  world: StripeWorld,
  meter: Stripe.Billing.Meter,
  { customer, start_time, end_time }: Given<"meterEventSummaries">,
): Stripe.ApiList<Stripe.Billing.MeterEventSummary> {
  world.customer(customer);
  const values = world.readingsOf(customer, meter, { start: start_time, end: end_time });
  const summary = {
    ...{ id: world.id("mtrusg"), object: "billing.meter_event_summary", livemode: false, meter: meter.id },
    ...{ start_time, end_time, aggregated_value: world.aggregate(meter, values) },
  } satisfies Stripe.Billing.MeterEventSummary;
  const url = `/v1/billing/meters/${meter.id}/event_summaries`;
  return listObject(url, values.length > 0 ? [summary] : [], false);
}

export function createConfiguration(
  world: StripeWorld,
  given: Given<"newConfiguration">,
): Stripe.BillingPortal.Configuration {
  const configuration = {
    ...{ id: world.id("bpc"), object: "billing_portal.configuration", active: true, application: null },
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    ...{ created: world.now, updated: world.now, default_return_url: given.default_return_url ?? null },
    features: {
      customer_update: { allowed_updates: [], ...given.features.customer_update },
      invoice_history: given.features.invoice_history,
      payment_method_update: { ...given.features.payment_method_update, payment_method_configuration: null },
      subscription_cancel: {
        ...given.features.subscription_cancel,
        cancellation_reason: { enabled: false, feedback_options: null, options: [] },
        ...{ mode: "at_period_end", proration_behavior: "none" },
      },
      subscription_pause: { enabled: false, duration: { interval_options: [], type: "indefinite" } },
      subscription_update: {
        ...given.features.subscription_update,
        ...{
          billing_cycle_anchor: null,
          default_allowed_updates: [],
          products: null,
          proration_behavior: "none",
        },
        ...{ schedule_at_period_end: { conditions: [] }, trial_update_behavior: "end_trial" },
      },
    },
    ...{ is_default: false, livemode: false, login_page: { enabled: false, url: null } },
    ...{ metadata: given.metadata ?? {}, name: null },
  } satisfies Stripe.BillingPortal.Configuration;
  world.configurations.set(configuration.id, configuration);
  return configuration;
}

export function createPortal(
  world: StripeWorld,
  given: Given<"newPortalSession">,
): Stripe.BillingPortal.Session {
  world.customer(given.customer);
  const configuration = given.configuration ?? "";
  if (!world.configurations.has(configuration))
    throw missing("configuration", configuration, "configuration");
  const id = world.id("bps");
  const portal = {
    ...{ id, object: "billing_portal.session", configuration, created: world.now, customer: given.customer },
    ...{ customer_account: null, flow: null, livemode: false, locale: null, on_behalf_of: null },
    ...{ return_url: given.return_url ?? null, url: `${world.url}/portal/${id}` },
  } satisfies Stripe.BillingPortal.Session;
  world.portals.set(id, portal);
  return portal;
}

export function createEndpoint(
  world: StripeWorld,
  given: Given<"newEndpoint">,
  secret: string,
): Stripe.WebhookEndpoint {
  const endpoint = {
    ...{ id: world.id("we"), object: "webhook_endpoint", api_version: given.api_version ?? null },
    ...{ application: null, created: world.now, description: given.description ?? null },
    ...{ enabled_events: given.enabled_events, livemode: false, metadata: {}, secret, status: "enabled" },
    url: given.url,
  } satisfies Stripe.WebhookEndpoint;
  world.endpoints.set(endpoint.id, endpoint);
  return endpoint;
}
