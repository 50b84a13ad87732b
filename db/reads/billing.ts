import { eq, inArray } from "drizzle-orm";
import type { SubscriptionCopy } from "@/lib/core/billing/subscription";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { billingAccounts } from "../schema/billing";

export type BillingAccount = typeof billingAccounts.$inferSelect;

/** The copy of what Stripe knows of a workspace; nothing where it never began to pay. */
export async function findBillingAccount(
  workspaceId: WorkspaceId,
  on: Reader = db(),
): Promise<BillingAccount | null> {
  const [account] = await on
    .select()
    .from(billingAccounts)
    .where(eq(billingAccounts.workspaceId, workspaceId));
  return account ?? null;
}

/** What counts for the plan of a workspace. */
export async function findSubscriptionCopy(
  workspaceId: WorkspaceId,
  on: Reader = db(),
): Promise<SubscriptionCopy | null> {
  return (await listSubscriptionCopies([workspaceId], on)).get(workspaceId) ?? null;
}

/** Of those workspaces that have one. */
export async function listSubscriptionCopies(
  workspaceIds: readonly WorkspaceId[],
  on: Reader = db(),
): Promise<Map<WorkspaceId, SubscriptionCopy>> {
  const rows = await on
    .select({
      workspaceId: billingAccounts.workspaceId,
      subscriptionId: billingAccounts.subscriptionId,
      status: billingAccounts.status,
      seats: billingAccounts.seats,
      periodEnd: billingAccounts.periodEnd,
      cancelAt: billingAccounts.cancelAt,
      cancelAtPeriodEnd: billingAccounts.cancelAtPeriodEnd,
      unpaidSince: billingAccounts.unpaidSince,
      paymentUrl: billingAccounts.paymentUrl,
      livemode: billingAccounts.livemode,
    })
    .from(billingAccounts)
    .where(inArray(billingAccounts.workspaceId, [...workspaceIds]));
  return new Map(
    rows.flatMap(({ workspaceId, ...row }) => {
      const copy = subscriptionOf(row);
      return copy ? [[workspaceId, copy] as const] : [];
    }),
  );
}

/** The subscription of an account that has one. */
export function subscriptionOf<T extends { subscriptionId: string | null; status: string | null }>(
  account: T,
): (T & { subscriptionId: string; status: string }) | null {
  const { subscriptionId, status } = account;
  return subscriptionId === null || status === null ? null : { ...account, subscriptionId, status };
}
