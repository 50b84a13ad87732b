import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { ObjectType } from "@/lib/core/access/object-types";
import { moment, userId, workspaceId } from "./columns";
import { groups } from "./groups";
import { memberships } from "./memberships";
import { workspaces } from "./workspaces";

export const accessRules = pgTable(
  "access_rules",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    type: text("type").$type<Exclude<ObjectType, "dataset_version">>().notNull(),
    /** Null for a rule on every object of the type. */
    targetId: text("target_id"),
    access: text("access").$type<"read" | "modify">().notNull(),
    /** Raised by each edit, so that no editor replaces what they have not seen. */
    revision: integer("revision").notNull().default(1),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "access_rules_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "access_rules_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    index("access_rules_by_target").on(t.workspaceId, t.targetId, t.id),
    index("access_rules_by_type").on(t.workspaceId, t.type, t.id),
    check("access_rules_access_known", sql`${t.access} in ('read', 'modify')`),
    check(
      "access_rules_type_known",
      sql`${t.type} in ('project', 'task', 'model', 'dataview', 'dataset', 'queue', 'app_category')`,
    ),
  ],
);

export const accessRuleUsers = pgTable(
  "access_rule_users",
  {
    workspaceId: workspaceId(),
    ruleId: text("rule_id").notNull(),
    userId: userId(),
  },
  (t) => [
    primaryKey({ name: "access_rule_users_primary", columns: [t.workspaceId, t.ruleId, t.userId] }),
    foreignKey({
      name: "access_rule_users_rule",
      columns: [t.workspaceId, t.ruleId],
      foreignColumns: [accessRules.workspaceId, accessRules.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "access_rule_users_member",
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
    index("access_rule_users_by_user").on(t.workspaceId, t.userId, t.ruleId),
  ],
);

export const accessRuleGroups = pgTable(
  "access_rule_groups",
  {
    workspaceId: workspaceId(),
    ruleId: text("rule_id").notNull(),
    groupId: text("group_id").notNull(),
  },
  (t) => [
    primaryKey({ name: "access_rule_groups_primary", columns: [t.workspaceId, t.ruleId, t.groupId] }),
    foreignKey({
      name: "access_rule_groups_rule",
      columns: [t.workspaceId, t.ruleId],
      foreignColumns: [accessRules.workspaceId, accessRules.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "access_rule_groups_group",
      columns: [t.workspaceId, t.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }).onDelete("cascade"),
    index("access_rule_groups_by_group").on(t.workspaceId, t.groupId, t.ruleId),
  ],
);
