import { z } from "zod";
import type { ReporterKind } from "@/db/reads/reporters";
import { listSeries, listSeriesNames, type SeriesRow } from "@/db/reads/series";
import { groupBy } from "@/lib/core/group-by";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { singleValueIteration } from "@/lib/core/resources/event";
import { averaged, type Point, pointsToShow, type Series } from "@/lib/core/resources/series";
import { findNamesOf } from "@/lib/operations/resources/names";
import { findReadableTasks } from "@/lib/operations/resources/tasks/find-tasks";
import { type Call, type CallContext, call, readerOf, WireRefusal } from "../../call";
import { choice, choices, id, ids, kindOf, modelEvents, name, ofTask, ofTasks, scrollId } from "./fields";

const key = z.enum(["iter", "timestamp", "iso_time"]).nullish();
const curves = {
  model_events: modelEvents,
  key,
  samples: z.int().min(1).max(6_000).nullish(),
  metrics: choices,
};
const mostSamples = 2_000;

export const scalarCalls: Record<string, Call> = {
  "events.scalar_metrics_iter_histogram": call(
    "2.1",
    z.object({ task: id, ...curves }),
    async ({ caller: { workspaceId } }, { task, metrics, ...asked }) => {
      const data: Nested<object> = Object.create(null);
      const rows = await chosenSeries(workspaceId, [task], metrics, kindOf(asked));
      for (const { metric, variant, series } of rows) {
        const points = shown(series, asked.samples ?? mostSamples);
        if (points.length === 0) continue;
        inside(data, metric)[variant] = { name: variant, ...axes(points, asked.key) };
      }
      return { data };
    },
    ofTask,
  ),

  "events.multi_task_scalar_metrics_iter_histogram": call(
    "2.1",
    z.object({ tasks: ids, ...curves }),
    async ({ caller: { workspaceId } }, { tasks, metrics, ...asked }) => {
      const data: Nested<Record<string, object>> = Object.create(null);
      const kind = kindOf(asked);
      const rows = await chosenSeries(workspaceId, tasks, metrics, kind);
      const names = await namesOf(workspaceId, tasks, kind);
      for (const { reporterId, metric, variant, series } of rows) {
        const points = shown(series, asked.samples ?? mostSamples);
        if (points.length === 0) continue;
        const curve = { name: names.get(reporterId) ?? variant, ...axes(points, asked.key) };
        inside(inside(data, metric), variant)[reporterId] = curve;
      }
      return { data: { metrics: data } };
    },
    ofTasks,
  ),

  "events.get_task_single_value_metrics": call(
    "2.20",
    z.object({ tasks: ids, metrics: choices, model_events: modelEvents }),
    async ({ caller: { workspaceId } }, { tasks, metrics, ...asked }) => {
      const kind = kindOf(asked);
      const rows = await chosenSeries(workspaceId, tasks, metrics, kind);
      const names = await namesOf(workspaceId, tasks, kind);
      const singles = rows.filter(({ series }) => series.last[0] === singleValueIteration);
      const answered = [...groupBy(singles, ({ reporterId }) => reporterId)].map(([task, some]) => ({
        task,
        task_name: names.get(task) ?? "",
        values: some.map(({ metric, variant, series: { last } }) => ({
          ...{ metric, variant, value: last[1], timestamp: last[2] },
        })),
      }));
      return { data: { tasks: answered } };
    },
    ofTasks,
  ),

  "events.get_task_latest_scalar_values": call(
    "2.1",
    z.object({ task: id, model_events: modelEvents }),
    async (context, { task, ...asked }) => {
      const { workspaceId } = context.caller;
      const kind = kindOf(asked);
      const [rows, reporter] = await Promise.all([
        listSeries(workspaceId, [task], { kind }),
        describeReporter(context, kind, task),
      ]);
      const metrics = [...groupBy(rows, ({ metric }) => metric)].map(([metric, some]) => ({
        name: metric,
        variants: some.map(({ variant, series: { last } }) => {
          const [, value, timestamp] = last;
          return { name: variant, last_value: value, last_10_value: value, last_100_value: value, timestamp };
        }),
      }));
      const lasts = rows.map(({ series }) => series.last);
      const data = {
        metrics,
        last_iter: lasts.reduce((most, [iteration]) => Math.max(most, iteration), reporter.lastIteration),
        name: reporter.name,
        status: reporter.status,
        last_timestamp: lasts.reduce((most, [, , atMs]) => Math.max(most, atMs), 0),
      };
      return { data };
    },
    ofTask,
  ),

  "events.get_scalar_metrics_and_variants": call(
    "2.1",
    z.object({ task: id, model_events: modelEvents }),
    async ({ caller: { workspaceId } }, { task, ...asked }) => {
      const metrics: Record<string, string[]> = Object.create(null);
      const names = await listSeriesNames(workspaceId, [task], kindOf(asked));
      const byMetric = groupBy(names, ({ metric }) => metric);
      for (const [metric, rows] of byMetric) metrics[metric] = rows.map(({ variant }) => variant);
      return { data: { metrics } };
    },
    ofTask,
  ),

  "events.get_scalar_metric_data": call(
    "2.1",
    z.object({ task: id, metric: name, scroll_id: scrollId, model_events: modelEvents }),
    async ({ caller: { workspaceId } }, { task, metric, scroll_id: scrolls, ...asked }) => {
      // All of a metric fits into one answer, so a scroll has no second part.
      const wanted = { metrics: [{ metric }], kind: kindOf(asked) };
      const rows = scrolls ? [] : await listSeries(workspaceId, [task], wanted);
      const events = rows.flatMap(scalarEvents);
      return { data: { events, returned: events.length, total: events.length, scroll_id: "end" } };
    },
    ofTask,
  ),

  "events.scalar_metrics_iter_raw": call(
    "2.16",
    z.object({
      ...{ task: id, metric: choice, key, scroll_id: scrollId, model_events: modelEvents },
      count_total: z.boolean().nullish(),
    }),
    async (
      { caller: { workspaceId } },
      { task, metric, key: wanted, scroll_id: scrolls, count_total: counts, ...asked },
    ) => {
      const chosen = { metrics: [metric], kind: kindOf(asked) };
      const rows = scrolls ? [] : await listSeries(workspaceId, [task], chosen);
      const variants: Record<string, object> = Object.create(null);
      let returned = 0;
      for (const { variant, series } of rows) {
        const { x, y } = axes(shown(series), wanted);
        variants[variant] = { [wanted ?? "iter"]: x, y };
        returned += y.length;
      }
      return { data: { variants, returned, ...(counts ? { total: returned } : {}), scroll_id: "end" } };
    },
    ofTask,
  ),
};

