import { db } from "@/db/client";
import { countQueueEntries, findQueues } from "@/db/reads/queues";
import { findWorker, isServed, listWorkers, type WorkerRow } from "@/db/reads/workers";
import { updateTask } from "@/db/writes/tasks";
import { deleteGoneWorkers, deleteWorker, updateWorker, upsertWorker } from "@/db/writes/workers";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { Json } from "@/lib/core/resources/task";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import type { CallerAccess } from "../../access/caller-access";
import { reporting } from "../writing";

type Reader = { workspaceId: WorkspaceId; access: CallerAccess };
export const defaultTimeoutSeconds = 600;
const mostWorkers = 2_000;

const unknownQueue = refusedResource("unknown_queue", "There is no such queue.");
const notRegistered = refusedResource("worker_not_registered", "The worker is not registered.");

export type Registration = {
  id: string;
  queueIds: readonly string[];
  timeoutSeconds: number;
  tags: readonly string[];
};

// Not audited: what agents report of themselves is counted.
/** An agent serves queues that it may modify. */
export function registerWorker(caller: ApiCaller, wanted: Registration): Promise<Outcome> {
  const { workspaceId, userId, ip } = caller;
  return reporting(caller, async (tx, access) => {
    for (const queueId of wanted.queueIds) {
      if (!access.mayOf("queue", "read", queueId)) return unknownQueue;
      if (!access.may("modify", queueId)) {
        return refusedResource("not_modifiable", "You may see this queue, and not serve it.");
      }
    }
    const at = now();
    await deleteGoneWorkers(tx, workspaceId, at);
    await upsertWorker(tx, workspaceId, {
      ...{ userId, ip, id: wanted.id, timeoutSeconds: wanted.timeoutSeconds },
      ...{ queueIds: [...wanted.queueIds], tags: [...wanted.tags], queueId: null, taskId: null },
      ...{ registeredAt: at, reportedAt: at },
    });
    return done();
  });
}

// Not audited: what agents report of themselves is counted.
export function unregisterWorker(caller: ApiCaller, id: string): Promise<Outcome> {
  const { workspaceId, userId } = caller;
  return reporting(caller, async (tx) =>
    (await deleteWorker(tx, workspaceId, { userId, id })) ? done() : notRegistered,
  );
}

export type WorkerReport = {
  id: string;
  queueIds?: readonly string[] | undefined;
  queueId: string | null;
  taskId: string | null;
  tags?: readonly string[] | undefined;
  machineStats: Json;
};

// Not audited: what agents report of themselves is counted.
/** An agent that is not registered is by its first report. */
export function reportWorker(caller: ApiCaller, report: WorkerReport): Promise<Outcome> {
  const { workspaceId, userId, ip } = caller;
  return reporting(caller, async (tx, access) => {
    const { taskId, queueIds = [] } = report;
    if (queueIds.some((queueId) => !access.mayOf("queue", "modify", queueId))) return unknownQueue;
    if (taskId !== null && !access.mayOf("task", "modify", taskId)) {
      return refusedResource("unknown_task", "There is no such task.");
    }
    const at = now();
    const said = {
      ...{ ip, taskId, queueId: report.queueId, reportedAt: at, machineStats: report.machineStats },
      ...(report.queueIds ? { queueIds: [...report.queueIds] } : {}),
      ...(report.tags ? { tags: [...report.tags] } : {}),
    };
    const isKnown = await updateWorker(tx, workspaceId, { userId, id: report.id }, said);
    if (!isKnown) {
      const first = { userId, id: report.id, timeoutSeconds: defaultTimeoutSeconds, registeredAt: at };
      await upsertWorker(tx, workspaceId, { ...first, ...said });
    }
    if (taskId !== null) {
      const seen = { lastWorker: report.id, lastWorkerReportAt: at, updatedAt: at };
      await updateTask(tx, workspaceId, taskId, seen);
    }
    return done();
  });
}

export type WorkerProperty = { key: string; value: string; expiresAt: string | null };

// Not audited: what agents are told for their next start is read by them alone.
export function setWorkerProperties(
  caller: ApiCaller,
  id: string,
  properties: readonly WorkerProperty[],
): Promise<Outcome<{ added: string[]; errors: string[] }>> {
  const { workspaceId, userId } = caller;
  return reporting(caller, async (tx) => {
    const worker = await findWorker(workspaceId, { userId, id }, tx);
    if (!worker) return notRegistered;
    const byKey = new Map(worker.runtimeProperties.map((property) => [property.key, property]));
    for (const property of properties) byKey.set(property.key, property);
    await updateWorker(
      tx,
      workspaceId,
      { userId, id },
      { runtimeProperties: [...byKey.values()].slice(-100) },
    );
    return done({ added: properties.map(({ key }) => key), errors: [] });
  });
}

/** Of a worker that is not known, none. */
export async function findWorkerProperties(caller: ApiCaller, id: string): Promise<WorkerProperty[]> {
  const worker = await findWorker(caller.workspaceId, { userId: caller.userId, id }, db());
  const at = now().toISOString();
  return (worker?.runtimeProperties ?? []).filter(({ expiresAt }) => expiresAt === null || expiresAt > at);
}

export type WorkerView = Omit<WorkerRow, "queueIds"> & {
  queues: { id: string; name: string | null; tasks: number }[];
};

/** Those that serve a queue the reader may see, and those of the reader; tasks show to those who may read them. */
export async function listReadableWorkers(
  { workspaceId, access }: Reader,
  userId: ApiCaller["userId"],
  lastSeenSeconds: number,
): Promise<WorkerView[]> {
  const at = now();
  const since = lastSeenSeconds > 0 ? new Date(at.getTime() - lastSeenSeconds * 1_000) : undefined;
  const rows = await listWorkers(workspaceId, { at, since, page: { limit: mostWorkers, offset: 0 } }, db());
  const shown = rows.filter(
    (worker) => worker.userId === userId || worker.queueIds.some((id) => access.mayOf("queue", "read", id)),
  );
  const readable = [...new Set(shown.flatMap(({ queueIds }) => queueIds))].filter((id) =>
    access.mayOf("queue", "read", id),
  );
  const [queues, counts] = await Promise.all([
    findQueues(workspaceId, readable, db()),
    countQueueEntries(workspaceId, readable, db()),
  ]);
  const names = new Map(queues.map(({ id, name }) => [id, name]));
  return shown.map(({ queueIds, ...worker }) => {
    const maySeeTask = worker.taskId !== null && access.mayOf("task", "read", worker.taskId);
    return {
      ...worker,
      ...(maySeeTask ? {} : { taskId: null, taskName: null, taskProjectId: null }),
      queues: queueIds
        .filter((id) => names.has(id))
        .map((id) => ({ id, name: names.get(id) ?? null, tasks: counts.get(id) ?? 0 })),
    };
  });
}

export function hasWatchers(workspaceId: WorkspaceId, queueId: string): Promise<boolean> {
  return isServed(workspaceId, queueId, now(), db());
}
