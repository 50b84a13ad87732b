import { and, desc, eq, getTableColumns, inArray } from "drizzle-orm";
import type { SubscriptionCopy } from "@/lib/core/billing/subscription";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { billingAccounts, billingCheckouts, billingInvoices } from "../schema/billing";
import { memberships } from "../schema/memberships";
import { stripeCustomers } from "../schema/stripe";

export type BillingAccount = typeof billingAccounts.$inferSelect;
export type Checkout = typeof billingCheckouts.$inferSelect;

/** Eight years of monthly invoices: more than are copied at once. */
const mostListed = 100;

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

export async function findCheckout(workspaceId: WorkspaceId, on: Reader = db()): Promise<Checkout | null> {
  const [checkout] = await on
    .select()
    .from(billingCheckouts)
    .where(eq(billingCheckouts.workspaceId, workspaceId));
  return checkout ?? null;
}

export async function findWorkspaceOfCustomer(
  customerId: string,
): Promise<{ workspaceId: WorkspaceId; isDeleted: boolean } | null> {
  const [found] = await db()
    .select({ workspaceId: stripeCustomers.workspaceId, deletedAt: stripeCustomers.deletedAt })
    .from(stripeCustomers)
    .where(eq(stripeCustomers.customerId, customerId));
  return found ? { workspaceId: found.workspaceId, isDeleted: found.deletedAt !== null } : null;
}

/** Customers that a workspace ever had, deleted ones too. */
export function countCustomers(workspaceId: WorkspaceId, on: Reader = db()): Promise<number> {
  return on.$count(stripeCustomers, eq(stripeCustomers.workspaceId, workspaceId));
}

export type BillingInvoice = Omit<typeof billingInvoices.$inferSelect, "workspaceId">;

/** The newest first. */
export async function listBillingInvoices(workspaceId: WorkspaceId): Promise<BillingInvoice[]> {
  const { workspaceId: _, ...columns } = getTableColumns(billingInvoices);
  return db()
    .select(columns)
    .from(billingInvoices)
    .where(eq(billingInvoices.workspaceId, workspaceId))
    .orderBy(desc(billingInvoices.createdAt), desc(billingInvoices.invoiceId))
    .limit(mostListed);
}

export async function countPeople(workspaceId: WorkspaceId, on: Reader = db()): Promise<number> {
  return on.$count(
    memberships,
    and(eq(memberships.workspaceId, workspaceId), eq(memberships.kind, "person")),
  );
}
