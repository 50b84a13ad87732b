CREATE TABLE "refused_attempts" (
	"hour" timestamp (3) with time zone NOT NULL,
	"means" text NOT NULL,
	"target" text NOT NULL,
	"ip" text NOT NULL,
	"attempts" integer NOT NULL,
	CONSTRAINT "refused_attempts_primary" PRIMARY KEY("hour","means","target","ip")
);
--> statement-breakpoint
ALTER TABLE "installation_events" ALTER COLUMN "target_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "installation_events" ALTER COLUMN "target_name" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "installation_events" ALTER COLUMN "before" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "installation_events" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "installation_events" ADD COLUMN "after" jsonb;