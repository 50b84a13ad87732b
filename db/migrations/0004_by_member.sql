DROP INDEX "group_members_by_user";--> statement-breakpoint
CREATE INDEX "group_members_by_user" ON "group_members" USING btree ("workspace_id","user_id","group_id");