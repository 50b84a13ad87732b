import { foreignKey, index, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { moment, userId, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

export const memberships = pgTable(
  "memberships",
  {
    workspaceId: workspaceId(),
    userId: userId(),
    joinedAt: moment("joined_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "memberships_primary", columns: [t.workspaceId, t.userId] }),
    foreignKey({
      name: "memberships_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({ name: "memberships_user", columns: [t.userId], foreignColumns: [users.id] }),
    index("memberships_by_user").on(t.userId),
    index("memberships_by_joining").on(t.workspaceId, t.joinedAt, t.userId),
  ],
);
