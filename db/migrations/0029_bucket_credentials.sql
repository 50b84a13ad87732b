CREATE TABLE "bucket_credentials" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"bucket" text NOT NULL,
	"host" text NOT NULL,
	"region" text NOT NULL,
	"access_key" text NOT NULL,
	"has_token" boolean NOT NULL,
	"sealed_secrets" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "bucket_credentials_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "bucket_credentials" ADD CONSTRAINT "bucket_credentials_member" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bucket_credentials_by_bucket" ON "bucket_credentials" USING btree ("workspace_id","user_id","bucket","host");