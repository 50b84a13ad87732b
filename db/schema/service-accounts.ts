import { boolean, foreignKey, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { moment, userId, workspaceId } from "./columns";
import { memberships } from "./memberships";

/** What only a member that is no person has; its name stands with the users, its groups with the groups. */
export const serviceAccounts = pgTable(
  "service_accounts",
  {
    workspaceId: workspaceId(),
    userId: userId(),
    mayImpersonate: boolean("may_impersonate").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "service_accounts_primary", columns: [t.workspaceId, t.userId] }),
    foreignKey({
      name: "service_accounts_member",
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
  ],
);
