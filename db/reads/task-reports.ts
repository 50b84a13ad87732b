import { and, asc, desc, eq, gt } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { LogLine } from "@/lib/core/resources/event";
import type { TaskStatus } from "@/lib/core/resources/task";
import { db, type Reader, type Transaction } from "../client";
import { taskLogChunks } from "../schema/task-reports";
import { tasks } from "../schema/tasks";
import { isAmong } from "./resource-filters";

export type ReportedTask = { id: string; name: string; status: TaskStatus; lastIteration: number | null };

/** In the order of their ids, held until the transaction ends: one batch of events of a task follows another. */
export async function lockTasksForReports(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<ReportedTask[]> {
  return reportedTasks(tx, workspaceId, taskIds).for("no key update");
}

export function listReportedTasks(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<ReportedTask[]> {
  return reportedTasks(db(), workspaceId, taskIds);
}

function reportedTasks(on: Reader, workspaceId: WorkspaceId, taskIds: readonly string[]) {
  return on
    .select({ id: tasks.id, name: tasks.name, status: tasks.status, lastIteration: tasks.lastIteration })
    .from(tasks)
    .where(and(eq(tasks.workspaceId, workspaceId), isAmong(tasks.id, taskIds)))
    .orderBy(asc(tasks.id));
}

export type LogChunk = { number: number; lineCount: number; firstAt: Date; lastAt: Date };

/** The newest first. */
export function listLogChunks(on: Reader, workspaceId: WorkspaceId, taskId: string): Promise<LogChunk[]> {
  return on
    .select({
      number: taskLogChunks.number,
      lineCount: taskLogChunks.lineCount,
      firstAt: taskLogChunks.firstAt,
      lastAt: taskLogChunks.lastAt,
    })
    .from(taskLogChunks)
    .where(and(eq(taskLogChunks.workspaceId, workspaceId), eq(taskLogChunks.taskId, taskId)))
    .orderBy(desc(taskLogChunks.number));
}

/** The next part of a log, from its beginning where none is named. */
export async function findLogChunkAfter(
  workspaceId: WorkspaceId,
  taskId: string,
  number: number | undefined,
): Promise<{ number: number; lines: readonly LogLine[] } | undefined> {
  const ofTask = and(eq(taskLogChunks.workspaceId, workspaceId), eq(taskLogChunks.taskId, taskId));
  const [chunk] = await db()
    .select({ number: taskLogChunks.number, lines: taskLogChunks.lines })
    .from(taskLogChunks)
    .where(number === undefined ? ofTask : and(ofTask, gt(taskLogChunks.number, number)))
    .orderBy(asc(taskLogChunks.number))
    .limit(1);
  return chunk;
}

/** In the order of arrival. */
export async function listLogLines(
  workspaceId: WorkspaceId,
  taskId: string,
  on: Reader = db(),
): Promise<LogLine[]> {
  const chunks = await on
    .select({ lines: taskLogChunks.lines })
    .from(taskLogChunks)
    .where(and(eq(taskLogChunks.workspaceId, workspaceId), eq(taskLogChunks.taskId, taskId)))
    .orderBy(asc(taskLogChunks.number));
  return chunks.flatMap(({ lines }) => lines);
}
