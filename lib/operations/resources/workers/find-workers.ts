import { db } from "@/db/client";
import { countQueueEntries, findQueues, listQueueEntries } from "@/db/reads/queues";
import { findTasks, type TaskPart } from "@/db/reads/tasks";
import {
  countWorkers,
  findWorker,
  listWorkers,
  listWorkersOfQueues,
  type WorkerQuery,
  type WorkerRecord,
  type WorkerScope,
} from "@/db/reads/workers";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { livingProperties, mostWorkersListed, type WorkerProperty } from "@/lib/core/resources/worker";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import type { CallerAccess } from "../../access/caller-access";
import { findNamesOf } from "../names";

type Reader = { workspaceId: WorkspaceId; access: CallerAccess };
type WorkerReader = Reader & { userId: UserId };
type Named = { id: string; name: string | null };

export type SeenQueue = Named & { displayName: string | null; waiting: number; nextTask: Named | null };
export type SeenTask = Named & { runningSeconds: number; lastIteration: number };
export type SeenWorker = WorkerRecord & {
  userName: string | null;
  queues: SeenQueue[];
  task: SeenTask | null;
  project: Named | null;
};

export type WorkerFilter = Omit<WorkerQuery, "limit" | "since" | "seenBy"> & {
  lastSeenSeconds?: number | undefined;
};

function queryOf(
  { userId, access }: WorkerReader,
  { lastSeenSeconds, ...filter }: WorkerFilter,
  at: Date,
): Omit<WorkerQuery, "limit"> {
  const since = lastSeenSeconds ? new Date(at.getTime() - lastSeenSeconds * 1000) : undefined;
  return { ...filter, since, seenBy: workerScopeOf(userId, access) };
}

/** One's own workers, and those that serve a queue that one may read; Admins see all. */
export function workerScopeOf(userId: UserId, access: CallerAccess): WorkerScope {
  return { userId, queues: access.scope("read", "queue"), seesAll: access.isAdmin() };
}

/**
 * The workers that one sees; of their queues, tasks and projects only what one
 * may read.
 */
export async function listSeenWorkers(reader: WorkerReader, filter: WorkerFilter): Promise<SeenWorker[]> {
  const { workspaceId, access } = reader;
  const at = now();
  const query = { ...queryOf(reader, filter, at), limit: mostWorkersListed };
  const workers = await listWorkers(workspaceId, at, query, db());
  if (workers.length === 0) return [];
  const queues = await seenQueues(
    reader,
    workers.flatMap(({ queueIds }) => queueIds),
  );
  const tasks = await readableTasks(
    reader,
    workers.flatMap(({ taskId }) => taskId ?? []),
  );
  const projectIds = [...tasks.values()].flatMap(({ projectId }) => projectId ?? []);
  const { project: projects, user: users } = await findNamesOf(workspaceId, {
    project: projectIds.filter((id) => access.mayOf("project", "visible", id)),
    task: [],
    user: workers.map(({ userId }) => userId),
  });
  return workers.map((worker) => {
    const task = worker.taskId === null ? undefined : tasks.get(worker.taskId);
    const projectId = task?.projectId ?? "";
    const project = projects.get(projectId);
    return {
      ...worker,
      userName: users.get(worker.userId) ?? null,
      queues: worker.queueIds.flatMap((id) => queues.get(id) ?? []),
      task: task ? seenTask(task, at) : null,
      project: project === undefined ? null : { id: projectId, name: project },
    };
  });
}

export async function countSeenWorkers(reader: WorkerReader, filter: WorkerFilter) {
  const at = now();
  return countWorkers(reader.workspaceId, at, queryOf(reader, filter, at), db());
}

async function seenQueues(
  { workspaceId, access }: Reader,
  ids: readonly string[],
): Promise<Map<string, SeenQueue>> {
  const readable = [...new Set(ids)].filter((id) => access.mayOf("queue", "read", id));
  if (readable.length === 0) return new Map();
  const found = await findQueues(workspaceId, readable, db());
  const waiting = await countQueueEntries(workspaceId, readable, db());
  const first = new Map(
    (await listQueueEntries(workspaceId, readable, 1, db())).map((entry) => [entry.queueId, entry]),
  );
  return new Map(
    found.map(({ id, name, displayName }) => {
      const next = first.get(id);
      const isReadable = next && access.mayOf("task", "read", next.taskId);
      const nextTask = isReadable ? { id: next.taskId, name: next.taskName } : null;
      return [id, { id, name, displayName, waiting: waiting.get(id) ?? 0, nextTask }] as const;
    }),
  );
}

async function readableTasks(
  { workspaceId, access }: Reader,
  ids: readonly string[],
): Promise<Map<string, TaskPart>> {
  const readable = [...new Set(ids)].filter((id) => access.mayOf("task", "read", id));
  if (readable.length === 0) return new Map();
  const columns = ["name", "projectId", "startedAt", "completedAt", "lastIteration"] as const;
  const found = await findTasks(workspaceId, readable, columns, db());
  return new Map(found.map((task) => [task.id, task]));
}

function seenTask({ id, name, startedAt, completedAt, lastIteration }: TaskPart, at: Date): SeenTask {
  const ranMs = startedAt ? (completedAt ?? at).getTime() - startedAt.getTime() : 0;
  const runningSeconds = Math.max(0, Math.round(ranMs / 1000));
  return { id, name: name ?? null, runningSeconds, lastIteration: lastIteration ?? 0 };
}

/** The workers that serve each of the queues, without their tasks where the reader may not see these. */
export async function workersOfQueues(
  reader: Reader,
  queueIds: readonly string[],
): Promise<Map<string, (WorkerRecord & { task: Named | null })[]>> {
  const workers = await listWorkersOfQueues(reader.workspaceId, queueIds, now(), mostWorkersListed, db());
  const tasks = await readableTasks(
    reader,
    workers.flatMap(({ taskId }) => taskId ?? []),
  );
  const seen = workers.map((worker) => {
    const task = worker.taskId === null ? undefined : tasks.get(worker.taskId);
    return { ...worker, task: task ? { id: task.id, name: task.name ?? null } : null };
  });
  return new Map(
    queueIds.map((queueId) => [queueId, seen.filter((worker) => worker.queueIds.includes(queueId))]),
  );
}

export async function isQueueWatched(workspaceId: WorkspaceId, queueId: string): Promise<boolean> {
  return (await listWorkersOfQueues(workspaceId, [queueId], now(), 1, db())).length > 0;
}

/** Of the caller's own worker; none of one that is not registered. */
export async function findWorkerProperties(caller: ApiCaller, id: string): Promise<WorkerProperty[]> {
  const at = now();
  const worker = await findWorker(caller.workspaceId, { userId: caller.userId, id }, at, db());
  return livingProperties(worker?.runtimeProperties ?? [], at);
}
