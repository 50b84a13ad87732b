import type { Reader } from "@/db/client";
import { findSubscriptionCopy } from "@/db/reads/billing";
import { type Entitlement, entitlementOf } from "@/lib/core/billing/subscription";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";

/** What a workspace may use, by its own copy of what Stripe knows. Undefined where there are no plans. */
export async function findEntitlement(
  workspaceId: WorkspaceId,
  on?: Reader,
): Promise<Entitlement | undefined> {
  const { stripe } = settings();
  if (!stripe) return undefined;
  const copy = await findSubscriptionCopy(workspaceId, on);
  return entitlementOf(copy, { now: now(), livemode: stripe.livemode });
}
