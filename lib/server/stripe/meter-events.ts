import type Stripe from "stripe";
import { type MeterName, stripeMeters } from "@/lib/core/billing/meters";
import { findMeterId } from "./catalog";
import { ask, type FromStripe, mapped } from "./client";

export type MeterEvent = {
  meter: MeterName;
  customerId: string;
  value: number;
  identifier: string;
  at: Date;
};

/** Stripe keeps identifiers for a day: a reading that it has already counts as sent. */
export async function sendMeterEvent({
  meter,
  customerId,
  value,
  identifier,
  at,
}: MeterEvent): Promise<FromStripe<null>> {
  const params: Stripe.Billing.MeterEventCreateParams = {
    event_name: stripeMeters[meter].eventName,
    identifier,
    timestamp: Math.floor(at.getTime() / 1000),
    payload: { stripe_customer_id: customerId, value: String(value) },
  };
  const answer = await ask("billing.meter_event", (client) => client.billing.meterEvents.create(params));
  return answer.ok || answer.code === "duplicate_meter_event" ? { ok: true, value: null } : answer;
}

/** What Stripe has counted for a customer from one full hour to another. */
export async function sumMeterEvents(
  meter: MeterName,
  customer: string,
  { from, to }: { from: Date; to: Date },
): Promise<FromStripe<number>> {
  const meterId = await findMeterId(meter);
  if (!meterId.ok) return meterId;
  const params: Stripe.Billing.MeterListEventSummariesParams = {
    customer,
    start_time: Math.floor(from.getTime() / 1000),
    end_time: Math.floor(to.getTime() / 1000),
  };
  return mapped(
    await ask("list", (client) => client.billing.meters.listEventSummaries(meterId.value, params)),
    ({ data }) => data.reduce((sum, { aggregated_value }) => sum + aggregated_value, 0),
  );
}
