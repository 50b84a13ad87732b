ALTER TABLE "user_preferences" ADD COLUMN "seen_tips" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "user_preferences" ADD COLUMN "tip_shown_at" timestamp (3) with time zone;