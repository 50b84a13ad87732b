import { bigint, date, foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { userId, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/**
 * Calls by day (in UTC) and API credentials, which may be gone by now. Each tally of a process has rows of its own,
 * which hold its whole count: one that is written twice is counted once.
 */
export const credentialCalls = pgTable(
  "credential_calls",
  {
    workspaceId: workspaceId(),
    day: date("day").notNull(),
    accessKey: text("access_key").notNull(),
    tally: text("tally").notNull(),
    userId: userId(),
    calls: bigint("calls", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ name: "credential_calls_primary", columns: [t.workspaceId, t.day, t.accessKey, t.tally] }),
    foreignKey({
      name: "credential_calls_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);
