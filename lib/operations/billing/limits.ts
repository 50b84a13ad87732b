import { db, type Reader } from "@/db/client";
import { listSubscriptionCopies } from "@/db/reads/billing";
import { limitsOf, type WorkspaceLimits } from "@/lib/core/billing/limits";
import { entitlementOf } from "@/lib/core/billing/subscription";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";

/** Those of the plan of a workspace; without Stripe, those that the operator set. */
export async function findLimits(workspaceId: WorkspaceId, on?: Reader): Promise<WorkspaceLimits> {
  const found = (await findLimitsOf([workspaceId], on)).get(workspaceId);
  return found ?? limitsOf(undefined, settings().limits);
}

export async function findLimitsOf(
  workspaceIds: readonly WorkspaceId[],
  on?: Reader,
): Promise<Map<WorkspaceId, WorkspaceLimits>> {
  const { stripe, limits } = settings();
  if (!stripe) return new Map(workspaceIds.map((id) => [id, limitsOf(undefined, limits)]));
  const copies = await listSubscriptionCopies(workspaceIds, on ?? db());
  const at = { now: now(), livemode: stripe.livemode };
  return new Map(workspaceIds.map((id) => [id, limitsOf(entitlementOf(copies.get(id) ?? null, at), limits)]));
}
