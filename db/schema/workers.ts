import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment, tags, userId, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

type Json = Record<string, unknown>;

/** Agents as they report themselves, each known by its id and whoever runs it. One that is silent for longer than its time-out counts as gone. */
export const workers = pgTable(
  "workers",
  {
    workspaceId: workspaceId(),
    /** `host:gpu:0` and the like. */
    id: text("id").notNull(),
    userId: userId(),
    ip: text("ip"),
    queueIds: text("queue_ids").array().notNull().default([]),
    /** The queue and the task that it works on. */
    queueId: text("queue_id"),
    taskId: text("task_id"),
    ...tags(),
    timeoutSeconds: integer("timeout_seconds").notNull(),
    registeredAt: moment("registered_at").notNull(),
    reportedAt: moment("reported_at").notNull(),
    machineStats: jsonb("machine_stats").$type<Json>().notNull().default({}),
    runtimeProperties: jsonb("runtime_properties")
      .$type<readonly { key: string; value: string; expiresAt: string | null }[]>()
      .notNull()
      .default([]),
  },
  (t) => [
    primaryKey({ name: "workers_primary", columns: [t.workspaceId, t.userId, t.id] }),
    foreignKey({
      name: "workers_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    index("workers_by_report").on(t.workspaceId, t.reportedAt, t.id),
  ],
);
