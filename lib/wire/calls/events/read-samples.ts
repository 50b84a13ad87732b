import { z } from "zod";
import {
  listLogLines,
  listSampleIterations,
  listSampleNames,
  listSamples,
  listSeries,
  listSeriesNames,
  type SampleRow,
} from "@/db/reads/task-reports";
import { singleValueIteration } from "@/lib/core/resources/event";
import { pointsToShow } from "@/lib/core/resources/series";
import { type Call, call, WireRefusal } from "../../call";

const id = z.string().min(1).max(64);
const name = z.string().max(1_024);
const variants = z.array(name).max(1_000).nullish();
const ofTask = { reads: true, refs: [{ field: "task", resource: "task", needs: "read" }] } as const;
const ofTasks = { reads: true, refs: [{ field: "tasks", resource: "task", needs: "read" }] } as const;
const mostEvents = 10_000;

export const sampleCalls: Record<string, Call> = {
  "events.get_task_events": call(
    "2.1",
    z.object({
      task: id,
      event_type: z.string().max(100).nullish(),
      batch_size: z.int().min(1).nullish(),
      order: z.enum(["asc", "desc"]).nullish(),
      scroll_id: z.string().max(100).nullish(),
    }),
    async (
      { caller: { workspaceId } },
      { task, event_type: type, batch_size: size, order, scroll_id: scroll },
    ) => {
      const all = await eventsOf(workspaceId, task, type ?? undefined);
      if (order === "asc") all.reverse();
      const from = Number(/^position-(\d{1,8})$/.exec(scroll ?? "")?.[1] ?? 0);
      const events = all.slice(from, from + Math.min(size ?? 500, mostEvents));
      const next = `position-${from + events.length}`;
      return { data: { events, returned: events.length, total: all.length, scroll_id: next } };
    },
    ofTask,
  ),

  "events.debug_images": call(
    "2.7",
    z.object({
      metrics: z
        .array(z.object({ task: id, metric: name.nullish(), variants }))
        .min(1)
        .max(100),
      iters: z.int().min(1).max(100).nullish(),
      navigate_earlier: z.boolean().nullish(),
      refresh: z.boolean().nullish(),
      scroll_id: z.string().max(100).nullish(),
    }),
    async (context, { metrics, iters, navigate_earlier: earlier, scroll_id: scroll }) => {
      const access = await context.access();
      const { workspaceId } = context.caller;
      for (const { task } of metrics) {
        if (!access.mayOf("task", "read", task)) throw new WireRefusal("invalidTaskId", `id=${task}`);
      }
      const from = Number(/^before-(-?\d{1,16})$/.exec(scroll ?? "")?.[1] ?? Number.NaN);
      const answered = [];
      let lowest = Number.POSITIVE_INFINITY;
      for (const { task, metric, variants: wanted } of metrics) {
        const chosen = metric ? [{ metric, variants: wanted }] : undefined;
        const iterations = await listSampleIterations(workspaceId, task, {
          metrics: chosen,
          from: Number.isNaN(from) ? undefined : from,
          earlier: earlier ?? true,
          limit: iters ?? 1,
        });
        const samples =
          iterations.length > 0 ? await listSamples(workspaceId, task, { metrics: chosen, iterations }) : [];
        for (const iteration of iterations) lowest = Math.min(lowest, iteration);
        answered.push({
          task,
          iterations: iterations.map((iter) => ({
            iter,
            events: samples
              .filter(({ iteration }) => iteration === iter)
              .map((each) => sampleEvent(task, each)),
          })),
        });
      }
      const next = Number.isFinite(lowest) ? `before-${lowest}` : (scroll ?? "before-0");
      return { data: { metrics: answered, scroll_id: next } };
    },
    { reads: true },
  ),

  "events.get_debug_image_sample": call(
    "2.12",
    z.object({ task: id, metric: name, variant: name, iteration: z.int().nullish() }),
    async ({ caller: { workspaceId } }, { task, metric, variant, iteration }) => {
      const samples = await listSamples(workspaceId, task, { metrics: [{ metric, variants: [variant] }] });
      const iterations = samples.map((each) => each.iteration);
      const found = samples.find((each) => iteration == null || each.iteration === iteration);
      return {
        data: {
          min_iteration: iterations.at(-1) ?? null,
          max_iteration: iterations[0] ?? null,
          event: found ? sampleEvent(task, found) : null,
          scroll_id: null,
        },
      };
    },
    ofTask,
  ),

  "events.get_task_metrics": call(
    "2.7",
    z.object({ tasks: z.array(id).min(1).max(100), event_type: z.string().max(100).nullish() }),
    async ({ caller: { workspaceId } }, { tasks, event_type: type }) => {
      const names =
        type === "training_debug_image"
          ? await listSampleNames(workspaceId, tasks)
          : await listSeriesNames(workspaceId, tasks);
      const metrics = tasks.map((task) => ({
        task,
        metrics: [...new Set(names.filter(({ taskId }) => taskId === task).map(({ metric }) => metric))],
      }));
      return { data: { metrics } };
    },
    ofTasks,
  ),

  "events.download_task_log": call(
    "2.1",
    z.object({ task: id }),
    async ({ caller: { workspaceId } }, { task }) => {
      const lines = await listLogLines(workspaceId, task);
      return {
        data: { log: lines.map(({ atMs, text }) => `${new Date(atMs).toISOString()} ${text}`).join("\n") },
      };
    },
    ofTask,
  ),
};

function sampleEvent(task: string, { metric, variant, iteration, url, reportedAt }: SampleRow) {
  return {
    ...{ type: "training_debug_image", task, metric, variant, iter: iteration, url, key: url },
    timestamp: reportedAt.getTime(),
  };
}

type Event = Record<string, unknown>;

/** The last first. Of plots and vectors there are none. */
async function eventsOf(
  workspaceId: Parameters<typeof listSamples>[0],
  task: string,
  type: string | undefined,
): Promise<Event[]> {
  const events: (Event & { timestamp: number })[] = [];
  if (type === undefined || type === "log") {
    for (const { atMs, level, worker, text } of await listLogLines(workspaceId, task)) {
      events.push({ type: "log", task, level, worker, msg: text, timestamp: atMs });
    }
  }
  if (type === undefined || type === "training_debug_image") {
    for (const each of await listSamples(workspaceId, task)) events.push(sampleEvent(task, each));
  }
  if (type === undefined || type === "training_stats_scalar") {
    for (const { metric, variant, series } of await listSeries(workspaceId, [task])) {
      for (const [iter, value, timestamp] of pointsToShow(series)) {
        if (iter === singleValueIteration) continue;
        events.push({ type: "training_stats_scalar", task, metric, variant, iter, value, timestamp });
      }
    }
  }
  return events.sort((one, other) => other.timestamp - one.timestamp);
}
