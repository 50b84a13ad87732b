import { and, eq, type SQLChunk, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { TaskRecord, TaskStatus } from "@/lib/core/resources/task";
import type { Reader, Transaction } from "../client";
import { tasks } from "../schema/tasks";
import { type Page, rowReader } from "./resource-list";
import { type LastScalar, lastScalarsOf } from "./task-scalars";

export type TaskColumn = keyof TaskRecord;
export type TaskPart = Pick<TaskRecord, "id"> &
  Partial<TaskRecord> & {
    /** Where they were asked for. */
    lastScalars?: readonly LastScalar[];
  };

export type TaskPartOptions = { withLastScalars?: boolean | undefined };

const readRows = rowReader(tasks);

/** Those of a page of ids, in its order. */
export function listTaskParts<Values extends { workspaceId: WorkspaceId }>(
  page: Page<Values>,
  columns: readonly TaskColumn[],
  { withLastScalars }: TaskPartOptions,
  on: Reader,
): Promise<TaskPart[]> {
  const wanted = [...new Set<TaskColumn>(["id", ...columns])];
  return readRows(page, wanted, on, withLastScalars ? besideLastScalars : undefined);
}

const besideLastScalars = (workspaceId: SQLChunk) =>
  sql`, ${lastScalarsOf(workspaceId, sql`page.id`)} as "lastScalars"`;

/** Those that are there, in no particular order. */
export function findTasks(
  workspaceId: WorkspaceId,
  ids: readonly string[],
  columns: readonly TaskColumn[],
  on: Reader,
  options: TaskPartOptions = {},
): Promise<TaskPart[]> {
  const page: Page<{ workspaceId: WorkspaceId; ids: readonly string[] }> = {
    key: "by id",
    values: { workspaceId, ids: [...new Set(ids)] },
    build: (given) => ({ page: sql`unnest(${given.ids}::text[]) page (id)`, order: sql`page.id` }),
  };
  return listTaskParts(page, columns, options, on);
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
