import { refused } from "@/lib/core/outcome";
import type { StripeProblem } from "@/lib/server/stripe/client";

/** For an admin of a workspace. What Stripe said stays in the log. */
const sentences: Record<StripeProblem, string> = {
  away: "Stripe did not answer. Nothing was changed. Try again in a minute.",
  failing: "Stripe has a problem of its own. Nothing was changed here. Try again in a minute.",
  rate_limited: "Stripe is busy. Nothing was changed. Try again in a minute.",
  declined: "Your card was declined. Update the payment method, and try again.",
  not_found: "Stripe doesn’t know this any more. Select Sync from Stripe, and try again.",
  conflict: "Somebody else is changing this at the moment. Try again in a minute.",
  refused:
    "Stripe refused the request. Contact the operator of this server, who finds the reason in the log.",
};

export function refusedByStripe({ problem, code }: { problem: StripeProblem; code: string | null }) {
  if (code === "not_set_up") {
    return refused(
      "conflict",
      "The Stripe account of this server is not set up. Contact the operator, who can run npm run stripe:setup.",
    );
  }
  return refused(problem === "rate_limited" ? "limited" : "conflict", sentences[problem]);
}

export const noPlans = refused("conflict", "This server has no Stripe key, so there are no plans.");
export const noCustomer = refused("conflict", "This workspace has no billing yet. Upgrade it first.");
