import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { MeterName } from "@/lib/core/billing/meters";
import { moment, workspaceId } from "./columns";

/** Which workspace a customer is: an event names the customer alone. */
export const stripeCustomers = pgTable(
  "stripe_customers",
  {
    customerId: text("customer_id").notNull(),
    workspaceId: workspaceId(),
    livemode: boolean("livemode").notNull(),
    createdAt: moment("created_at").notNull(),
    deletedAt: moment("deleted_at"),
  },
  (t) => [
    primaryKey({ name: "stripe_customers_primary", columns: [t.customerId] }),
    uniqueIndex("stripe_customers_one_each").on(t.workspaceId, t.livemode).where(sql`${t.deletedAt} is null`),
  ],
);

/** The inbox of the webhook. An event that comes again finds its id here. */
export const stripeEvents = pgTable(
  "stripe_events",
  {
    id: text("id").notNull(),
    type: text("type").notNull(),
    /** The customer, or the invoice or charge that knows it. */
    aboutId: text("about_id"),
    receivedAt: moment("received_at").notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    lastError: text("last_error"),
    processedAt: moment("processed_at"),
  },
  (t) => [
    primaryKey({ name: "stripe_events_primary", columns: [t.id] }),
    index("stripe_events_due").on(t.nextAttemptAt).where(sql`${t.processedAt} is null`),
    index("stripe_events_processed").on(t.processedAt),
  ],
);

/** What a workspace used, to be told to Stripe once for each meter and hour. */
export const meterReadings = pgTable(
  "meter_readings",
  {
    workspaceId: workspaceId(),
    meter: text("meter").$type<MeterName>().notNull(),
    hour: moment("hour").notNull(),
    customerId: text("customer_id").notNull(),
    value: bigint("value", { mode: "number" }).notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    lastError: text("last_error"),
    /** Sent, or given up because Stripe takes nothing that is so old. */
    settledAt: moment("settled_at"),
  },
  (t) => [
    primaryKey({ name: "meter_readings_primary", columns: [t.workspaceId, t.meter, t.hour] }),
    index("meter_readings_due").on(t.nextAttemptAt).where(sql`${t.settledAt} is null`),
    index("meter_readings_settled").on(t.settledAt),
  ],
);

/** Workspaces whose number of paid seats is to be looked at, each at most once. */
export const seatSyncs = pgTable(
  "seat_syncs",
  {
    workspaceId: workspaceId(),
    dueAt: moment("due_at").notNull(),
    /** Tells a request from one that came while it was worked on. */
    requestId: text("request_id").notNull(),
    attempts: integer("attempts").notNull(),
    lastError: text("last_error"),
  },
  (t) => [
    primaryKey({ name: "seat_syncs_primary", columns: [t.workspaceId] }),
    index("seat_syncs_due").on(t.dueAt),
  ],
);

/** When each regular job is next due. Whichever process puts that off does it. */
export const billingJobs = pgTable(
  "billing_jobs",
  {
    name: text("name").$type<"reconcile" | "read_meters">().notNull(),
    dueAt: moment("due_at").notNull(),
    /** Up to when events were read from Stripe. */
    eventsReadTo: moment("events_read_to"),
  },
  (t) => [primaryKey({ name: "billing_jobs_primary", columns: [t.name] })],
);
