CREATE TABLE "credential_calls" (
	"workspace_id" text NOT NULL,
	"day" date NOT NULL,
	"access_key" text NOT NULL,
	"tally" text NOT NULL,
	"user_id" text NOT NULL,
	"calls" bigint NOT NULL,
	CONSTRAINT "credential_calls_primary" PRIMARY KEY("workspace_id","day","access_key","tally")
);
--> statement-breakpoint
ALTER TABLE "credential_calls" ADD CONSTRAINT "credential_calls_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;