import { bigint, boolean, foreignKey, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { InvoiceStatus, NextCharge } from "@/lib/core/billing/charges";
import type { BillingAddress, Card } from "@/lib/core/billing/profile";
import { moment, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/**
 * The copy of what Stripe knows of a workspace. It is only ever replaced as a whole, by what was retrieved from Stripe
 * after `version` was read.
 */
export const billingAccounts = pgTable(
  "billing_accounts",
  {
    workspaceId: workspaceId(),
    version: integer("version").notNull(),
    livemode: boolean("livemode").notNull(),
    /** Null once the customer was deleted at Stripe. */
    customerId: text("customer_id"),
    subscriptionId: text("subscription_id"),
    /** Live ones of the same customer beside it, which are charged too. */
    otherSubscriptionIds: jsonb("other_subscription_ids").$type<string[]>().notNull().default([]),
    /** Stripe's word, which may be one that this version does not know. */
    status: text("status"),
    seats: integer("seats"),
    currency: text("currency"),
    periodStart: moment("period_start"),
    periodEnd: moment("period_end"),
    cancelAt: moment("cancel_at"),
    cancelAtPeriodEnd: boolean("cancel_at_period_end").notNull(),
    endedAt: moment("ended_at"),
    /** When the oldest invoice that is still unpaid was made. */
    unpaidSince: moment("unpaid_since"),
    /** Where the open invoice is paid. */
    paymentUrl: text("payment_url"),
    email: text("email"),
    card: jsonb("card").$type<Card>(),
    address: jsonb("address").$type<BillingAddress>(),
    nextCharge: jsonb("next_charge").$type<NextCharge>(),
    /** Null until the first copy was made. */
    syncedAt: moment("synced_at"),
  },
  (t) => [
    primaryKey({ name: "billing_accounts_primary", columns: [t.workspaceId] }),
    foreignKey({
      name: "billing_accounts_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);

/** The upgrade under way in a workspace. */
export const billingCheckouts = pgTable(
  "billing_checkouts",
  {
    workspaceId: workspaceId(),
    /** Part of the idempotency key, so that two upgrades at once start one checkout. */
    attempt: integer("attempt").notNull(),
    seats: integer("seats").notNull(),
    sessionId: text("session_id"),
    startedAt: moment("started_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "billing_checkouts_primary", columns: [t.workspaceId] }),
    foreignKey({
      name: "billing_checkouts_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);

/** Copied so that the list is there while Stripe is away. Their files are fetched at the click. */
export const billingInvoices = pgTable(
  "billing_invoices",
  {
    workspaceId: workspaceId(),
    invoiceId: text("invoice_id").notNull(),
    number: text("number"),
    status: text("status").$type<InvoiceStatus>(),
    currency: text("currency").notNull(),
    /** In the smallest unit of the currency. */
    totalMinor: bigint("total_minor", { mode: "number" }).notNull(),
    paidMinor: bigint("paid_minor", { mode: "number" }).notNull(),
    createdAt: moment("created_at").notNull(),
    paidAt: moment("paid_at"),
  },
  (t) => [
    primaryKey({ name: "billing_invoices_primary", columns: [t.workspaceId, t.invoiceId] }),
    foreignKey({
      name: "billing_invoices_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);
