CREATE TABLE "account_links" (
	"token_hash" text NOT NULL,
	"user_id" text NOT NULL,
	"mailed" boolean NOT NULL,
	"purpose" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_links_primary" PRIMARY KEY("token_hash")
);
--> statement-breakpoint
CREATE TABLE "user_preferences" (
	"user_id" text NOT NULL,
	"preferences" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "user_preferences_primary" PRIMARY KEY("user_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"email_proven_at" timestamp (3) with time zone,
	"password_hash" text,
	"password_changed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_primary" PRIMARY KEY("id"),
	CONSTRAINT "users_email_lower_case" CHECK ("users"."email" = lower("users"."email")),
	CONSTRAINT "users_people_have_an_email" CHECK ("users"."kind" <> 'person' or "users"."email" is not null)
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"workspace_id" text NOT NULL,
	"number" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event" text NOT NULL,
	"actor_user_id" text,
	"actor_name" text NOT NULL,
	"via" text NOT NULL,
	"access_key" text,
	"address" text,
	"target_id" text,
	"target_name" text,
	"before" jsonb,
	"after" jsonb,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_events_primary" PRIMARY KEY("workspace_id","number")
);
--> statement-breakpoint
CREATE TABLE "api_credentials" (
	"access_key" text NOT NULL,
	"workspace_id" text NOT NULL,
	"user_id" text NOT NULL,
	"label" text NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "api_credentials_primary" PRIMARY KEY("access_key")
);
--> statement-breakpoint
CREATE TABLE "credential_uses" (
	"workspace_id" text NOT NULL,
	"access_key" text NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"worker" text,
	"address" text,
	CONSTRAINT "credential_uses_primary" PRIMARY KEY("workspace_id","access_key")
);
--> statement-breakpoint
CREATE TABLE "group_members" (
	"workspace_id" text NOT NULL,
	"group_id" text NOT NULL,
	"user_id" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "group_members_primary" PRIMARY KEY("workspace_id","group_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"built_in" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "groups_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" text NOT NULL,
	"set_up_nonce" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "installation_primary" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "invitation_links" (
	"workspace_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"invitation_id" text NOT NULL,
	"means" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "invitation_links_primary" PRIMARY KEY("workspace_id","token_hash")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"email" text NOT NULL,
	"status" text NOT NULL,
	"invited_by_user_id" text NOT NULL,
	"invited_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "invitations_primary" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" text NOT NULL,
	"workspace_id" text,
	"invitation_id" text,
	"kind" text NOT NULL,
	"recipient" text NOT NULL,
	"sealed_content" text,
	"status" text NOT NULL,
	"attempts" integer NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "mails_primary" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"workspace_id" text NOT NULL,
	"user_id" text NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"last_sign_in_at" timestamp (3) with time zone,
	"last_sign_in_provider" text,
	"last_active_at" timestamp (3) with time zone,
	CONSTRAINT "memberships_primary" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "service_accounts" (
	"workspace_id" text NOT NULL,
	"user_id" text NOT NULL,
	"may_impersonate" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "service_accounts_primary" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"active_workspace_id" text NOT NULL,
	"address" text,
	"user_agent" text,
	"provider" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sessions_primary" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "sign_in_brakes" (
	"subject" text NOT NULL,
	"failures" integer NOT NULL,
	"last_failure_at" timestamp (3) with time zone NOT NULL,
	"next_turn_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sign_in_brakes_primary" PRIMARY KEY("subject")
);
--> statement-breakpoint
CREATE TABLE "account_identities" (
	"provider" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"email" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_identities_primary" PRIMARY KEY("provider","subject")
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"user_id" text NOT NULL,
	"code_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "recovery_codes_primary" PRIMARY KEY("user_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"user_id" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"last_step" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "second_factors_primary" PRIMARY KEY("user_id")
);
--> statement-breakpoint
CREATE TABLE "vault_revisions" (
	"workspace_id" text NOT NULL,
	"vault_id" text NOT NULL,
	"number" integer NOT NULL,
	"format" text NOT NULL,
	"sealed_text" text NOT NULL,
	"line_count" integer NOT NULL,
	"byte_count" integer NOT NULL,
	"author_user_id" text NOT NULL,
	"author_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "vault_revisions_primary" PRIMARY KEY("workspace_id","vault_id","number")
);
--> statement-breakpoint
CREATE TABLE "vaults" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"scope" text NOT NULL,
	"owner_user_id" text NOT NULL,
	"type" text NOT NULL,
	"enabled" boolean NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "vaults_primary" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "vaults_scope_known" CHECK ("vaults"."scope" in ('personal'))
);
--> statement-breakpoint
CREATE TABLE "workspace_heads" (
	"workspace_id" text NOT NULL,
	"configuration_version" bigint NOT NULL,
	"audit_number" bigint NOT NULL,
	"audit_hash" text NOT NULL,
	CONSTRAINT "workspace_heads_primary" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text NOT NULL,
	"name" text NOT NULL,
	"owner_user_id" text NOT NULL,
	"is_personal" boolean NOT NULL,
	"max_credential_days" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workspaces_primary" PRIMARY KEY("id")
);
--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_preferences" ADD CONSTRAINT "user_preferences_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_credentials" ADD CONSTRAINT "api_credentials_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_credentials" ADD CONSTRAINT "api_credentials_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_uses" ADD CONSTRAINT "credential_uses_credential" FOREIGN KEY ("access_key") REFERENCES "public"."api_credentials"("access_key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group" FOREIGN KEY ("workspace_id","group_id") REFERENCES "public"."groups"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_member" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation_links" ADD CONSTRAINT "invitation_links_invitation" FOREIGN KEY ("workspace_id","invitation_id") REFERENCES "public"."invitations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_accounts" ADD CONSTRAINT "service_accounts_member" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_identities" ADD CONSTRAINT "account_identities_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vault_revisions" ADD CONSTRAINT "vault_revisions_vault" FOREIGN KEY ("workspace_id","vault_id") REFERENCES "public"."vaults"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vaults" ADD CONSTRAINT "vaults_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vaults" ADD CONSTRAINT "vaults_owner" FOREIGN KEY ("workspace_id","owner_user_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_heads" ADD CONSTRAINT "workspace_heads_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspaces" ADD CONSTRAINT "workspaces_owner" FOREIGN KEY ("owner_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_links_by_user" ON "account_links" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_unique" ON "users" USING btree ("email");--> statement-breakpoint
CREATE INDEX "audit_events_by_time" ON "audit_events" USING btree ("workspace_id","at","number");--> statement-breakpoint
CREATE INDEX "audit_events_by_event" ON "audit_events" USING btree ("workspace_id","event","number");--> statement-breakpoint
CREATE INDEX "audit_events_by_actor" ON "audit_events" USING btree ("workspace_id","actor_user_id","number");--> statement-breakpoint
CREATE INDEX "api_credentials_by_creation" ON "api_credentials" USING btree ("workspace_id","created_at","access_key");--> statement-breakpoint
CREATE INDEX "api_credentials_by_user" ON "api_credentials" USING btree ("workspace_id","user_id","created_at","access_key");--> statement-breakpoint
CREATE INDEX "api_credentials_of_user" ON "api_credentials" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "credential_uses_by_access_key" ON "credential_uses" USING btree ("access_key");--> statement-breakpoint
CREATE INDEX "group_members_by_user" ON "group_members" USING btree ("workspace_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_name_unique" ON "groups" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_built_in_unique" ON "groups" USING btree ("workspace_id","built_in");--> statement-breakpoint
CREATE INDEX "invitation_links_by_invitation" ON "invitation_links" USING btree ("workspace_id","invitation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_one_pending_each" ON "invitations" USING btree ("workspace_id","email") WHERE "invitations"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "invitations_by_creation" ON "invitations" USING btree ("workspace_id","status","created_at","id");--> statement-breakpoint
CREATE INDEX "invitations_by_email" ON "invitations" USING btree ("email","status");--> statement-breakpoint
CREATE INDEX "mails_due" ON "mails" USING btree ("status","next_attempt_at");--> statement-breakpoint
CREATE INDEX "mails_by_invitation" ON "mails" USING btree ("workspace_id","invitation_id","created_at");--> statement-breakpoint
CREATE INDEX "memberships_by_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "memberships_by_joining" ON "memberships" USING btree ("workspace_id","kind","joined_at","user_id");--> statement-breakpoint
CREATE INDEX "memberships_by_name" ON "memberships" USING btree ("workspace_id","kind",lower("name"),"user_id");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("user_id","last_seen_at");--> statement-breakpoint
CREATE INDEX "sessions_by_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sign_in_brakes_by_time" ON "sign_in_brakes" USING btree ("last_failure_at");--> statement-breakpoint
CREATE INDEX "account_identities_by_user" ON "account_identities" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "vaults_one_personal_each" ON "vaults" USING btree ("workspace_id","owner_user_id") WHERE "vaults"."scope" = 'personal';--> statement-breakpoint
CREATE INDEX "vaults_by_owner" ON "vaults" USING btree ("workspace_id","owner_user_id");--> statement-breakpoint
CREATE INDEX "workspaces_by_owner" ON "workspaces" USING btree ("owner_user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "workspaces_one_personal_each" ON "workspaces" USING btree ("owner_user_id") WHERE "workspaces"."is_personal";