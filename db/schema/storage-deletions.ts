import { boolean, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { UserId } from "@/lib/core/identifiers";
import type { DeletionProblem, DeletionTarget } from "@/lib/core/storage/deletions";
import { moment, userId, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/** The objects in buckets that go with what somebody deleted. Those that are neither deleted nor given up wait or failed. */
export const storageDeletions = pgTable(
  "storage_deletions",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    /** Who deleted it. */
    userId: userId(),
    userName: text("user_name").notNull(),
    targetType: text("target_type").$type<DeletionTarget["type"]>().notNull(),
    targetId: text("target_id").notNull(),
    targetName: text("target_name").notNull(),
    total: integer("total").notNull(),
    deleted: integer("deleted").notNull(),
    failed: integer("failed").notNull(),
    givenUp: integer("given_up").notNull(),
    startedAt: moment("started_at").notNull(),
    /** When nothing waited any more. */
    endedAt: moment("ended_at"),
  },
  (t) => [
    primaryKey({ name: "storage_deletions_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "storage_deletions_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    index("storage_deletions_by_start").on(t.workspaceId, t.startedAt, t.id),
    index("storage_deletions_by_user").on(t.workspaceId, t.userId, t.startedAt, t.id),
  ],
);

/** One that was deleted or given up has no row any more. */
export const storageDeletionObjects = pgTable(
  "storage_deletion_objects",
  {
    workspaceId: workspaceId(),
    deletionId: text("deletion_id").notNull(),
    number: integer("number").notNull(),
    url: text("url").notNull(),
    /** The URL of its bucket. */
    place: text("place").notNull(),
    /** By whose rights it is deleted. */
    userId: text("user_id").$type<UserId>().notNull(),
    /** Its path names a task that the user could modify, so the credentials of the workspace are used for it. */
    isOfTask: boolean("is_of_task").notNull(),
    status: text("status").$type<"waiting" | "failed">().notNull(),
    /** What came of the last attempt. */
    problem: text("problem").$type<DeletionProblem>(),
    /** Counted before each of them. */
    attempts: integer("attempts").notNull(),
    nextAttemptAt: moment("next_attempt_at").notNull(),
  },
  (t) => [
    primaryKey({
      name: "storage_deletion_objects_primary",
      columns: [t.workspaceId, t.deletionId, t.number],
    }),
    foreignKey({
      name: "storage_deletion_objects_deletion",
      columns: [t.workspaceId, t.deletionId],
      foreignColumns: [storageDeletions.workspaceId, storageDeletions.id],
    }).onDelete("cascade"),
    index("storage_deletion_objects_due").on(t.workspaceId, t.deletionId, t.status, t.nextAttemptAt),
    index("storage_deletion_objects_by_place").on(t.workspaceId, t.deletionId, t.place),
  ],
);

/** Deletions with objects that wait. Of all workspaces, so that any process finds what is due. */
export const storageDeletionJobs = pgTable(
  "storage_deletion_jobs",
  {
    workspaceId: workspaceId(),
    deletionId: text("deletion_id").notNull(),
    /** When a process may take it: it puts that off for as long as it works. */
    dueAt: moment("due_at").notNull(),
    /** Which process works on it. */
    heldBy: text("held_by"),
  },
  (t) => [
    primaryKey({ name: "storage_deletion_jobs_primary", columns: [t.workspaceId, t.deletionId] }),
    index("storage_deletion_jobs_due").on(t.dueAt),
  ],
);
