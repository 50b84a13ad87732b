import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { RulePermission, RuleType } from "@/lib/core/access/rules/rule-names";
import { moment, workspaceId } from "./columns";
import { groups } from "./groups";
import { memberships } from "./memberships";
import { workspaces } from "./workspaces";

/** What is to stay so whatever is changed: that a user or the members of a group can, or can't, reach an object. */
export const accessGuards = pgTable(
  "access_guards",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    userId: text("user_id"),
    groupId: text("group_id"),
    allows: boolean("allows").notNull(),
    access: text("access").$type<RulePermission>().notNull(),
    type: text("type").$type<RuleType>().notNull(),
    targetId: text("target_id").notNull(),
    createdAt: moment("created_at").notNull(),
    /** Since when it isn't so, because an admin saved a change anyway. */
    brokenAt: moment("broken_at"),
  },
  (t) => [
    primaryKey({ name: "access_guards_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "access_guards_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "access_guards_member",
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
    foreignKey({
      name: "access_guards_group",
      columns: [t.workspaceId, t.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }).onDelete("cascade"),
    index("access_guards_by_target").on(t.workspaceId, t.targetId),
    index("access_guards_by_user").on(t.workspaceId, t.userId),
    index("access_guards_by_group").on(t.workspaceId, t.groupId),
    check("access_guards_one_principal", sql`(${t.userId} is null) <> (${t.groupId} is null)`),
    check("access_guards_access_known", sql`${t.access} in ('read', 'modify')`),
  ],
);
