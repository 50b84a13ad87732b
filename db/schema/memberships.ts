import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { UserKind } from "@/lib/core/workspace/role";
import { users } from "./accounts";
import { moment, userId, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/**
 * Name, address and kind are copies of the account's: a workspace's list is searched and sorted by them, and must
 * not read the accounts of others to do so.
 */
export const memberships = pgTable(
  "memberships",
  {
    workspaceId: workspaceId(),
    userId: userId(),
    joinedAt: moment("joined_at").notNull(),
    kind: text("kind").$type<UserKind>().notNull(),
    name: text("name").notNull(),
    email: text("email"),
    lastSignInAt: moment("last_sign_in_at"),
    lastSignInProvider: text("last_sign_in_provider"),
    lastActiveAt: moment("last_active_at"),
  },
  (t) => [
    primaryKey({ name: "memberships_primary", columns: [t.workspaceId, t.userId] }),
    foreignKey({
      name: "memberships_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({ name: "memberships_user", columns: [t.userId], foreignColumns: [users.id] }),
    index("memberships_by_user").on(t.userId, t.workspaceId),
    index("memberships_by_joining").on(t.workspaceId, t.kind, t.joinedAt, t.userId),
    index("memberships_by_name").on(t.workspaceId, t.kind, sql`lower(${t.name})`, t.userId),
  ],
);
