CREATE TABLE "usage_levels" (
	"workspace_id" text NOT NULL,
	"meter" text NOT NULL,
	"bytes" bigint NOT NULL,
	"measured_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_levels_primary" PRIMARY KEY("workspace_id","meter")
);
--> statement-breakpoint
CREATE TABLE "usage_warnings" (
	"workspace_id" text NOT NULL,
	"month" text NOT NULL,
	"meter" text NOT NULL,
	"threshold" integer NOT NULL,
	"warned_at" timestamp (3) with time zone NOT NULL,
	"holds" boolean NOT NULL,
	CONSTRAINT "usage_warnings_primary" PRIMARY KEY("workspace_id","month","meter","threshold")
);
--> statement-breakpoint
ALTER TABLE "usage_levels" ADD CONSTRAINT "usage_levels_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_warnings" ADD CONSTRAINT "usage_warnings_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;