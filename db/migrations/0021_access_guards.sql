CREATE TABLE "access_guards" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"user_id" text,
	"group_id" text,
	"allows" boolean NOT NULL,
	"access" text NOT NULL,
	"type" text NOT NULL,
	"target_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"broken_at" timestamp (3) with time zone,
	CONSTRAINT "access_guards_primary" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "access_guards_one_principal" CHECK (("access_guards"."user_id" is null) <> ("access_guards"."group_id" is null)),
	CONSTRAINT "access_guards_access_known" CHECK ("access_guards"."access" in ('read', 'modify'))
);
--> statement-breakpoint
ALTER TABLE "access_guards" ADD CONSTRAINT "access_guards_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_guards" ADD CONSTRAINT "access_guards_member" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_guards" ADD CONSTRAINT "access_guards_group" FOREIGN KEY ("workspace_id","group_id") REFERENCES "public"."groups"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_guards_by_target" ON "access_guards" USING btree ("workspace_id","target_id");--> statement-breakpoint
CREATE INDEX "access_guards_by_user" ON "access_guards" USING btree ("workspace_id","user_id");--> statement-breakpoint
CREATE INDEX "access_guards_by_group" ON "access_guards" USING btree ("workspace_id","group_id");