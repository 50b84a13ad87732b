import Stripe from "stripe";
import { z } from "zod";
import { handledEvents } from "@/lib/core/billing/events";
import { settings } from "../env";
import { ask, type FromStripe, isLive } from "./client";

/** Which customer an event is about, and nothing else: all that is said of it may be out of date. */
export type StripeEvent = {
  id: string;
  type: string;
  /** The customer; the invoice or charge that knows it, where the event does not name it. */
  aboutId: string | null;
};

const reference = z
  .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
  .nullish()
  .catch(null);

const eventShape = z.object({
  object: z.literal("event"),
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  account: z.string().nullish(),
  livemode: z.boolean(),
  data: z.object({
    object: z.object({
      object: z.string().optional(),
      id: z.string().optional(),
      customer: reference,
      invoice: reference,
      charge: reference,
    }),
    previous_attributes: z.object({ customer: reference }).nullish().catch(null),
  }),
});

const toleranceSeconds = 300;
/** Clocks differ a little; a time further ahead would keep a signature valid for longer than the tolerance. */
const mostAheadSeconds = 60;

export type Delivery =
  | { ok: true; event: StripeEvent }
  | { ok: false; reason: "no_secret" | "signature" | "future" | "shape" | "account" | "mode" };

/** Checks a delivery as it came over the network. Nothing of it may be believed before. */
export function verifyDelivery(body: Buffer, signature: string | undefined, now: Date): Delivery {
  const secret = settings().stripe?.webhookSecret;
  if (!secret) return { ok: false, reason: "no_secret" };
  if (!signature) return { ok: false, reason: "signature" };
  const seconds = Math.floor(now.getTime() / 1000);
  let verified: unknown;
  try {
    verified = Stripe.webhooks.constructEvent(
      ...([body, signature, secret, toleranceSeconds, undefined, now.getTime()] as const),
    );
  } catch {
    return { ok: false, reason: "signature" };
  }
  if (signedAt(signature) > seconds + mostAheadSeconds) return { ok: false, reason: "future" };
  const parsed = eventShape.safeParse(verified);
  if (!parsed.success) return { ok: false, reason: "shape" };
  if (parsed.data.account) return { ok: false, reason: "account" };
  if (parsed.data.livemode !== isLive()) return { ok: false, reason: "mode" };
  return { ok: true, event: eventOf(parsed.data) };
}

function signedAt(signature: string): number {
  return Number(/(?:^|,)\s*t=(\d{1,15})(?:,|$)/.exec(signature)?.[1] ?? Number.POSITIVE_INFINITY);
}

function eventOf({ id, type, data }: z.output<typeof eventShape>): StripeEvent {
  const { object, id: objectId, customer, invoice, charge } = data.object;
  const customerId = object === "customer" ? objectId : (customer ?? data.previous_attributes?.customer);
  return { id, type, aboutId: customerId ?? invoice ?? charge ?? null };
}

const perPage = 100;
/** Stripe takes no more in one question. */
const mostTypes = 20;

/** Events since a time, oldest first; `more` where there were too many for one look. */
export async function listEventsSince(
  since: Date,
  mostPages: number,
): Promise<FromStripe<{ events: StripeEvent[]; more: boolean }>> {
  const events: StripeEvent[] = [];
  let more = false;
  for (let at = 0; at < handledEvents.length; at += mostTypes) {
    let after: string | undefined;
    for (let page = 0; ; page += 1) {
      const params: Stripe.EventListParams = {
        created: { gte: Math.floor(since.getTime() / 1000) },
        types: handledEvents.slice(at, at + mostTypes),
        limit: perPage,
        ...(after ? { starting_after: after } : {}),
      };
      const answer = await ask("list", (client) => client.events.list(params));
      if (!answer.ok) return answer;
      for (const event of answer.value.data) {
        const parsed = eventShape.safeParse(event);
        if (parsed.success && !parsed.data.account) events.push(eventOf(parsed.data));
      }
      after = answer.value.data.at(-1)?.id;
      if (!answer.value.has_more || !after) break;
      if (page + 1 >= mostPages) {
        more = true;
        break;
      }
    }
  }
  return { ok: true, value: { events: events.reverse(), more } };
}
