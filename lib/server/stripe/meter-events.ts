import type Stripe from "stripe";
import { type MeterName, stripeMeters } from "@/lib/core/billing/meters";
import { ask, type FromStripe } from "./client";

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
