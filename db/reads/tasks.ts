import { and, eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { TaskRecord, TaskStatus } from "@/lib/core/resources/task";
import type { Reader, Transaction } from "../client";
import { tasks } from "../schema/tasks";
import { isAmong } from "./resource-filters";

export type TaskColumn = keyof TaskRecord;
export type TaskPart = Pick<TaskRecord, "id"> & Partial<TaskRecord>;

export function chosenTaskColumns(columns: readonly TaskColumn[]) {
  const wanted = Object.fromEntries(columns.map((column) => [column, tasks[column]]));
  return { ...wanted, id: tasks.id } as { id: typeof tasks.id };
}

/** Those that are there, in no particular order. */
export async function findTasks(
  workspaceId: WorkspaceId,
  ids: readonly string[],
  columns: readonly TaskColumn[],
  on: Reader,
): Promise<TaskPart[]> {
  return on
    .select(chosenTaskColumns(columns))
    .from(tasks)
    .where(and(eq(tasks.workspaceId, workspaceId), isAmong(tasks.id, ids)));
}

/** At most so many, of which a status may be asked. */
export async function listChildIds(
  workspaceId: WorkspaceId,
  parentId: string,
  { status, most }: { status?: TaskStatus; most: number },
  on: Reader,
): Promise<string[]> {
  const rows = await on
    .select({ id: tasks.id })
    .from(tasks)
    .where(
      and(
        eq(tasks.workspaceId, workspaceId),
        eq(tasks.parentId, parentId),
        status && eq(tasks.status, status),
      ),
    )
    .orderBy(tasks.id)
    .limit(most);
  return rows.map(({ id }) => id);
}

/** The whole of it, and nobody else changes it until the transaction ends. */
export async function lockTask(
  tx: Transaction,
  workspaceId: WorkspaceId,
  id: string,
): Promise<TaskRecord | undefined> {
  const [task] = await tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, id)))
    .for("update");
  return task && withoutWorkspace(task);
}

function withoutWorkspace({ workspaceId: _, ...task }: typeof tasks.$inferSelect): TaskRecord {
  return task;
}
