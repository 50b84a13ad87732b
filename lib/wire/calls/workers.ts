import { z } from "zod";
import { readListTerms } from "@/lib/core/resources/list-terms";
import { defaultTimeoutSeconds, machineStatsOf, mostProperties } from "@/lib/core/resources/worker";
import {
  countSeenWorkers,
  findWorkerProperties,
  listSeenWorkers,
  type WorkerFilter,
} from "@/lib/operations/resources/workers/find-workers";
import {
  registerWorker,
  reportWorker,
  setWorkerProperties,
  unregisterWorker,
} from "@/lib/operations/resources/workers/workers";
import { now } from "@/lib/server/clock";
import { type Call, type CallContext, call, WireRefusal } from "../call";
import { workerDocument } from "../documents/worker";
import { outcomeValue } from "../resource-refusals";
import { storable } from "./storable";

const id = z.string().min(1).max(64);
const worker = storable.min(1).max(256);
const words = z.array(storable.max(256)).max(200).nullish();
const queues = z.array(id).max(500).nullish();
const seconds = z.int().min(-2_000_000_000).max(2_000_000_000);
const answerNothing = { data: {} };

const filters = z.object({
  last_seen: seconds.nullish(),
  tags: words,
  system_tags: words,
  worker_pattern: storable.max(256).nullish(),
});

const range = z.object({
  from_date: z.number().min(0),
  to_date: z.number().min(0),
  interval: z.int().min(1),
});

/** How many seconds a worker may be silent for to be listed, where the call does not say. */
const usualLastSeen = 3_600;

export const workerCalls: Record<string, Call> = {
  "workers.register": call(
    "2.4",
    z.object({ worker, timeout: seconds.nullish(), queues, tags: words, system_tags: words }),
    async ({ caller }, { worker: name, timeout, queues: queueIds, tags, system_tags }) => {
      const timeoutSeconds = timeout || defaultTimeoutSeconds;
      if (timeoutSeconds < 0) throw new WireRefusal("workerRegistrationFailed", "invalid timeout");
      outcomeValue(
        await registerWorker(caller, {
          ...{ id: name, timeoutSeconds, queueIds: queueIds ?? [] },
          ...{ tags: tags ?? [], systemTags: system_tags ?? [] },
        }),
      );
      return answerNothing;
    },
    { refs: [{ field: "queues", resource: "queue", needs: "modify" }] },
  ),

  "workers.unregister": call("2.4", z.object({ worker }), async ({ caller }, { worker: name }) => {
    outcomeValue(await unregisterWorker(caller, name));
    return answerNothing;
  }),

  "workers.status_report": call(
    "2.4",
    z.object({
      ...{ worker, queues, tags: words, system_tags: words },
      task: z.string().max(64).nullish(),
      queue: z.string().max(64).nullish(),
      timestamp: z.number(),
      machine_stats: z.record(z.string().max(256), z.unknown()).nullish(),
    }),
    async ({ caller }, { worker: name, queue, task, machine_stats, tags, system_tags, ...report }) => {
      outcomeValue(
        await reportWorker(caller, {
          ...{ id: name, queueId: queue || undefined, queueIds: report.queues ?? [] },
          ...{ taskId: task || undefined, tags: tags ?? undefined, systemTags: system_tags ?? undefined },
          machineStats: machine_stats ? machineStatsOf(machine_stats) : undefined,
        }),
      );
      return answerNothing;
    },
    {
      refs: [
        { field: "task", resource: "task", needs: "read" },
        { field: "queue", resource: "queue", needs: "read" },
      ],
    },
  ),

  "workers.get_all": call(
    "2.4",
    filters,
    async (context, asked) => {
      const reader = await readerOf(context);
      const workers = await listSeenWorkers(reader, filterOf(asked, usualLastSeen));
      return { data: { workers: workers.map((each) => workerDocument(reader.workspaceId, each)) } };
    },
    { reads: true },
  ),

  "workers.get_count": call(
    "2.26",
    filters,
    async (context, asked) => {
      const { total } = await countSeenWorkers(await readerOf(context), filterOf(asked, 0));
      return { data: { count: total } };
    },
    { reads: true },
  ),

  "workers.get_runtime_properties": call(
    "2.10",
    z.object({ worker }),
    async ({ caller }, { worker: name }) => {
      const properties = await findWorkerProperties(caller, name);
      return {
        data: {
          runtime_properties: properties.map(({ key, value, expiresAt }) => ({
            ...{ key, value },
            ...(expiresAt === null ? {} : { expiry: expiresAt }),
          })),
        },
      };
    },
    { reads: true },
  ),

  "workers.set_runtime_properties": call(
    "2.10",
    z.object({
      worker,
      runtime_properties: z
        .array(
          z.object({
            key: storable.min(1).max(256),
            value: storable.max(4_096),
            /** For how many seconds. */
            expiry: z.number().min(0).max(315_360_000).nullish(),
          }),
        )
        .max(mostProperties),
    }),
    async ({ caller }, { worker: name, runtime_properties: given }) => {
      const properties = given.map(({ key, value, expiry }) => ({
        ...{ key, value },
        expiresAt: expiry ? new Date(now().getTime() + expiry * 1000).toISOString() : null,
      }));
      outcomeValue(await setWorkerProperties(caller, name, properties));
      return answerNothing;
    },
  ),

  "workers.cluster_report": call("2.10", z.object({}), async () => answerNothing),
  "workers.cluster_unregister": call("2.10", z.object({}), async () => answerNothing),

  /** How many there are at this moment; earlier numbers are not kept. */
  "workers.get_activity_report": call(
    "2.4",
    range,
    async (context, { from_date: from, to_date: to }) => {
      const at = Math.floor(now().getTime() / 1000);
      if (at < from || at > to) return { data: { total: emptySeries, active: emptySeries } };
      const { total, working } = await countSeenWorkers(await readerOf(context), {});
      return {
        data: {
          total: { dates: [at], counts: [total] },
          active: { dates: [at], counts: [working] },
        },
      };
    },
    { reads: true },
  ),

  /** Figures of machines are kept as they were reported last, so that there are no series of them. */
  "workers.get_stats": call(
    "2.4",
    range.extend({
      items: z
        .array(z.object({ key: z.string(), aggregation: z.enum(["avg", "min", "max"]).nullish() }))
        .min(1)
        .max(100),
      worker_ids: z.array(z.string().max(256)).max(1_000).nullish(),
    }),
    async () => ({ data: { workers: [] } }),
    { reads: true },
  ),

  "workers.get_metric_keys": call(
    "2.4",
    z.object({ worker_ids: z.array(z.string().max(256)).max(1_000).nullish() }),
    async () => ({ data: { categories: [] } }),
    { reads: true },
  ),
};

const emptySeries = { dates: [], counts: [] };

async function readerOf(context: CallContext) {
  const { workspaceId, userId } = context.caller;
  return { workspaceId, userId, access: await context.access() };
}

function filterOf(asked: z.output<typeof filters>, usual: number): WorkerFilter {
  const lastSeen = asked.last_seen ?? usual;
  return {
    lastSeenSeconds: lastSeen === 0 ? undefined : Math.max(1, lastSeen),
    tags: termsOf(asked.tags),
    systemTags: termsOf(asked.system_tags),
    pattern: asked.worker_pattern || undefined,
  };
}

function termsOf(given: readonly string[] | null | undefined) {
  if (!given?.length) return undefined;
  const terms = readListTerms(given);
  if (!terms.ok) throw new WireRefusal("fieldsValueError", terms.refusal.message);
  return terms.value;
}
