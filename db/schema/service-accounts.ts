import { boolean, foreignKey, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { moment, userId, workspaceId } from "./columns";
import { memberships } from "./memberships";

/** The columns of a service account. Its name is in the table of users, its groups in the tables of groups. */
export const serviceAccounts = pgTable(
  "service_accounts",
  {
    workspaceId: workspaceId(),
    userId: userId(),
    mayImpersonate: boolean("may_impersonate").notNull(),
    mayAskDecisions: boolean("may_ask_decisions").notNull().default(false),
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
