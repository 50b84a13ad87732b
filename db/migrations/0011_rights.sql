CREATE TABLE "account_heads" (
	"user_id" text NOT NULL,
	"joins" bigint NOT NULL,
	CONSTRAINT "account_heads_primary" PRIMARY KEY("user_id")
);
--> statement-breakpoint
CREATE TABLE "installation_events" (
	"number" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event" text NOT NULL,
	"actor_name" text NOT NULL,
	"via" text NOT NULL,
	"target_id" text NOT NULL,
	"target_name" text NOT NULL,
	"before" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "installation_events_primary" PRIMARY KEY("number")
);
--> statement-breakpoint
ALTER TABLE "api_credentials" ADD COLUMN "created_by_access_key" text;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "audit_number" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "audit_hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "audit_seal" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "account_heads" ADD CONSTRAINT "account_heads_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_credentials_by_maker" ON "api_credentials" USING btree ("workspace_id","created_by_access_key");