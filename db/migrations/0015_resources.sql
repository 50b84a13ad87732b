CREATE TABLE "access_changes" (
	"workspace_id" text NOT NULL,
	"version" bigint NOT NULL,
	"changes" jsonb NOT NULL,
	CONSTRAINT "access_changes_primary" PRIMARY KEY("workspace_id","version")
);
--> statement-breakpoint
CREATE TABLE "access_heads" (
	"workspace_id" text NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "access_heads_primary" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
CREATE TABLE "access_rule_groups" (
	"workspace_id" text NOT NULL,
	"rule_id" text NOT NULL,
	"group_id" text NOT NULL,
	CONSTRAINT "access_rule_groups_primary" PRIMARY KEY("workspace_id","rule_id","group_id")
);
--> statement-breakpoint
CREATE TABLE "access_rule_users" (
	"workspace_id" text NOT NULL,
	"rule_id" text NOT NULL,
	"user_id" text NOT NULL,
	CONSTRAINT "access_rule_users_primary" PRIMARY KEY("workspace_id","rule_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "access_rules" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"type" text NOT NULL,
	"target_id" text,
	"access" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "access_rules_primary" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "access_rules_access_known" CHECK ("access_rules"."access" in ('read', 'modify')),
	CONSTRAINT "access_rules_type_known" CHECK ("access_rules"."type" in ('project', 'task', 'model', 'dataview', 'dataset', 'queue', 'app_category'))
);
--> statement-breakpoint
CREATE TABLE "dataset_versions" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"dataset_id" text NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"system_tags" text[] DEFAULT '{}' NOT NULL,
	"owner_user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "dataset_versions_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "datasets" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"project_id" text,
	"name" text NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"system_tags" text[] DEFAULT '{}' NOT NULL,
	"owner_user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "datasets_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "dataviews" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"project_id" text,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"system_tags" text[] DEFAULT '{}' NOT NULL,
	"filters" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"owner_user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "dataviews_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "file_leftovers" (
	"workspace_id" text NOT NULL,
	"stored_as" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "file_leftovers_primary" PRIMARY KEY("workspace_id","stored_as")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"workspace_id" text NOT NULL,
	"path" text NOT NULL,
	"stored_as" text NOT NULL,
	"task_id" text,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"content_type" text NOT NULL,
	"uploaded_by" text NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "files_primary" PRIMARY KEY("workspace_id","path")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"project_id" text,
	"parent_id" text,
	"task_id" text,
	"name" text NOT NULL,
	"uri" text NOT NULL,
	"framework" text,
	"ready" boolean NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"iteration" integer,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"system_tags" text[] DEFAULT '{}' NOT NULL,
	"labels" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"design" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"owner_user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "models_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"parent_id" text,
	"name" text NOT NULL,
	"basename" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"default_output_destination" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"system_tags" text[] DEFAULT '{}' NOT NULL,
	"owner_user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "projects_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "queue_entries" (
	"workspace_id" text NOT NULL,
	"queue_id" text NOT NULL,
	"task_id" text NOT NULL,
	"place" bigint NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "queue_entries_primary" PRIMARY KEY("workspace_id","task_id")
);
--> statement-breakpoint
CREATE TABLE "queues" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"display_name" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"system_tags" text[] DEFAULT '{}' NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"owner_user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "queues_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "task_log_chunks" (
	"workspace_id" text NOT NULL,
	"task_id" text NOT NULL,
	"number" bigint NOT NULL,
	"lines" jsonb NOT NULL,
	"line_count" integer NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "task_log_chunks_primary" PRIMARY KEY("workspace_id","task_id","number")
);
--> statement-breakpoint
CREATE TABLE "task_samples" (
	"workspace_id" text NOT NULL,
	"task_id" text NOT NULL,
	"metric" text NOT NULL,
	"variant" text NOT NULL,
	"iteration" bigint NOT NULL,
	"url" text NOT NULL,
	"bytes" bigint,
	"reported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "task_samples_primary" PRIMARY KEY("workspace_id","task_id","metric","variant","iteration")
);
--> statement-breakpoint
CREATE TABLE "task_scalars" (
	"workspace_id" text NOT NULL,
	"task_id" text NOT NULL,
	"metric" text NOT NULL,
	"variant" text NOT NULL,
	"points" jsonb NOT NULL,
	"stride" bigint NOT NULL,
	"last_iteration" bigint NOT NULL,
	"last_value" double precision NOT NULL,
	"last_at_ms" bigint NOT NULL,
	"least_iteration" bigint NOT NULL,
	"least_value" double precision NOT NULL,
	"least_at_ms" bigint NOT NULL,
	"most_iteration" bigint NOT NULL,
	"most_value" double precision NOT NULL,
	"most_at_ms" bigint NOT NULL,
	CONSTRAINT "task_scalars_primary" PRIMARY KEY("workspace_id","task_id","metric","variant")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"project_id" text,
	"parent_id" text,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"status" text NOT NULL,
	"status_reason" text DEFAULT '' NOT NULL,
	"status_message" text DEFAULT '' NOT NULL,
	"status_changed_at" timestamp (3) with time zone NOT NULL,
	"status_before_queue" text,
	"comment" text DEFAULT '' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"system_tags" text[] DEFAULT '{}' NOT NULL,
	"owner_user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"published_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"last_worker" text,
	"last_worker_report_at" timestamp (3) with time zone,
	"last_iteration" integer,
	"output_destination" text,
	"script" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"execution" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"container" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"hyperparams" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"configuration" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"runtime" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"artifacts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"models" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"artifact_bytes" bigint DEFAULT 0 NOT NULL,
	"event_bytes" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "tasks_primary" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "tasks_bytes_positive" CHECK ("tasks"."artifact_bytes" >= 0 and "tasks"."event_bytes" >= 0)
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"ip" text,
	"queue_ids" text[] DEFAULT '{}' NOT NULL,
	"queue_id" text,
	"task_id" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"timeout_seconds" integer NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"machine_stats" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"runtime_properties" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "workers_primary" PRIMARY KEY("workspace_id","user_id","id")
);
--> statement-breakpoint
ALTER TABLE "access_changes" ADD CONSTRAINT "access_changes_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_heads" ADD CONSTRAINT "access_heads_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_rule_groups" ADD CONSTRAINT "access_rule_groups_rule" FOREIGN KEY ("workspace_id","rule_id") REFERENCES "public"."access_rules"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_rule_groups" ADD CONSTRAINT "access_rule_groups_group" FOREIGN KEY ("workspace_id","group_id") REFERENCES "public"."groups"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_rule_users" ADD CONSTRAINT "access_rule_users_rule" FOREIGN KEY ("workspace_id","rule_id") REFERENCES "public"."access_rules"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_rule_users" ADD CONSTRAINT "access_rule_users_member" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_rules" ADD CONSTRAINT "access_rules_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_versions" ADD CONSTRAINT "dataset_versions_dataset" FOREIGN KEY ("workspace_id","dataset_id") REFERENCES "public"."datasets"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "datasets" ADD CONSTRAINT "datasets_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "datasets" ADD CONSTRAINT "datasets_project" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataviews" ADD CONSTRAINT "dataviews_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataviews" ADD CONSTRAINT "dataviews_project" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_project" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_parent" FOREIGN KEY ("workspace_id","parent_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_entries" ADD CONSTRAINT "queue_entries_queue" FOREIGN KEY ("workspace_id","queue_id") REFERENCES "public"."queues"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_entries" ADD CONSTRAINT "queue_entries_task" FOREIGN KEY ("workspace_id","task_id") REFERENCES "public"."tasks"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queues" ADD CONSTRAINT "queues_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_log_chunks" ADD CONSTRAINT "task_log_chunks_task" FOREIGN KEY ("workspace_id","task_id") REFERENCES "public"."tasks"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_samples" ADD CONSTRAINT "task_samples_task" FOREIGN KEY ("workspace_id","task_id") REFERENCES "public"."tasks"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_scalars" ADD CONSTRAINT "task_scalars_task" FOREIGN KEY ("workspace_id","task_id") REFERENCES "public"."tasks"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_project" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workers" ADD CONSTRAINT "workers_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_rule_groups_by_group" ON "access_rule_groups" USING btree ("workspace_id","group_id","rule_id");--> statement-breakpoint
CREATE INDEX "access_rule_users_by_user" ON "access_rule_users" USING btree ("workspace_id","user_id","rule_id");--> statement-breakpoint
CREATE INDEX "access_rules_by_target" ON "access_rules" USING btree ("workspace_id","target_id","id");--> statement-breakpoint
CREATE INDEX "access_rules_by_type" ON "access_rules" USING btree ("workspace_id","type","id");--> statement-breakpoint
CREATE INDEX "dataset_versions_by_dataset" ON "dataset_versions" USING btree ("workspace_id","dataset_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "datasets_by_update" ON "datasets" USING btree ("workspace_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "datasets_by_project" ON "datasets" USING btree ("workspace_id","project_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "datasets_by_name" ON "datasets" USING btree ("workspace_id",lower("name"),"id");--> statement-breakpoint
CREATE INDEX "dataviews_by_update" ON "dataviews" USING btree ("workspace_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "dataviews_by_project" ON "dataviews" USING btree ("workspace_id","project_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "dataviews_by_name" ON "dataviews" USING btree ("workspace_id",lower("name"),"id");--> statement-breakpoint
CREATE INDEX "file_leftovers_by_age" ON "file_leftovers" USING btree ("workspace_id","since");--> statement-breakpoint
CREATE INDEX "files_by_task" ON "files" USING btree ("workspace_id","task_id","path");--> statement-breakpoint
CREATE INDEX "files_by_bytes" ON "files" USING btree ("workspace_id","bytes");--> statement-breakpoint
CREATE INDEX "models_by_update" ON "models" USING btree ("workspace_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "models_by_project" ON "models" USING btree ("workspace_id","project_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "models_by_task" ON "models" USING btree ("workspace_id","task_id","id");--> statement-breakpoint
CREATE INDEX "models_by_name" ON "models" USING btree ("workspace_id",lower("name"),"id");--> statement-breakpoint
CREATE INDEX "models_by_uri" ON "models" USING btree ("workspace_id",md5("uri"));--> statement-breakpoint
CREATE UNIQUE INDEX "projects_name_unique" ON "projects" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "projects_by_parent" ON "projects" USING btree ("workspace_id","parent_id",lower("basename"),"id");--> statement-breakpoint
CREATE INDEX "projects_by_update" ON "projects" USING btree ("workspace_id","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "queue_entries_place_unique" ON "queue_entries" USING btree ("workspace_id","queue_id","place");--> statement-breakpoint
CREATE UNIQUE INDEX "queues_name_unique" ON "queues" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "queues_by_name" ON "queues" USING btree ("workspace_id",lower("name"),"id");--> statement-breakpoint
CREATE INDEX "task_samples_by_iteration" ON "task_samples" USING btree ("workspace_id","task_id","iteration");--> statement-breakpoint
CREATE INDEX "tasks_by_update" ON "tasks" USING btree ("workspace_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "tasks_by_project" ON "tasks" USING btree ("workspace_id","project_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "tasks_by_name" ON "tasks" USING btree ("workspace_id",lower("name"),"id");--> statement-breakpoint
CREATE INDEX "tasks_by_status" ON "tasks" USING btree ("workspace_id","status","updated_at","id");--> statement-breakpoint
CREATE INDEX "tasks_by_parent" ON "tasks" USING btree ("workspace_id","parent_id","id");--> statement-breakpoint
CREATE INDEX "workers_by_report" ON "workers" USING btree ("workspace_id","reported_at","id");--> statement-breakpoint
INSERT INTO "access_heads" ("workspace_id", "version") SELECT "id", 0 FROM "workspaces";--> statement-breakpoint
INSERT INTO "access_rules" ("workspace_id", "id", "type", "target_id", "access", "created_at", "updated_at")
SELECT w."id", md5(w."id" || ' ' || t."type"), t."type", null, 'modify', now(), now()
FROM "workspaces" w
CROSS JOIN unnest(array['project', 'task', 'model', 'dataview', 'dataset', 'queue', 'app_category']) AS t("type");--> statement-breakpoint
INSERT INTO "access_rule_groups" ("workspace_id", "rule_id", "group_id")
SELECT r."workspace_id", r."id", g."id"
FROM "access_rules" r
JOIN "groups" g ON g."workspace_id" = r."workspace_id" AND g."built_in" = 'users';--> statement-breakpoint
INSERT INTO "queues" ("workspace_id", "id", "name", "system_tags", "owner_user_id", "created_at", "updated_at")
SELECT "id", md5("id" || ' default queue'), 'default', array['default'], "owner_user_id", now(), now() FROM "workspaces";
