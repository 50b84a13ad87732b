import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Json } from "@/lib/core/resources/task";
import { db, type Reader } from "../client";
import { files } from "../schema/files";
import { taskLogChunks, taskPlots, taskSamples, taskScalars } from "../schema/task-reports";
import { tasks } from "../schema/tasks";
import { isAmong } from "./resource-filters";

export type CountedFile = { path: string; storedAs: string; bytes: number };

export function listCountedFiles(
  workspaceId: WorkspaceId,
  after: string,
  limit: number,
): Promise<CountedFile[]> {
  return db()
    .select({ path: files.path, storedAs: files.storedAs, bytes: files.bytes })
    .from(files)
    .where(and(eq(files.workspaceId, workspaceId), gt(files.path, after)))
    .orderBy(asc(files.path))
    .limit(limit);
}

export type CountedTask = {
  id: string;
  artifacts: readonly Json[];
  externalBytes: number;
  eventBytes: number;
  /** Of what is kept of its reports. */
  storedBytes: number;
};

const countedTask = {
  id: tasks.id,
  artifacts: tasks.artifacts,
  externalBytes: tasks.externalBytes,
  eventBytes: tasks.eventBytes,
  storedBytes: sql<number>`(
    coalesce((select sum(octet_length(${taskLogChunks.lines}::text)) from ${taskLogChunks}
      where ${taskLogChunks.workspaceId} = ${tasks.workspaceId} and ${taskLogChunks.taskId} = ${tasks.id}), 0)
    + coalesce((select sum(octet_length(${taskScalars.points}::text)) from ${taskScalars}
      where ${taskScalars.workspaceId} = ${tasks.workspaceId} and ${taskScalars.taskId} = ${tasks.id}), 0)
    + coalesce((select sum(octet_length(${taskSamples.url})) from ${taskSamples}
      where ${taskSamples.workspaceId} = ${tasks.workspaceId} and ${taskSamples.taskId} = ${tasks.id}), 0)
    + coalesce((select sum(octet_length(${taskPlots.text})) from ${taskPlots}
      where ${taskPlots.workspaceId} = ${tasks.workspaceId} and ${taskPlots.taskId} = ${tasks.id}), 0)
  )::float8`,
};

export function listCountedTasks(
  workspaceId: WorkspaceId,
  after: string,
  limit: number,
): Promise<CountedTask[]> {
  return db()
    .select(countedTask)
    .from(tasks)
    .where(and(eq(tasks.workspaceId, workspaceId), gt(tasks.id, after)))
    .orderBy(asc(tasks.id))
    .limit(limit);
}

/** Nobody changes them until the transaction ends. */
export function lockCountedTasks(
  on: Reader,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<CountedTask[]> {
  return on
    .select(countedTask)
    .from(tasks)
    .where(and(eq(tasks.workspaceId, workspaceId), isAmong(tasks.id, ids)))
    .orderBy(asc(tasks.id))
    .for("no key update", { of: tasks });
}
