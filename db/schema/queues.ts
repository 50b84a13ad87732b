import { sql } from "drizzle-orm";
import {
  bigint,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { moment, tags, userId, workspaceId } from "./columns";
import { tasks } from "./tasks";
import { workspaces } from "./workspaces";

type Json = Record<string, unknown>;

export const queues = pgTable(
  "queues",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    displayName: text("display_name"),
    ...tags(),
    metadata: jsonb("metadata").$type<Json>().notNull().default({}),
    ownerUserId: userId("owner_user_id"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "queues_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "queues_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    uniqueIndex("queues_name_unique").on(t.workspaceId, t.name),
    index("queues_by_name").on(t.workspaceId, sql`lower(${t.name})`, t.id),
  ],
);

/** The tasks that wait, the lowest place first. A task waits in one queue at most. */
export const queueEntries = pgTable(
  "queue_entries",
  {
    workspaceId: workspaceId(),
    queueId: text("queue_id").notNull(),
    taskId: text("task_id").notNull(),
    place: bigint("place", { mode: "number" }).notNull(),
    addedAt: moment("added_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "queue_entries_primary", columns: [t.workspaceId, t.taskId] }),
    foreignKey({
      name: "queue_entries_queue",
      columns: [t.workspaceId, t.queueId],
      foreignColumns: [queues.workspaceId, queues.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "queue_entries_task",
      columns: [t.workspaceId, t.taskId],
      foreignColumns: [tasks.workspaceId, tasks.id],
    }).onDelete("cascade"),
    uniqueIndex("queue_entries_place_unique").on(t.workspaceId, t.queueId, t.place),
  ],
);
