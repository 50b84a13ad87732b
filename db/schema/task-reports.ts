import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { LogLine } from "@/lib/core/resources/event";
import { moment, reportedPlot, reportedSample, series, workspaceId } from "./columns";
import { tasks } from "./tasks";

/** Lines of a task's log, as they came together. Of a task only the last 2,000 lines are kept. */
export const taskLogChunks = pgTable(
  "task_log_chunks",
  {
    workspaceId: workspaceId(),
    taskId: text("task_id").notNull(),
    /** In the order of arrival. */
    number: bigint("number", { mode: "number" }).notNull(),
    lines: jsonb("lines").$type<readonly LogLine[]>().notNull(),
    lineCount: integer("line_count").notNull(),
    firstAt: moment("first_at").notNull(),
    lastAt: moment("last_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "task_log_chunks_primary", columns: [t.workspaceId, t.taskId, t.number] }),
    foreignKey({
      name: "task_log_chunks_task",
      columns: [t.workspaceId, t.taskId],
      foreignColumns: [tasks.workspaceId, tasks.id],
    }).onDelete("cascade"),
  ],
);

/** One metric and variant of a task. */
export const taskScalars = pgTable(
  "task_scalars",
  {
    workspaceId: workspaceId(),
    taskId: text("task_id").notNull(),
    metric: text("metric").notNull(),
    variant: text("variant").notNull(),
    ...series(),
  },
  (t) => [
    primaryKey({ name: "task_scalars_primary", columns: [t.workspaceId, t.taskId, t.metric, t.variant] }),
    foreignKey({
      name: "task_scalars_task",
      columns: [t.workspaceId, t.taskId],
      foreignColumns: [tasks.workspaceId, tasks.id],
    }).onDelete("cascade"),
    /** As clients name a metric and a variant when they sort or filter tasks by it. */
    index("task_scalars_by_digest").on(
      t.workspaceId,
      t.taskId,
      sql`md5(${t.metric})`,
      sql`md5(${t.variant})`,
    ),
  ],
);

/** Plots that a task reported. */
export const taskPlots = pgTable(
  "task_plots",
  {
    workspaceId: workspaceId(),
    taskId: text("task_id").notNull(),
    ...reportedPlot(),
  },
  (t) => [
    primaryKey({
      name: "task_plots_primary",
      columns: [t.workspaceId, t.taskId, t.metric, t.variant, t.iteration],
    }),
    foreignKey({
      name: "task_plots_task",
      columns: [t.workspaceId, t.taskId],
      foreignColumns: [tasks.workspaceId, tasks.id],
    }).onDelete("cascade"),
  ],
);

/** Debug samples that a task reported. */
export const taskSamples = pgTable(
  "task_samples",
  {
    workspaceId: workspaceId(),
    taskId: text("task_id").notNull(),
    ...reportedSample(),
  },
  (t) => [
    primaryKey({
      name: "task_samples_primary",
      columns: [t.workspaceId, t.taskId, t.metric, t.variant, t.iteration],
    }),
    foreignKey({
      name: "task_samples_task",
      columns: [t.workspaceId, t.taskId],
      foreignColumns: [tasks.workspaceId, tasks.id],
    }).onDelete("cascade"),
    index("task_samples_by_iteration").on(t.workspaceId, t.taskId, t.iteration),
  ],
);
