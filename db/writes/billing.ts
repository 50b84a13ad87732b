import { and, eq, gte, notInArray, sql } from "drizzle-orm";
import type { InvoiceCopy } from "@/lib/core/billing/charges";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import type { Checkout } from "../reads/billing";
import { billingAccounts, billingCheckouts, billingInvoices } from "../schema/billing";
import { stripeCustomers } from "../schema/stripe";

type Account = typeof billingAccounts.$inferSelect;
/** All that was retrieved from Stripe. */
export type BillingCopy = Omit<Account, "workspaceId" | "version">;

const emptyCopy = {
  subscriptionId: null,
  otherSubscriptionIds: [],
  status: null,
  seats: null,
  currency: null,
  periodStart: null,
  periodEnd: null,
  cancelAt: null,
  cancelAtPeriodEnd: false,
  endedAt: null,
  unpaidSince: null,
  paymentUrl: null,
  email: null,
  card: null,
  address: null,
  nextCharge: null,
  syncedAt: null,
};

export type NewStripeCustomer = {
  customerId: string;
  workspaceId: WorkspaceId;
  livemode: boolean;
  createdAt: Date;
};

/** Of two that are made at once the first stays. Returns whether this one is new. */
export async function insertStripeCustomer(tx: Transaction, customer: NewStripeCustomer): Promise<boolean> {
  const { workspaceId, customerId, livemode } = customer;
  const inserted = await tx
    .insert(stripeCustomers)
    .values(customer)
    .onConflictDoNothing()
    .returning({ customerId: stripeCustomers.customerId });
  if (inserted.length === 0) return false;
  await tx
    .insert(billingAccounts)
    .values({ workspaceId, version: 0, customerId, livemode, ...emptyCopy })
    .onConflictDoUpdate({
      target: billingAccounts.workspaceId,
      set: { customerId, livemode, ...emptyCopy, version: sql`${billingAccounts.version} + 1` },
    });
  return true;
}

/** A workspace may have another customer afterwards. */
export async function markCustomerDeleted(tx: Transaction, customerId: string, at: Date): Promise<void> {
  await tx.update(stripeCustomers).set({ deletedAt: at }).where(eq(stripeCustomers.customerId, customerId));
}

/** False where somebody else wrote since `seen` was read: what was retrieved may be older than theirs. */
export async function replaceBillingAccount(
  tx: Transaction,
  workspaceId: WorkspaceId,
  seen: number,
  copy: BillingCopy,
): Promise<boolean> {
  const written = await tx
    .update(billingAccounts)
    .set({ ...copy, version: seen + 1 })
    .where(and(eq(billingAccounts.workspaceId, workspaceId), eq(billingAccounts.version, seen)))
    .returning({ version: billingAccounts.version });
  return written.length > 0;
}

/** The newest invoices as they are now; older ones stay. */
export async function replaceInvoices(
  tx: Transaction,
  workspaceId: WorkspaceId,
  invoices: readonly InvoiceCopy[],
): Promise<void> {
  if (invoices.length === 0) return;
  const oldest = new Date(Math.min(...invoices.map(({ createdAt }) => createdAt.getTime())));
  await tx.delete(billingInvoices).where(
    and(
      eq(billingInvoices.workspaceId, workspaceId),
      gte(billingInvoices.createdAt, oldest),
      notInArray(
        billingInvoices.invoiceId,
        invoices.map(({ invoiceId }) => invoiceId),
      ),
    ),
  );
  const written = (name: string) => sql.raw(`excluded.${name}`);
  await tx
    .insert(billingInvoices)
    .values(invoices.map((invoice) => ({ ...invoice, workspaceId })))
    .onConflictDoUpdate({
      target: [billingInvoices.workspaceId, billingInvoices.invoiceId],
      set: {
        number: written("number"),
        status: written("status"),
        totalMinor: written("total_minor"),
        paidMinor: written("paid_minor"),
        paidAt: written("paid_at"),
      },
    });
}

/** Another attempt than the one before, which nobody can pay for any more. */
export async function upsertCheckout(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { seats, startedAt }: { seats: number; startedAt: Date },
): Promise<Checkout> {
  const [checkout] = await tx
    .insert(billingCheckouts)
    .values({ workspaceId, attempt: 1, seats, sessionId: null, startedAt })
    .onConflictDoUpdate({
      target: billingCheckouts.workspaceId,
      set: { attempt: sql`${billingCheckouts.attempt} + 1`, seats, sessionId: null, startedAt },
    })
    .returning();
  if (!checkout) throw new Error("A checkout was not written.");
  return checkout;
}

export async function updateCheckoutSession(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { attempt, sessionId }: { attempt: number; sessionId: string },
): Promise<void> {
  await tx
    .update(billingCheckouts)
    .set({ sessionId })
    .where(and(eq(billingCheckouts.workspaceId, workspaceId), eq(billingCheckouts.attempt, attempt)));
}
