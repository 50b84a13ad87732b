DROP INDEX "memberships_by_user";--> statement-breakpoint
CREATE INDEX "memberships_by_user" ON "memberships" USING btree ("user_id","workspace_id");