type Nested<T> = Record<string, Record<string, T>>;

function inside<T>(outer: Record<string, Record<string, T>>, of: string): Record<string, T> {
  outer[of] ??= Object.create(null) as Record<string, T>;
  return outer[of];
}

function chosenSeries(
  workspaceId: WorkspaceId,
  tasks: readonly string[],
  metrics: z.output<typeof choices>,
  kind: ReporterKind,
): Promise<SeriesRow[]> {
  return listSeries(workspaceId, tasks, { metrics: metrics?.length ? metrics : undefined, kind });
}

function shown(series: Series, most = Number.POSITIVE_INFINITY): readonly Point[] {
  return averaged(
    pointsToShow(series).filter(([iteration]) => iteration > singleValueIteration),
    most,
  );
}

function axes(points: readonly Point[], along: z.output<typeof key>) {
  const x = points.map(([iteration, , atMs]) =>
    along === "iso_time" ? new Date(atMs).toISOString() : along === "timestamp" ? atMs : iteration,
  );
  return { x, y: points.map(([, value]) => value) };
}

export function scalarEvents({ reporterId, metric, variant, series }: SeriesRow) {
  return shown(series).map(([iter, value, timestamp]) => ({
    ...{ type: "training_stats_scalar", task: reporterId, metric, variant, iter, value, timestamp },
  }));
}

type Described = { name: string; status: string | undefined; lastIteration: number };

/** A model has no status. */
async function describeReporter(
  context: CallContext,
  kind: ReporterKind,
  reporterId: string,
): Promise<Described> {
  const { workspaceId } = context.caller;
  if (kind === "model") {
    const names = await namesOf(workspaceId, [reporterId], kind);
    return { name: names.get(reporterId) ?? "", status: undefined, lastIteration: 0 };
  }
  const [task] = await findReadableTasks(
    await readerOf(context),
    [reporterId],
    ["name", "status", "lastIteration"],
  );
  if (!task) throw new WireRefusal("invalidTaskId", `id=${reporterId}`);
  return { name: task.name ?? "", status: task.status, lastIteration: task.lastIteration ?? 0 };
}

async function namesOf(
  workspaceId: WorkspaceId,
  reporterIds: readonly string[],
  kind: ReporterKind,
): Promise<Map<string, string>> {
  return (await findNamesOf(workspaceId, { [kind]: reporterIds }))[kind];
}
