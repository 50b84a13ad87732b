import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import type { TaskStatus, TaskType } from "@/lib/core/resources/task";
import { moment, tags, userId, workspaceId } from "./columns";
import { projects } from "./projects";
import { workspaces } from "./workspaces";

type Json = Record<string, unknown>;

/** What a program did or is to do, as the SDK reports it. Documents are kept as clients send them. */
export const tasks = pgTable(
  "tasks",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    projectId: text("project_id"),
    parentId: text("parent_id"),
    name: text("name").notNull(),
    type: text("type").$type<TaskType>().notNull(),
    status: text("status").$type<TaskStatus>().notNull(),
    statusReason: text("status_reason").notNull().default(""),
    statusMessage: text("status_message").notNull().default(""),
    statusChangedAt: moment("status_changed_at").notNull(),
    /** What it was before it was queued, and becomes again when it is taken from the queue. */
    statusBeforeQueue: text("status_before_queue").$type<TaskStatus>(),
    comment: text("comment").notNull().default(""),
    ...tags(),
    ownerUserId: userId("owner_user_id"),
    createdAt: moment("created_at").notNull(),
    startedAt: moment("started_at"),
    completedAt: moment("completed_at"),
    publishedAt: moment("published_at"),
    updatedAt: moment("updated_at").notNull(),
    /** The worker that reported last, and when. */
    lastWorker: text("last_worker"),
    lastWorkerReportAt: moment("last_worker_report_at"),
    lastIteration: integer("last_iteration"),
    outputDestination: text("output_destination"),
    script: jsonb("script").$type<Json>().notNull().default({}),
    execution: jsonb("execution").$type<Json>().notNull().default({}),
    container: jsonb("container").$type<Json>().notNull().default({}),
    hyperparams: jsonb("hyperparams").$type<Json>().notNull().default({}),
    configuration: jsonb("configuration").$type<Json>().notNull().default({}),
    runtime: jsonb("runtime").$type<Json>().notNull().default({}),
    artifacts: jsonb("artifacts").$type<readonly Json[]>().notNull().default([]),
    models: jsonb("models").$type<Json>().notNull().default({}),
    /** Registered sizes of its artifacts. */
    artifactBytes: bigint("artifact_bytes", { mode: "number" }).notNull().default(0),
    /** Of those of them that lie outside Steward's own file server. */
    externalBytes: bigint("external_bytes", { mode: "number" }).notNull().default(0),
    /** Of the events that its clients reported. */
    eventBytes: bigint("event_bytes", { mode: "number" }).notNull().default(0),
  },
  (t) => [
    primaryKey({ name: "tasks_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "tasks_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "tasks_project",
      columns: [t.workspaceId, t.projectId],
      foreignColumns: [projects.workspaceId, projects.id],
    }),
    index("tasks_by_update").on(t.workspaceId, t.updatedAt, t.id),
    index("tasks_by_project").on(t.workspaceId, t.projectId, t.updatedAt, t.id),
    index("tasks_by_name").on(t.workspaceId, sql`lower(${t.name})`, t.id),
    index("tasks_by_owner").on(t.workspaceId, t.ownerUserId, t.updatedAt, t.id),
    index("tasks_by_status").on(t.workspaceId, t.status, t.updatedAt, t.id),
    /** What counts of tasks read: archived ones are left out of all of them. */
    index("tasks_counted")
      .on(t.workspaceId, t.projectId, t.status, t.startedAt, t.completedAt)
      .where(sql`not ('archived' = any(${t.systemTags}))`),
    index("tasks_by_parent").on(t.workspaceId, t.parentId, t.id),
    /** By the ids of the models that a task began with, or made. */
    index("tasks_by_model").using("gin", sql`${t.models} jsonb_path_ops`),
    check("tasks_bytes_positive", sql`${t.artifactBytes} >= 0 and ${t.eventBytes} >= 0`),
  ],
);
