import { and, eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { isAmong } from "../reads/resource-filters";
import { taskLogChunks, taskSamples, taskScalars } from "../schema/task-reports";
import { tasks } from "../schema/tasks";

/** Logs, scalars and samples, and the bytes that they counted. */
export async function deleteReportsOfTasks(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<void> {
  for (const table of [taskLogChunks, taskScalars, taskSamples]) {
    await tx.delete(table).where(and(eq(table.workspaceId, workspaceId), isAmong(table.taskId, taskIds)));
  }
  await tx
    .update(tasks)
    .set({ eventBytes: 0, lastIteration: null })
    .where(and(eq(tasks.workspaceId, workspaceId), isAmong(tasks.id, taskIds)));
}
