import { sql } from "drizzle-orm";
import { foreignKey, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment, tags, userId, workspaceId } from "./columns";
import { projects } from "./projects";
import { workspaces } from "./workspaces";

type Json = Record<string, unknown>;

export const datasets = pgTable(
  "datasets",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    projectId: text("project_id"),
    name: text("name").notNull(),
    comment: text("comment").notNull().default(""),
    ...tags(),
    ownerUserId: userId("owner_user_id"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "datasets_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "datasets_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "datasets_project",
      columns: [t.workspaceId, t.projectId],
      foreignColumns: [projects.workspaceId, projects.id],
    }),
    index("datasets_by_update").on(t.workspaceId, t.updatedAt, t.id),
    index("datasets_by_project").on(t.workspaceId, t.projectId, t.updatedAt, t.id),
    index("datasets_by_name").on(t.workspaceId, sql`lower(${t.name})`, t.id),
  ],
);

export const datasetVersions = pgTable(
  "dataset_versions",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    datasetId: text("dataset_id").notNull(),
    name: text("name").notNull(),
    status: text("status").$type<"draft" | "committed" | "published">().notNull(),
    ...tags(),
    ownerUserId: userId("owner_user_id"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "dataset_versions_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "dataset_versions_dataset",
      columns: [t.workspaceId, t.datasetId],
      foreignColumns: [datasets.workspaceId, datasets.id],
    }).onDelete("cascade"),
    index("dataset_versions_by_dataset").on(t.workspaceId, t.datasetId, t.updatedAt, t.id),
  ],
);

/** A named selection out of datasets. */
export const dataviews = pgTable(
  "dataviews",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    projectId: text("project_id"),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    ...tags(),
    filters: jsonb("filters").$type<readonly Json[]>().notNull().default([]),
    ownerUserId: userId("owner_user_id"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "dataviews_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "dataviews_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "dataviews_project",
      columns: [t.workspaceId, t.projectId],
      foreignColumns: [projects.workspaceId, projects.id],
    }),
    index("dataviews_by_update").on(t.workspaceId, t.updatedAt, t.id),
    index("dataviews_by_project").on(t.workspaceId, t.projectId, t.updatedAt, t.id),
    index("dataviews_by_name").on(t.workspaceId, sql`lower(${t.name})`, t.id),
  ],
);
