import { foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { users } from "./accounts";
import { moment, userId } from "./columns";

/** The active workspace is a plain column: it is checked against the memberships at each request. */
export const sessions = pgTable(
  "sessions",
  {
    id: text("id").notNull(),
    userId: userId(),
    activeWorkspaceId: text("active_workspace_id").$type<WorkspaceId>().notNull(),
    ip: text("ip"),
    userAgent: text("user_agent"),
    provider: text("provider").notNull(),
    createdAt: moment("created_at").notNull(),
    lastSeenAt: moment("last_seen_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "sessions_primary", columns: [t.id] }),
    foreignKey({ name: "sessions_user", columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      "cascade",
    ),
    index("sessions_by_user").on(t.userId, t.lastSeenAt),
    index("sessions_by_expiry").on(t.expiresAt),
  ],
);
