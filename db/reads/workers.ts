import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Reader } from "../client";
import { memberships } from "../schema/memberships";
import { tasks } from "../schema/tasks";
import { workers } from "../schema/workers";

export type WorkerRow = Omit<typeof workers.$inferSelect, "workspaceId"> & {
  userName: string | null;
  taskName: string | null;
  taskProjectId: string | null;
  taskStartedAt: Date | null;
  taskIteration: number | null;
};

/** Those that are not silent for longer than their time-out, or that reported after `since`. */
export function listWorkers(
  workspaceId: WorkspaceId,
  { at, since, page }: { at: Date; since?: Date | undefined; page: { limit: number; offset: number } },
  on: Reader,
): Promise<WorkerRow[]> {
  return on
    .select({
      id: workers.id,
      userId: workers.userId,
      ip: workers.ip,
      queueIds: workers.queueIds,
      queueId: workers.queueId,
      taskId: workers.taskId,
      tags: workers.tags,
      timeoutSeconds: workers.timeoutSeconds,
      registeredAt: workers.registeredAt,
      reportedAt: workers.reportedAt,
      machineStats: workers.machineStats,
      runtimeProperties: workers.runtimeProperties,
      userName: memberships.name,
      taskName: tasks.name,
      taskProjectId: tasks.projectId,
      taskStartedAt: tasks.startedAt,
      taskIteration: tasks.lastIteration,
    })
    .from(workers)
    .leftJoin(
      memberships,
      and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, workers.userId)),
    )
    .leftJoin(tasks, and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, workers.taskId)))
    .where(and(eq(workers.workspaceId, workspaceId), isAlive(at), since && gt(workers.reportedAt, since)))
    .orderBy(asc(workers.id), asc(workers.userId))
    .limit(page.limit)
    .offset(page.offset);
}

function isAlive(at: Date): SQL {
  return sql`${workers.reportedAt} > ${at.toISOString()}::timestamptz - ${workers.timeoutSeconds} * interval '1 second'`;
}

export async function findWorker(
  workspaceId: WorkspaceId,
  { userId, id }: { userId: UserId; id: string },
  on: Reader,
): Promise<typeof workers.$inferSelect | undefined> {
  const [worker] = await on
    .select()
    .from(workers)
    .where(and(eq(workers.workspaceId, workspaceId), eq(workers.userId, userId), eq(workers.id, id)));
  return worker;
}

/** Whether a worker that is alive serves the queue. */
export async function isServed(
  workspaceId: WorkspaceId,
  queueId: string,
  at: Date,
  on: Reader,
): Promise<boolean> {
  const found = await on
    .select({ id: workers.id })
    .from(workers)
    .where(
      and(
        eq(workers.workspaceId, workspaceId),
        isAlive(at),
        sql`${workers.queueIds} @> array[${queueId}]::text[]`,
      ),
    )
    .limit(1);
  return found.length > 0;
}
