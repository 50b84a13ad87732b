import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { BuiltInGroup } from "@/lib/core/workspace/group-words";
import { moment, userId, workspaceId } from "./columns";
import { memberships } from "./memberships";
import { workspaces } from "./workspaces";

export const groups = pgTable(
  "groups",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    builtIn: text("built_in").$type<BuiltInGroup>(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "groups_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "groups_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    uniqueIndex("groups_name_unique").on(t.workspaceId, sql`lower(${t.name})`),
    uniqueIndex("groups_built_in_unique").on(t.workspaceId, t.builtIn),
  ],
);

/** `Users` and `Service accounts` have no rows here: who belongs to them follows from the membership. */
export const groupMembers = pgTable(
  "group_members",
  {
    workspaceId: workspaceId(),
    groupId: text("group_id").notNull(),
    userId: userId(),
    addedAt: moment("added_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "group_members_primary", columns: [t.workspaceId, t.groupId, t.userId] }),
    foreignKey({
      name: "group_members_group",
      columns: [t.workspaceId, t.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "group_members_member",
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
    index("group_members_by_user").on(t.workspaceId, t.userId, t.groupId),
    index("group_members_by_addition").on(t.workspaceId, t.groupId, t.addedAt, t.userId),
  ],
);
