CREATE TABLE "model_plots" (
	"workspace_id" text NOT NULL,
	"model_id" text NOT NULL,
	"metric" text NOT NULL,
	"variant" text NOT NULL,
	"iteration" bigint NOT NULL,
	"text" text NOT NULL,
	"source_urls" text[] NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "model_plots_primary" PRIMARY KEY("workspace_id","model_id","metric","variant","iteration")
);
--> statement-breakpoint
CREATE TABLE "model_samples" (
	"workspace_id" text NOT NULL,
	"model_id" text NOT NULL,
	"metric" text NOT NULL,
	"variant" text NOT NULL,
	"iteration" bigint NOT NULL,
	"url" text NOT NULL,
	"bytes" bigint,
	"reported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "model_samples_primary" PRIMARY KEY("workspace_id","model_id","metric","variant","iteration")
);
--> statement-breakpoint
ALTER TABLE "model_plots" ADD CONSTRAINT "model_plots_model" FOREIGN KEY ("workspace_id","model_id") REFERENCES "public"."models"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_samples" ADD CONSTRAINT "model_samples_model" FOREIGN KEY ("workspace_id","model_id") REFERENCES "public"."models"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "model_samples_by_iteration" ON "model_samples" USING btree ("workspace_id","model_id","iteration");