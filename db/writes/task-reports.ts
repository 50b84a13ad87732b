import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type LogLine, mostLogLines } from "@/lib/core/resources/event";
import type { Transaction } from "../client";
import { listLogChunks } from "../reads/task-reports";
import { taskLogChunks, taskPlots, taskSamples, taskScalars } from "../schema/task-reports";
import { tasks } from "../schema/tasks";
import { forgetLevel } from "./usage-levels";

/** Few lines go to the end of the newest chunk while it is smaller than this. */
const smallChunk = 100;
const largeChunk = 500;
const mostIteration = 2 ** 31 - 1;

/** Counts what was reported, whether it is kept or not. Its row is locked. */
export async function updateReportedTask(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  reported: { bytes: number; lastIteration: number | undefined; at: Date },
): Promise<void> {
  const iteration = reported.lastIteration;
  const { at } = reported;
  await tx
    .update(tasks)
    .set({
      eventBytes: sql`${tasks.eventBytes} + ${reported.bytes}::bigint`,
      updatedAt: at,
      lastWorkerReportAt: at,
      ...(iteration === undefined
        ? {}
        : {
            lastIteration: sql`greatest(${tasks.lastIteration}, ${Math.min(iteration, mostIteration)}::int)`,
          }),
    })
    .where(ofTask(workspaceId, taskId));
}

/** Keeps the last lines alone. The row of the task is locked. */
export async function insertLogLines(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  reported: readonly LogLine[],
): Promise<void> {
  if (reported.length === 0) return;
  const lines = reported.slice(-mostLogLines);
  const chunks = await listLogChunks(tx, workspaceId, taskId);
  const [newest] = chunks;
  const isSmall = newest && newest.lineCount + lines.length <= smallChunk;
  if (isSmall) {
    const times = momentsOf([...lines], newest);
    await tx
      .update(taskLogChunks)
      .set({
        lines: sql`${taskLogChunks.lines} || ${JSON.stringify(lines)}::jsonb`,
        lineCount: newest.lineCount + lines.length,
        ...times,
      })
      .where(ofChunk(workspaceId, taskId, newest.number));
  } else {
    const first = (newest?.number ?? 0) + 1;
    const rows = cutInto(lines, largeChunk).map((some, at) => ({
      ...{ workspaceId, taskId, number: first + at, lines: some, lineCount: some.length },
      ...momentsOf(some),
    }));
    for (const row of rows) await tx.insert(taskLogChunks).values(row);
  }
  await dropOldLines(tx, workspaceId, taskId, { chunks, added: lines.length });
}

async function dropOldLines(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  { chunks, added }: { chunks: { number: number; lineCount: number }[]; added: number },
): Promise<void> {
  let room = mostLogLines - added;
  for (const { number, lineCount } of chunks) {
    if (room <= 0) {
      const older = and(
        eq(taskLogChunks.workspaceId, workspaceId),
        eq(taskLogChunks.taskId, taskId),
        lt(taskLogChunks.number, number + 1),
      );
      await tx.delete(taskLogChunks).where(older);
      return;
    }
    if (lineCount > room) {
      const path = `$[${lineCount - room} to last]`;
      await tx
        .update(taskLogChunks)
        .set({
          lines: sql`jsonb_path_query_array(${taskLogChunks.lines}, ${path}::jsonpath)`,
          lineCount: room,
        })
        .where(ofChunk(workspaceId, taskId, number));
    }
    room -= lineCount;
  }
}

/** In place of the whole log. */
export async function replaceLog(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  { lines, freedBytes }: { lines: readonly LogLine[]; freedBytes: number },
): Promise<void> {
  await tx
    .delete(taskLogChunks)
    .where(and(eq(taskLogChunks.workspaceId, workspaceId), eq(taskLogChunks.taskId, taskId)));
  await insertLogLines(tx, workspaceId, taskId, lines);
  await tx
    .update(tasks)
    .set({ eventBytes: sql`greatest(0, ${tasks.eventBytes} - ${freedBytes}::bigint)` })
    .where(ofTask(workspaceId, taskId));
  forgetLevel(workspaceId, "metrics");
}

/** All that tasks reported, and what it counted for. */
export async function deleteReportsOfTasks(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<number> {
  if (taskIds.length === 0) return 0;
  const ids = [...taskIds];
  const among = (table: typeof taskLogChunks | typeof taskScalars | typeof taskSamples | typeof taskPlots) =>
    and(eq(table.workspaceId, workspaceId), inArray(table.taskId, ids));
  const logs = await tx
    .delete(taskLogChunks)
    .where(among(taskLogChunks))
    .returning({ lineCount: taskLogChunks.lineCount });
  const scalars = await tx.delete(taskScalars).where(among(taskScalars));
  const samples = await tx.delete(taskSamples).where(among(taskSamples));
  const plots = await tx.delete(taskPlots).where(among(taskPlots));
  await tx
    .update(tasks)
    .set({ eventBytes: 0 })
    .where(and(eq(tasks.workspaceId, workspaceId), inArray(tasks.id, ids)));
  forgetLevel(workspaceId, "metrics");
  return (
    logs.reduce((sum, { lineCount }) => sum + lineCount, 0) + scalars.count + samples.count + plots.count
  );
}

function momentsOf(lines: readonly LogLine[], before?: { firstAt: Date; lastAt: Date }) {
  let first = before?.firstAt.getTime() ?? Number.POSITIVE_INFINITY;
  let last = before?.lastAt.getTime() ?? 0;
  for (const { atMs } of lines) {
    first = Math.min(first, atMs);
    last = Math.max(last, atMs);
  }
  return { firstAt: new Date(first), lastAt: new Date(last) };
}

export function cutInto<T>(all: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < all.length; at += size) parts.push(all.slice(at, at + size));
  return parts;
}

function ofTask(workspaceId: WorkspaceId, taskId: string) {
  return and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, taskId));
}

function ofChunk(workspaceId: WorkspaceId, taskId: string, number: number) {
  return and(
    eq(taskLogChunks.workspaceId, workspaceId),
    eq(taskLogChunks.taskId, taskId),
    eq(taskLogChunks.number, number),
  );
}
