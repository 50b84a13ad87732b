import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { moment, tags, userId, workspaceId } from "./columns";
import { folderIdOf } from "./folder-id";
import { projects } from "./projects";
import { workspaces } from "./workspaces";

type Json = Record<string, unknown>;

export const models = pgTable(
  "models",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    projectId: text("project_id"),
    /** The model that it was made from. */
    parentId: text("parent_id"),
    /** The task that made it. */
    taskId: text("task_id"),
    name: text("name").notNull(),
    uri: text("uri").notNull(),
    framework: text("framework"),
    ready: boolean("ready").notNull(),
    comment: text("comment").notNull().default(""),
    iteration: integer("iteration"),
    ...tags(),
    labels: jsonb("labels").$type<Json>().notNull().default({}),
    design: jsonb("design").$type<Json>().notNull().default({}),
    metadata: jsonb("metadata").$type<Json>().notNull().default({}),
    /** Of the events that were reported of it. */
    eventBytes: bigint("event_bytes", { mode: "number" }).notNull().default(0),
    ownerUserId: userId("owner_user_id"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "models_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "models_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "models_project",
      columns: [t.workspaceId, t.projectId],
      foreignColumns: [projects.workspaceId, projects.id],
    }),
    index("models_by_update").on(t.workspaceId, t.updatedAt, t.id),
    index("models_by_project").on(t.workspaceId, t.projectId, t.updatedAt, t.id),
    index("models_by_task").on(t.workspaceId, t.taskId, t.id),
    index("models_by_name").on(t.workspaceId, sql`lower(${t.name})`, t.id),
    check("models_bytes_positive", sql`${t.eventBytes} >= 0`),
    index("models_by_uri").on(t.workspaceId, sql`md5(${t.uri})`),
    index("models_by_folder").on(t.workspaceId, folderIdOf(t.uri)),
  ],
);
