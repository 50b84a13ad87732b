import { and, eq, inArray } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { deletedPrefix, type TaskChange } from "@/lib/core/resources/task";
import type { Transaction } from "../client";
import { tasks } from "../schema/tasks";
import { recordNewObjects, recordPlaces, recordRemovals } from "./access-changes";
import { deleteRulesAbout } from "./access-rules";
import { forgetLevel } from "./usage-levels";

export type NewTask = Omit<typeof tasks.$inferInsert, "workspaceId">;

export async function insertTasks(
  tx: Transaction,
  workspaceId: WorkspaceId,
  rows: readonly NewTask[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.insert(tasks).values(rows.map((row) => ({ ...row, workspaceId })));
  const placed = rows.map(({ id, projectId }) => ({ id, parent: projectId ?? null }));
  await recordNewObjects(tx, workspaceId, "task", placed);
}

/** A change of the project goes by `updateTaskProjects`, which access depends on. */
export async function updateTask(
  tx: Transaction,
  workspaceId: WorkspaceId,
  id: string,
  change: Omit<TaskChange, "projectId"> & { externalBytes?: number },
): Promise<void> {
  await tx
    .update(tasks)
    .set(change)
    .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, id)));
}

export async function updateTaskProjects(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly string[],
  projectId: string | null,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(tasks)
    .set({ projectId })
    .where(and(eq(tasks.workspaceId, workspaceId), inArray(tasks.id, [...ids])));
  const placed = ids.map((id) => ({ id, parent: projectId }));
  await recordPlaces(tx, workspaceId, "task", placed);
}

/** Those whose parent is to be deleted keep its id, marked as gone. */
export async function markDeletedParent(
  tx: Transaction,
  workspaceId: WorkspaceId,
  parentId: string,
): Promise<string[]> {
  const children = await tx
    .update(tasks)
    .set({ parentId: deletedPrefix + parentId })
    .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.parentId, parentId)))
    .returning({ id: tasks.id });
  return children.map(({ id }) => id);
}

/** With everything that was reported of them, and their place in a queue. */
export async function deleteTasks(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await deleteRulesAbout(tx, workspaceId, ids);
  await tx.delete(tasks).where(and(eq(tasks.workspaceId, workspaceId), inArray(tasks.id, [...ids])));
  await recordRemovals(tx, workspaceId, ids);
  forgetLevel(workspaceId, "artifacts");
  forgetLevel(workspaceId, "metrics");
}
