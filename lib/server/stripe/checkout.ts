import type Stripe from "stripe";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { settings } from "../env";
import { findPrices } from "./catalog";
import { ask, type FromStripe, idOf, mapped } from "./client";

export type RetrievedCheckout = {
  sessionId: string;
  status: "open" | "complete" | "expired" | "unknown";
  url: string | null;
  workspaceId: string | null;
  customerId: string | null;
  subscriptionId: string | null;
};

type NewCheckout = {
  workspaceId: WorkspaceId;
  customerId: string;
  seats: number;
  idempotencyKey: string;
};

/** A page of Stripe's that starts the subscription of a workspace. */
export async function createCheckout({
  workspaceId,
  customerId,
  seats,
  idempotencyKey,
}: NewCheckout): Promise<FromStripe<RetrievedCheckout>> {
  const prices = await findPrices();
  if (!prices.ok) return prices;
  const { publicUrl } = settings();
  const metadata = { workspace_id: workspaceId };
  const params: Stripe.Checkout.SessionCreateParams = {
    mode: "subscription",
    ui_mode: "hosted_page",
    customer: customerId,
    client_reference_id: workspaceId,
    metadata,
    line_items: [
      { price: prices.value.seats, quantity: seats },
      ...prices.value.metered.map((price) => ({ price })),
    ],
    subscription_data: { metadata, billing_mode: { type: "flexible" } },
    payment_method_collection: "always",
    customer_update: { address: "auto", name: "auto" },
    success_url: `${publicUrl}/settings/billing/return?workspace=${workspaceId}&session={CHECKOUT_SESSION_ID}`,
    cancel_url: `${publicUrl}/settings/billing?workspace=${workspaceId}`,
  };
  return mapped(
    await ask("checkout.session", (client) => client.checkout.sessions.create(params, { idempotencyKey })),
    checkoutOf,
  );
}

export async function retrieveCheckout(sessionId: string): Promise<FromStripe<RetrievedCheckout>> {
  return mapped(
    await ask("checkout.session", (client) => client.checkout.sessions.retrieve(sessionId)),
    checkoutOf,
  );
}

/** Stripe refuses where it is no longer open. */
export async function expireCheckout(sessionId: string): Promise<FromStripe<RetrievedCheckout>> {
  return mapped(
    await ask("checkout.session", (client) => client.checkout.sessions.expire(sessionId)),
    checkoutOf,
  );
}

const known = ["open", "complete", "expired"] as const;

function checkoutOf(session: Stripe.Checkout.Session): RetrievedCheckout {
  return {
    sessionId: session.id,
    status: known.find((status) => status === session.status) ?? "unknown",
    url: session.url,
    workspaceId: session.client_reference_id,
    customerId: idOf(session.customer),
    subscriptionId: idOf(session.subscription),
  };
}
