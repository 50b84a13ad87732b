import type Stripe from "stripe";
import { handledEvents } from "@/lib/core/billing/events";
import type { Ensured } from "./catalog";
import { apiVersion, ask, type FromStripe, mapped } from "./client";

type Endpoint = Ensured<{ id: string /** Shown by Stripe once only. */; secret: string | null }>;

/**
 * The endpoint that sends events to `url`, in the shape that the SDK's types describe. The version of an endpoint can't
 * be changed: one with another is an error of the operator's to mend.
 */
export async function ensureWebhookEndpoint(url: string): Promise<FromStripe<Endpoint>> {
  const listed = await ask("list", (client) => client.webhookEndpoints.list({ limit: 100 }));
  if (!listed.ok) return listed;
  const enabled_events = [...handledEvents];
  const endpoint = listed.value.data.find((each) => each.url === url);
  if (endpoint) {
    if (endpoint.api_version !== apiVersion)
      return { ok: false, problem: "refused", code: "other_api_version" };
    const params: Stripe.WebhookEndpointUpdateParams = { enabled_events, disabled: false };
    const updated = await ask("webhook_endpoint", (client) =>
      client.webhookEndpoints.update(endpoint.id, params),
    );
    return mapped(updated, ({ id }) => ({ id, secret: null, wasMade: false }));
  }
  const params: Stripe.WebhookEndpointCreateParams = {
    ...{ url, enabled_events, api_version: apiVersion },
    description: "Steward",
  };
  return mapped(
    await ask("webhook_endpoint", (client) => client.webhookEndpoints.create(params)),
    ({ id, secret }) => ({ id, secret: secret ?? null, wasMade: true }),
  );
}
