import { catalogOf } from "@/lib/core/billing/catalog";
import { plans } from "@/lib/core/billing/plans";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { settings } from "@/lib/server/env";
import {
  type Ensured,
  ensureMeter,
  ensureMeteredPrice,
  ensurePortal,
  ensureProduct,
  ensureSeatPrice,
} from "@/lib/server/stripe/catalog";
import type { FromStripe } from "@/lib/server/stripe/client";
import { ensureWebhookEndpoint } from "@/lib/server/stripe/webhook-endpoint";

export type SetUp = {
  /** Each thing that the account needs, and whether it was there. */
  steps: { name: string; id: string; wasMade: boolean }[];
  /** Null where the endpoint was there: Stripe shows its secret once only. */
  webhookSecret: string | null;
};

/** Makes what a Stripe account needs for the plans. What is there already is left, so it can be run again. */
export async function setUpStripe(currency: string): Promise<Outcome<SetUp>> {
  const steps: SetUp["steps"] = [];
  const note = <T extends Ensured>(name: string, answer: FromStripe<T>): T => {
    if (!answer.ok) throw new SetUpFailure(name, answer.code ?? answer.problem);
    steps.push({ name, id: answer.value.id, wasMade: answer.value.wasMade });
    return answer.value;
  };
  try {
    const { id: product } = note("product", await ensureProduct(`Steward ${plans.pro.name}`));
    const { seat, metered } = catalogOf(currency);
    note("price of a seat", await ensureSeatPrice(product, seat));
    for (const price of metered) {
      const meter = note(`meter of ${price.meter}`, await ensureMeter(price.meter));
      note(`price of ${price.meter}`, await ensureMeteredPrice(product, meter.id, price));
    }
    const { publicUrl } = settings();
    note("customer portal", await ensurePortal(`${publicUrl}/settings/billing`));
    const endpoint = note("webhook endpoint", await ensureWebhookEndpoint(`${publicUrl}/api/stripe/webhook`));
    return done({ steps, webhookSecret: endpoint.secret });
  } catch (error) {
    if (!(error instanceof SetUpFailure)) throw error;
    return refused("conflict", error.message);
  }
}

class SetUpFailure extends Error {
  constructor(name: string, code: string) {
    super(`The ${name} could not be made or found in the Stripe account (${code}).`);
  }
}
