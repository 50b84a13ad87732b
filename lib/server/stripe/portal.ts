import type Stripe from "stripe";
import { settings } from "../env";
import { findPortalConfiguration } from "./catalog";
import { ask, type FromStripe, mapped } from "./client";

/** The page where a customer edits the billing address, or at once the way of payment. Returns its URL. */
export async function createPortalSession(
  customerId: string,
  open: "billing_info" | "payment_methods",
): Promise<FromStripe<string>> {
  const configuration = await findPortalConfiguration();
  if (!configuration.ok) return configuration;
  const params: Stripe.BillingPortal.SessionCreateParams = {
    customer: customerId,
    configuration: configuration.value,
    return_url: `${settings().publicUrl}/settings/billing`,
    ...(open === "payment_methods" ? { flow_data: { type: "payment_method_update" } } : {}),
  };
  return mapped(
    await ask("billing_portal.session", (client) => client.billingPortal.sessions.create(params)),
    ({ url }) => url,
  );
}
