CREATE TABLE "model_scalars" (
	"workspace_id" text NOT NULL,
	"model_id" text NOT NULL,
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
	CONSTRAINT "model_scalars_primary" PRIMARY KEY("workspace_id","model_id","metric","variant")
);
--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "event_bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "model_scalars" ADD CONSTRAINT "model_scalars_model" FOREIGN KEY ("workspace_id","model_id") REFERENCES "public"."models"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_bytes_positive" CHECK ("models"."event_bytes" >= 0);