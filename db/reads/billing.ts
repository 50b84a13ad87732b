import { and, desc, eq, getTableColumns, inArray } from "drizzle-orm";
import type { SubscriptionCopy } from "@/lib/core/billing/subscription";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db, pool, type Reader } from "../client";
import { billingAccounts, billingCheckouts, billingInvoices } from "../schema/billing";
import { memberships } from "../schema/memberships";
import { stripeCustomers } from "../schema/stripe";
import { summaryColumns, type WorkspaceSummary } from "./memberships";

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

/** What the page of usage and billing shows first. */
export type BillingSummary = WorkspaceSummary & {
  account: BillingAccount | null;
  /** The last invoice that something was paid for. */
  lastCharge: BillingInvoice | null;
  hasInvoices: boolean;
};

type Json = Record<string, unknown>;

export async function findBillingSummary(
  workspaceId: WorkspaceId,
  facesShown: number,
): Promise<BillingSummary | undefined> {
  const [row] = await pool()<
    (WorkspaceSummary & { account: Json | null; lastCharge: Json | null; hasInvoices: boolean })[]
  >`
    select ${summaryColumns(workspaceId, facesShown)},
      (select row_to_json(a) from billing_accounts a where a.workspace_id = ${workspaceId}) as account,
      (
        select row_to_json(i) from billing_invoices i
        where i.workspace_id = ${workspaceId} and i.status = 'paid' and i.paid_minor > 0
        order by i.created_at desc, i.invoice_id desc limit 1
      ) as "lastCharge",
      exists (select 1 from billing_invoices i where i.workspace_id = ${workspaceId}) as "hasInvoices"
    from workspaces w where w.id = ${workspaceId}`;
  if (!row) return undefined;
  return {
    ...row,
    account: row.account && rowOf(billingAccounts, row.account),
    lastCharge: row.lastCharge && rowOf(billingInvoices, row.lastCharge),
  };
}

/** A row that came as JSON, as the schema describes it. */
function rowOf<T extends typeof billingAccounts | typeof billingInvoices>(
  table: T,
  json: Json,
): T["$inferSelect"] {
  const entries = Object.entries(getTableColumns(table)).map(([key, { name, dataType }]) => {
    const value = json[name] ?? null;
    return [key, dataType === "date" && typeof value === "string" ? new Date(value) : value];
  });
  return Object.fromEntries(entries);
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
