DROP INDEX "groups_name_unique";--> statement-breakpoint
CREATE INDEX "group_members_by_addition" ON "group_members" USING btree ("workspace_id","group_id","added_at","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_name_unique" ON "groups" USING btree ("workspace_id",lower("name"));