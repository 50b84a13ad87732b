import { text, timestamp } from "drizzle-orm/pg-core";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";

/** Milliseconds are kept, so that a time read back equals the one that was hashed into an audit entry. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

export const workspaceId = () => text("workspace_id").$type<WorkspaceId>().notNull();
export const userId = (name = "user_id") => text(name).$type<UserId>().notNull();

/** Those of people, and those of programs (`archived`, `hidden`, `development`, …). */
export const tags = () => ({
  tags: text("tags").array().notNull().default([]),
  systemTags: text("system_tags").array().notNull().default([]),
});
