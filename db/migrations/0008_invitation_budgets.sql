CREATE TABLE "invitation_budgets" (
	"workspace_id" text NOT NULL,
	"user_id" text NOT NULL,
	"day" text NOT NULL,
	"spent" integer NOT NULL,
	CONSTRAINT "invitation_budgets_primary" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "invitation_budgets" ADD CONSTRAINT "invitation_budgets_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;