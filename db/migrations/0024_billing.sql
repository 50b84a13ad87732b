CREATE TABLE "billing_accounts" (
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"livemode" boolean NOT NULL,
	"customer_id" text,
	"subscription_id" text,
	"status" text,
	"seats" integer,
	"currency" text,
	"period_start" timestamp (3) with time zone,
	"period_end" timestamp (3) with time zone,
	"cancel_at" timestamp (3) with time zone,
	"cancel_at_period_end" boolean NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"unpaid_since" timestamp (3) with time zone,
	"payment_url" text,
	"email" text,
	"card" jsonb,
	"address" jsonb,
	"next_charge" jsonb,
	"synced_at" timestamp (3) with time zone,
	CONSTRAINT "billing_accounts_primary" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
CREATE TABLE "billing_checkouts" (
	"workspace_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"seats" integer NOT NULL,
	"session_id" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "billing_checkouts_primary" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
CREATE TABLE "billing_invoices" (
	"workspace_id" text NOT NULL,
	"invoice_id" text NOT NULL,
	"number" text,
	"status" text,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"paid_minor" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"paid_at" timestamp (3) with time zone,
	CONSTRAINT "billing_invoices_primary" PRIMARY KEY("workspace_id","invoice_id")
);
--> statement-breakpoint
CREATE TABLE "billing_jobs" (
	"name" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"events_read_to" timestamp (3) with time zone,
	CONSTRAINT "billing_jobs_primary" PRIMARY KEY("name")
);
--> statement-breakpoint
CREATE TABLE "meter_readings" (
	"workspace_id" text NOT NULL,
	"meter" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"customer_id" text NOT NULL,
	"value" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"last_error" text,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "meter_readings_primary" PRIMARY KEY("workspace_id","meter","hour")
);
--> statement-breakpoint
CREATE TABLE "seat_syncs" (
	"workspace_id" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"request_id" text NOT NULL,
	"attempts" integer NOT NULL,
	"last_error" text,
	CONSTRAINT "seat_syncs_primary" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
CREATE TABLE "stripe_customers" (
	"customer_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"livemode" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "stripe_customers_primary" PRIMARY KEY("customer_id")
);
--> statement-breakpoint
CREATE TABLE "stripe_events" (
	"id" text NOT NULL,
	"type" text NOT NULL,
	"customer_id" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"last_error" text,
	"processed_at" timestamp (3) with time zone,
	CONSTRAINT "stripe_events_primary" PRIMARY KEY("id")
);
--> statement-breakpoint
ALTER TABLE "billing_accounts" ADD CONSTRAINT "billing_accounts_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_checkouts" ADD CONSTRAINT "billing_checkouts_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_invoices" ADD CONSTRAINT "billing_invoices_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "meter_readings_due" ON "meter_readings" USING btree ("next_attempt_at") WHERE "meter_readings"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "meter_readings_settled" ON "meter_readings" USING btree ("settled_at");--> statement-breakpoint
CREATE INDEX "seat_syncs_due" ON "seat_syncs" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "stripe_customers_one_each" ON "stripe_customers" USING btree ("workspace_id","livemode") WHERE "stripe_customers"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "stripe_events_due" ON "stripe_events" USING btree ("next_attempt_at") WHERE "stripe_events"."processed_at" is null;--> statement-breakpoint
CREATE INDEX "stripe_events_processed" ON "stripe_events" USING btree ("processed_at");