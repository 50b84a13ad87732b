CREATE TABLE "cleanup_credentials" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text,
	"service" text NOT NULL,
	"method" text NOT NULL,
	"bucket" text NOT NULL,
	"host" text NOT NULL,
	"is_secure" boolean NOT NULL,
	"verifies_certificate" boolean NOT NULL,
	"region" text NOT NULL,
	"project" text NOT NULL,
	"access_key" text NOT NULL,
	"has_token" boolean NOT NULL,
	"sealed_secrets" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cleanup_credentials_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "cleanup_credentials" ADD CONSTRAINT "cleanup_credentials_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cleanup_credentials" ADD CONSTRAINT "cleanup_credentials_member" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cleanup_credentials_by_holder" ON "cleanup_credentials" USING btree ("workspace_id","user_id");