import { z } from "zod";
import {
  defaultTimeoutSeconds,
  findWorkerProperties,
  listReadableWorkers,
  registerWorker,
  reportWorker,
  setWorkerProperties,
  unregisterWorker,
  type WorkerView,
} from "@/lib/operations/resources/workers/workers";
import { now } from "@/lib/server/clock";
import { type Call, type CallContext, call } from "../call";
import { type Document, wireTime } from "../documents/pick-fields";
import { outcomeValue } from "../resource-refusals";
import { readerOf } from "./queues/queue-calls";

const worker = z.string().min(1).max(256);
const ids = z.array(z.string().max(64)).max(500);
const tags = z.array(z.string().max(256)).max(500).nullish();
const property = z.object({
  key: z.string().min(1).max(256),
  value: z.string().max(4_096),
  expiry: z.int().min(0).max(31_536_000).nullish(),
});

export const workerCalls: Record<string, Call> = {
  "workers.register": call(
    "2.4",
    z.object({ worker, timeout: z.int().min(1).max(31_536_000).nullish(), queues: ids.nullish(), tags }),
    async ({ caller }, { worker: id, timeout, queues, tags: given }) => {
      const wanted = { id, queueIds: queues ?? [], timeoutSeconds: timeout ?? defaultTimeoutSeconds };
      outcomeValue(await registerWorker(caller, { ...wanted, tags: given ?? [] }));
      return { data: {} };
    },
  ),

  "workers.unregister": call("2.4", z.object({ worker }), async ({ caller }, { worker: id }) => {
    outcomeValue(await unregisterWorker(caller, id));
    return { data: {} };
  }),

  "workers.status_report": call(
    "2.4",
    z.object({
      worker,
      task: z.string().max(64).nullish(),
      queue: z.string().max(64).nullish(),
      queues: ids.nullish(),
      tags,
      machine_stats: z.record(z.string().max(256), z.unknown()).nullish(),
    }),
    async ({ caller }, { worker: id, task, queue, queues, tags: given, machine_stats: stats }) => {
      const report = {
        id,
        taskId: task || null,
        queueId: queue || null,
        queueIds: queues ?? undefined,
        tags: given ?? undefined,
        machineStats: stats ?? {},
      };
      outcomeValue(await reportWorker(caller, report));
      return { data: {} };
    },
  ),

  "workers.get_all": call(
    "2.4",
    z.object({ last_seen: z.int().min(0).max(31_536_000).nullish(), tags }),
    async (context, { last_seen: lastSeen, tags: wanted }) => {
      const workers = await workersOf(context, lastSeen ?? 3_600);
      const fitting = workers.filter(
        (each) => !wanted?.length || each.tags.some((tag) => wanted.includes(tag)),
      );
      return { data: { workers: fitting.map((each) => workerDocument(context.caller.workspaceId, each)) } };
    },
    { reads: true },
  ),

  "workers.get_count": call(
    "2.26",
    z.object({ last_seen: z.int().min(0).max(31_536_000).nullish() }),
    async (context, { last_seen: lastSeen }) => ({
      data: { count: (await workersOf(context, lastSeen ?? 0)).length },
    }),
    { reads: true },
  ),

  "workers.get_runtime_properties": call(
    "2.10",
    z.object({ worker }),
    async ({ caller }, { worker: id }) => ({
      data: {
        runtime_properties: (await findWorkerProperties(caller, id)).map(({ key, value, expiresAt }) => ({
          key,
          value,
          expiry: expiresAt,
        })),
      },
    }),
  ),

  "workers.set_runtime_properties": call(
    "2.10",
    z.object({ worker, runtime_properties: z.array(property).min(1).max(100) }),
    async ({ caller }, { worker: id, runtime_properties: given }) => {
      const at = now().getTime();
      const properties = given.map(({ key, value, expiry }) => ({
        key,
        value,
        expiresAt: expiry ? new Date(at + expiry * 1_000).toISOString() : null,
      }));
      return { data: outcomeValue(await setWorkerProperties(caller, id, properties)) };
    },
  ),

  /** What agents say of their machines is not kept: their status reports are. */
  "workers.cluster_report": call("2.4", z.object({}), async () => ({ data: {} })),
  "workers.cluster_unregister": call("2.4", z.object({}), async () => ({ data: {} })),

  "workers.get_activity_report": call("2.4", z.object({}), async () => {
    const none = { dates: [], counts: [] };
    return { data: { total: none, active: none } };
  }),
  "workers.get_stats": call("2.4", z.object({}), async () => ({ data: { workers: [] } })),
  "workers.get_metric_keys": call("2.4", z.object({}), async () => ({ data: { categories: [] } })),
};

async function workersOf(context: CallContext, lastSeenSeconds: number): Promise<WorkerView[]> {
  return listReadableWorkers(await readerOf(context), context.caller.userId, lastSeenSeconds);
}

function workerDocument(company: string, shown: WorkerView): Document {
  const { taskId, taskName, queueId, queues } = shown;
  const queue = queues.find(({ id }) => id === queueId);
  return {
    id: shown.id,
    key: `worker_${company}_${shown.userId}_${shown.id}`,
    company: { id: company },
    user: { id: shown.userId, name: shown.userName },
    ip: shown.ip,
    register_time: wireTime(shown.registeredAt),
    last_activity_time: wireTime(shown.reportedAt),
    last_report_time: wireTime(shown.reportedAt),
    tags: shown.tags,
    task:
      taskId === null
        ? null
        : {
            id: taskId,
            name: taskName,
            running_time: runningMs(shown),
            last_iteration: shown.taskIteration ?? 0,
          },
    project: shown.taskProjectId === null ? null : { id: shown.taskProjectId },
    queue: queue ? { id: queue.id, name: queue.name } : null,
    queues: queues.map(({ id, name, tasks }) => ({ id, name, num_tasks: tasks })),
  };
}

function runningMs({ taskStartedAt }: WorkerView): number {
  return taskStartedAt ? Math.max(0, now().getTime() - taskStartedAt.getTime()) : 0;
}
