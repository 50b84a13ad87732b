ALTER TABLE "vault_revisions" ADD COLUMN "sealed_canonical" text;--> statement-breakpoint
ALTER TABLE "vault_revisions" ADD COLUMN "canonical_writer" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "vaults" ADD COLUMN "version" bigint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace_heads" DROP COLUMN "configuration_version";