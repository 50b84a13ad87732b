CREATE TABLE "storage_deletion_jobs" (
	"workspace_id" text NOT NULL,
	"deletion_id" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"held_by" text,
	CONSTRAINT "storage_deletion_jobs_primary" PRIMARY KEY("workspace_id","deletion_id")
);
--> statement-breakpoint
CREATE TABLE "storage_deletion_objects" (
	"workspace_id" text NOT NULL,
	"deletion_id" text NOT NULL,
	"number" integer NOT NULL,
	"url" text NOT NULL,
	"place" text NOT NULL,
	"user_id" text NOT NULL,
	"is_of_task" boolean NOT NULL,
	"status" text NOT NULL,
	"problem" text,
	"attempts" integer NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "storage_deletion_objects_primary" PRIMARY KEY("workspace_id","deletion_id","number")
);
--> statement-breakpoint
CREATE TABLE "storage_deletions" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"user_name" text NOT NULL,
	"target_type" text NOT NULL,
	"target_id" text NOT NULL,
	"target_name" text NOT NULL,
	"total" integer NOT NULL,
	"deleted" integer NOT NULL,
	"failed" integer NOT NULL,
	"given_up" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "storage_deletions_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "storage_deletion_objects" ADD CONSTRAINT "storage_deletion_objects_deletion" FOREIGN KEY ("workspace_id","deletion_id") REFERENCES "public"."storage_deletions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "storage_deletions" ADD CONSTRAINT "storage_deletions_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "storage_deletion_jobs_due" ON "storage_deletion_jobs" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "storage_deletion_objects_due" ON "storage_deletion_objects" USING btree ("workspace_id","deletion_id","status","next_attempt_at");--> statement-breakpoint
CREATE INDEX "storage_deletion_objects_by_place" ON "storage_deletion_objects" USING btree ("workspace_id","deletion_id","place");--> statement-breakpoint
CREATE INDEX "storage_deletions_by_start" ON "storage_deletions" USING btree ("workspace_id","started_at","id");--> statement-breakpoint
CREATE INDEX "storage_deletions_by_user" ON "storage_deletions" USING btree ("workspace_id","user_id","started_at","id");