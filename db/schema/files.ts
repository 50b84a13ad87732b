import { bigint, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment, userId, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/** What clients uploaded under `/files`. The bytes lie in the data folder or a bucket, under `storedAs`. */
export const files = pgTable(
  "files",
  {
    workspaceId: workspaceId(),
    /** As clients name it, without a slash at the beginning. */
    path: text("path").notNull(),
    storedAs: text("stored_as").notNull(),
    /** The task whose rights it has, where the path names one. */
    taskId: text("task_id"),
    /** The models whose readers may read it, once the task that uploaded it for them is gone. */
    modelIds: text("model_ids").array().notNull().default([]),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    sha256: text("sha256").notNull(),
    contentType: text("content_type").notNull(),
    uploadedBy: userId("uploaded_by"),
    uploadedAt: moment("uploaded_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "files_primary", columns: [t.workspaceId, t.path] }),
    foreignKey({
      name: "files_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    index("files_by_task").on(t.workspaceId, t.taskId, t.path),
    index("files_by_bytes").on(t.workspaceId, t.bytes),
  ],
);

/** Bytes that no file refers to any more: deleted after the transaction, and again if that failed. */
export const fileLeftovers = pgTable(
  "file_leftovers",
  {
    workspaceId: workspaceId(),
    storedAs: text("stored_as").notNull(),
    since: moment("since").notNull(),
  },
  (t) => [
    primaryKey({ name: "file_leftovers_primary", columns: [t.workspaceId, t.storedAs] }),
    index("file_leftovers_by_age").on(t.workspaceId, t.since),
  ],
);
