import { z } from "zod";
import { listSeries, listSeriesNames, type SeriesRow } from "@/db/reads/task-reports";
import { groupBy } from "@/lib/core/group-by";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { singleValueIteration } from "@/lib/core/resources/event";
import { averaged, type Point, pointsToShow, type Series } from "@/lib/core/resources/series";
import { findNamesOf } from "@/lib/operations/resources/names";
import { type Call, call } from "../../call";
import { choice, choices, id, ids, name, ofTask, ofTasks, scrollId } from "./fields";

const key = z.enum(["iter", "timestamp", "iso_time"]).nullish();
const curves = { key, samples: z.int().min(1).max(6_000).nullish(), metrics: choices };
const mostSamples = 2_000;

export const scalarCalls: Record<string, Call> = {
  "events.scalar_metrics_iter_histogram": call(
    "2.1",
    z.object({ task: id, ...curves }),
    async ({ caller: { workspaceId } }, { task, metrics, ...asked }) => {
      const data: Nested<object> = Object.create(null);
      for (const { metric, variant, series } of await chosenSeries(workspaceId, [task], metrics)) {
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
      const rows = await chosenSeries(workspaceId, tasks, metrics);
      const names = await namesOf(workspaceId, tasks);
      for (const { taskId, metric, variant, series } of rows) {
        const points = shown(series, asked.samples ?? mostSamples);
        if (points.length === 0) continue;
        const curve = { name: names.get(taskId) ?? variant, ...axes(points, asked.key) };
        inside(inside(data, metric), variant)[taskId] = curve;
      }
      return { data: { metrics: data } };
    },
    ofTasks,
  ),

  "events.get_task_single_value_metrics": call(
    "2.20",
    z.object({ tasks: ids, metrics: choices }),
    async ({ caller: { workspaceId } }, { tasks, metrics }) => {
      const rows = await chosenSeries(workspaceId, tasks, metrics);
      const names = await namesOf(workspaceId, tasks);
      const singles = rows.filter(({ series }) => series.last[0] === singleValueIteration);
      const answered = [...groupBy(singles, ({ taskId }) => taskId)].map(([task, some]) => ({
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
    z.object({ task: id }),
    async ({ caller: { workspaceId } }, { task }) => {
      const rows = await listSeries(workspaceId, [task]);
      const metrics = [...groupBy(rows, ({ metric }) => metric)].map(([metric, some]) => ({
        name: metric,
        variants: some.map(({ variant, series: { last } }) => ({
          ...{ name: variant, last_value: last[1], last_100_value: last[1], timestamp: last[2] },
        })),
      }));
      const lastIteration = rows.reduce((most, { series }) => Math.max(most, series.last[0]), 0);
      return { data: { metrics, last_iter: lastIteration } };
    },
    ofTask,
  ),

  "events.get_scalar_metrics_and_variants": call(
    "2.1",
    z.object({ task: id }),
    async ({ caller: { workspaceId } }, { task }) => {
      const metrics: Record<string, string[]> = Object.create(null);
      const byMetric = groupBy(await listSeriesNames(workspaceId, [task]), ({ metric }) => metric);
      for (const [metric, rows] of byMetric) metrics[metric] = rows.map(({ variant }) => variant);
      return { data: { metrics } };
    },
    ofTask,
  ),

  "events.get_scalar_metric_data": call(
    "2.1",
    z.object({ task: id, metric: name, scroll_id: scrollId }),
    async ({ caller: { workspaceId } }, { task, metric, scroll_id: scrolls }) => {
      // All of a metric fits into one answer, so a scroll has no second part.
      const rows = scrolls ? [] : await listSeries(workspaceId, [task], { metrics: [{ metric }] });
      const events = rows.flatMap(scalarEvents);
      return { data: { events, returned: events.length, total: events.length, scroll_id: "end" } };
    },
    ofTask,
  ),

  "events.scalar_metrics_iter_raw": call(
    "2.16",
    z.object({ task: id, metric: choice, key, scroll_id: scrollId, count_total: z.boolean().nullish() }),
    async (
      { caller: { workspaceId } },
      { task, metric, key: wanted, scroll_id: scrolls, count_total: counts },
    ) => {
      const rows = scrolls ? [] : await listSeries(workspaceId, [task], { metrics: [metric] });
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
): Promise<SeriesRow[]> {
  return listSeries(workspaceId, tasks, { metrics: metrics?.length ? metrics : undefined });
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

export function scalarEvents({ taskId, metric, variant, series }: SeriesRow) {
  return shown(series).map(([iter, value, timestamp]) => ({
    ...{ type: "training_stats_scalar", task: taskId, metric, variant, iter, value, timestamp },
  }));
}

async function namesOf(workspaceId: WorkspaceId, taskIds: readonly string[]): Promise<Map<string, string>> {
  return (await findNamesOf(workspaceId, { task: taskIds })).task;
}
