import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { moment, tags, userId, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/** Projects nest. What is made by somebody keeps their id when they leave, so owners refer to no membership. */
export const projects = pgTable(
  "projects",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    parentId: text("parent_id"),
    /** The whole path, with `/` between the names: clients know projects by it. */
    name: text("name").notNull(),
    /** The last part of the path. */
    basename: text("basename").notNull(),
    description: text("description").notNull().default(""),
    defaultOutputDestination: text("default_output_destination"),
    ...tags(),
    ownerUserId: userId("owner_user_id"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "projects_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "projects_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "projects_parent",
      columns: [t.workspaceId, t.parentId],
      foreignColumns: [t.workspaceId, t.id],
    }),
    uniqueIndex("projects_name_unique").on(t.workspaceId, t.name),
    index("projects_by_parent").on(t.workspaceId, t.parentId, sql`lower(${t.basename})`, t.id),
    index("projects_by_update").on(t.workspaceId, t.updatedAt, t.id),
  ],
);
