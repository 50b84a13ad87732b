import { type BillingAccount, findBillingAccount, subscriptionOf } from "@/db/reads/billing";
import { type Entitlement, entitlementOf } from "@/lib/core/billing/subscription";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";

export type BillingOverview = {
  entitlement: Entitlement;
  /** What the page shows; null where the workspace never began to pay. `syncedAt` says how old it is. */
  account: Omit<BillingAccount, "customerId" | "subscriptionId" | "version"> | null;
};

/** From the copy alone, so that it is there while Stripe is away. Undefined where there are no plans. */
export async function findBilling({
  workspaceId,
}: ActorWith<"billing.manage">): Promise<BillingOverview | undefined> {
  const { stripe } = settings();
  if (!stripe) return undefined;
  const found = await findBillingAccount(workspaceId);
  const copy = found && subscriptionOf(found);
  const entitlement = entitlementOf(copy, { now: now(), livemode: stripe.livemode });
  if (!found) return { entitlement, account: null };
  const { customerId: _, subscriptionId: __, version: ___, ...account } = found;
  return { entitlement, account };
}
