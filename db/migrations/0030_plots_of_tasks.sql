CREATE TABLE "task_plots" (
	"workspace_id" text NOT NULL,
	"task_id" text NOT NULL,
	"metric" text NOT NULL,
	"variant" text NOT NULL,
	"iteration" bigint NOT NULL,
	"text" text NOT NULL,
	"source_urls" text[] NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "task_plots_primary" PRIMARY KEY("workspace_id","task_id","metric","variant","iteration")
);
--> statement-breakpoint
ALTER TABLE "task_plots" ADD CONSTRAINT "task_plots_task" FOREIGN KEY ("workspace_id","task_id") REFERENCES "public"."tasks"("workspace_id","id") ON DELETE cascade ON UPDATE no action;