import { bigint, foreignKey, jsonb, pgTable, primaryKey } from "drizzle-orm/pg-core";
import type { AccessChange } from "@/lib/core/access/change";
import { workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/**
 * How often the people, groups, access rules or resources of a workspace have changed. Whoever changes one of them
 * locks the row; whoever relies on them until a write is done shares the lock.
 */
export const accessHeads = pgTable(
  "access_heads",
  {
    workspaceId: workspaceId(),
    version: bigint("version", { mode: "number" }).notNull().default(0),
  },
  (t) => [
    primaryKey({ name: "access_heads_primary", columns: [t.workspaceId] }),
    foreignKey({
      name: "access_heads_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);

/** What led to each version. Old ones are deleted: a process that is further behind reads the whole again. */
export const accessChanges = pgTable(
  "access_changes",
  {
    workspaceId: workspaceId(),
    version: bigint("version", { mode: "number" }).notNull(),
    changes: jsonb("changes").$type<readonly AccessChange[]>().notNull(),
  },
  (t) => [
    primaryKey({ name: "access_changes_primary", columns: [t.workspaceId, t.version] }),
    foreignKey({
      name: "access_changes_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);
