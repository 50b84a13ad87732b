CREATE TABLE "vault_groups" (
	"workspace_id" text NOT NULL,
	"vault_id" text NOT NULL,
	"group_id" text NOT NULL,
	CONSTRAINT "vault_groups_primary" PRIMARY KEY("workspace_id","vault_id","group_id")
);
--> statement-breakpoint
ALTER TABLE "vaults" DROP CONSTRAINT "vaults_scope_known";--> statement-breakpoint
ALTER TABLE "vaults" ALTER COLUMN "owner_user_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "vault_revisions" ADD COLUMN "credential_count" integer;--> statement-breakpoint
ALTER TABLE "vaults" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "vaults" ADD COLUMN "position" integer;--> statement-breakpoint
ALTER TABLE "vaults" ADD COLUMN "unreadable_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "vaults" ADD COLUMN "updated_by_name" text;--> statement-breakpoint
ALTER TABLE "vault_groups" ADD CONSTRAINT "vault_groups_vault" FOREIGN KEY ("workspace_id","vault_id") REFERENCES "public"."vaults"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vault_groups" ADD CONSTRAINT "vault_groups_group" FOREIGN KEY ("workspace_id","group_id") REFERENCES "public"."groups"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "vault_groups_by_group" ON "vault_groups" USING btree ("workspace_id","group_id","vault_id");--> statement-breakpoint
CREATE INDEX "audit_events_of_admin_vaults" ON "audit_events" USING btree ("workspace_id","number") WHERE starts_with(event, 'admin_vault.');--> statement-breakpoint
CREATE INDEX "audit_events_by_admin_vault" ON "audit_events" USING btree ("workspace_id","target_id","number") WHERE starts_with(event, 'admin_vault.');--> statement-breakpoint
CREATE INDEX "audit_events_by_admin_vault_actor" ON "audit_events" USING btree ("workspace_id","actor_user_id","number") WHERE starts_with(event, 'admin_vault.');--> statement-breakpoint
CREATE INDEX "vaults_by_position" ON "vaults" USING btree ("workspace_id","position","id") WHERE "vaults"."scope" = 'group';--> statement-breakpoint
ALTER TABLE "vaults" ADD CONSTRAINT "vaults_scope_columns" CHECK (case "vaults"."scope"
        when 'personal' then "vaults"."owner_user_id" is not null and "vaults"."name" is null and "vaults"."position" is null
        else "vaults"."owner_user_id" is null and "vaults"."name" is not null and "vaults"."position" >= 1
      end);--> statement-breakpoint
ALTER TABLE "vaults" ADD CONSTRAINT "vaults_scope_known" CHECK ("vaults"."scope" in ('personal', 'group'));