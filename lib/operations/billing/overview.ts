import {
  type BillingAccount,
  type BillingInvoice,
  findBillingAccount,
  findBillingSummary,
  subscriptionOf,
} from "@/db/reads/billing";
import type { WorkspaceSummary } from "@/db/reads/memberships";
import { limitsOf, type WorkspaceLimits } from "@/lib/core/billing/limits";
import { type Entitlement, entitlementOf } from "@/lib/core/billing/subscription";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";

type Payer = ActorWith<"billing.manage">;

export type BillingOverview = {
  entitlement: Entitlement;
  /** What the page shows; null where the workspace never began to pay. `syncedAt` says how old it is. */
  account: Omit<BillingAccount, "customerId" | "subscriptionId" | "version"> | null;
};

/** From the copy alone, so that it is there while Stripe is away. Undefined where there are no plans. */
export async function findBilling({ workspaceId }: Payer): Promise<BillingOverview | undefined> {
  return settings().stripe ? overviewOf(await findBillingAccount(workspaceId)) : undefined;
}

const shownFaces = 5;

/** `billing`: undefined where there are no plans. */
export type PlanSummary = Pick<WorkspaceSummary, "people" | "faces"> & {
  limits: WorkspaceLimits;
  billing: (BillingOverview & { lastCharge: BillingInvoice | null; hasInvoices: boolean }) | undefined;
};

/** The same, with the people of the workspace and its limits, in one question. */
export async function findPlanSummary({ workspaceId }: Payer): Promise<PlanSummary> {
  const found = await findBillingSummary(workspaceId, shownFaces);
  if (!found) throw new Error("An actor’s workspace does not exist.");
  const { people, faces, account, lastCharge, hasInvoices } = found;
  const { limits: operator, stripe } = settings();
  const overview = stripe && overviewOf(account);
  return {
    ...{ people, faces, limits: limitsOf(overview?.entitlement, operator) },
    billing: overview && { ...overview, lastCharge, hasInvoices },
  };
}

function overviewOf(found: BillingAccount | null): BillingOverview {
  const copy = found && subscriptionOf(found);
  const livemode = settings().stripe?.livemode ?? false;
  const entitlement = entitlementOf(copy, { now: now(), livemode });
  if (!found) return { entitlement, account: null };
  const { customerId: _, subscriptionId: __, version: ___, ...account } = found;
  return { entitlement, account };
}
