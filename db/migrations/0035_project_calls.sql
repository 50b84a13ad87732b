CREATE TABLE "project_calls" (
	"workspace_id" text NOT NULL,
	"day" date NOT NULL,
	"project_id" text NOT NULL,
	"tally" text NOT NULL,
	"calls" bigint NOT NULL,
	CONSTRAINT "project_calls_primary" PRIMARY KEY("workspace_id","day","project_id","tally")
);
--> statement-breakpoint
ALTER TABLE "project_calls" ADD CONSTRAINT "project_calls_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;