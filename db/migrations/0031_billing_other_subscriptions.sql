ALTER TABLE "stripe_events" RENAME COLUMN "customer_id" TO "about_id";--> statement-breakpoint
ALTER TABLE "billing_accounts" ADD COLUMN "other_subscription_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;