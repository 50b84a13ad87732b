import { z } from "zod";
import { listSeries, listSeriesNames, type MetricChoice, type SeriesRow } from "@/db/reads/task-reports";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { singleValueIteration } from "@/lib/core/resources/event";
import { type Point, pointsToShow } from "@/lib/core/resources/series";
import { findNamesOf } from "@/lib/operations/resources/names";
import { type Call, call } from "../../call";
import type { Document } from "../../documents/pick-fields";

const id = z.string().min(1).max(64);
const tasks = z.array(id).min(1).max(100);
const name = z.string().max(1_024);
const choice = z.object({ metric: name, variants: z.array(name).max(1_000).nullish() });
const key = z.enum(["iter", "timestamp", "iso_time"]).nullish();
const ofTask = { reads: true, refs: [{ field: "task", resource: "task", needs: "read" }] } as const;
const ofTasks = { reads: true, refs: [{ field: "tasks", resource: "task", needs: "read" }] } as const;
type Nested = Record<string, Record<string, unknown>>;

export const scalarCalls: Record<string, Call> = {
  "events.multi_task_scalar_metrics_iter_histogram": call(
    "2.1",
    z.object({ tasks, key, metrics: z.array(choice).max(1_000).nullish() }),
    async ({ caller: { workspaceId } }, { tasks: asked, key: wanted, metrics }) => {
      const data: Record<string, Record<string, Document>> = Object.create(null);
      const rows = await listSeries(workspaceId, asked, { metrics: metrics ?? undefined });
      const names = await namesOf(workspaceId, asked);
      for (const { taskId, metric, variant, series } of rows) {
        const points = shown(pointsToShow(series));
        if (points.length === 0) continue;
        const ofMetric: Record<string, Document> = data[metric] ?? Object.create(null);
        const ofVariant: Document = ofMetric[variant] ?? Object.create(null);
        data[metric] = ofMetric;
        ofMetric[variant] = ofVariant;
        ofVariant[taskId] = { name: names.get(taskId) ?? variant, ...axes(points, wanted) };
      }
      return { data: { metrics: data } };
    },
    ofTasks,
  ),

  "events.get_task_single_value_metrics": call(
    "2.20",
    z.object({ tasks, metrics: z.array(choice).max(1_000).nullish() }),
    async ({ caller: { workspaceId } }, { tasks: asked, metrics }) => {
      const rows = await listSeries(workspaceId, asked, { metrics: metrics ?? undefined });
      const names = await namesOf(workspaceId, asked);
      const singles = rows.filter(({ series }) => series.last[0] === singleValueIteration);
      const answered = asked.map((task) => ({
        task,
        task_name: names.get(task) ?? "",
        values: singles
          .filter(({ taskId }) => taskId === task)
          .map(({ metric, variant, series: { last } }) => ({
            ...{ metric, variant, value: last[1], timestamp: last[2] },
          })),
      }));
      return { data: { tasks: answered.filter(({ values }) => values.length > 0) } };
    },
    ofTasks,
  ),

  "events.get_task_latest_scalar_values": call(
    "2.1",
    z.object({ task: id }),
    async ({ caller: { workspaceId } }, { task }) => {
      const rows = await listSeries(workspaceId, [task]);
      const metrics = [...new Set(rows.map(({ metric }) => metric))].map((metric) => ({
        name: metric,
        variants: rows
          .filter((row) => row.metric === metric)
          .map(({ variant, series: { last } }) => ({
            ...{ name: variant, last_value: last[1], last_100_value: last[1], timestamp: last[2] },
          })),
      }));
      const iterations = rows
        .map(({ series }) => series.last[0])
        .filter((each) => each > singleValueIteration);
      return { data: { metrics, last_iter: iterations.length > 0 ? Math.max(...iterations) : 0 } };
    },
    ofTask,
  ),

  "events.get_scalar_metrics_and_variants": call(
    "2.1",
    z.object({ task: id }),
    async ({ caller: { workspaceId } }, { task }) => {
      const metrics: Record<string, string[]> = Object.create(null);
      for (const { metric, variant } of await listSeriesNames(workspaceId, [task])) {
        metrics[metric] = [...(metrics[metric] ?? []), variant];
      }
      return { data: { metrics } };
    },
    ofTask,
  ),

  "events.get_scalar_metric_data": call(
    "2.1",
    z.object({ task: id, metric: name, scroll_id: z.string().max(100).nullish() }),
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
    z.object({
      task: id,
      metric: choice,
      key,
      scroll_id: z.string().max(100).nullish(),
      count_total: z.boolean().nullish(),
    }),
    async (
      { caller: { workspaceId } },
      { task, metric, key: wanted, scroll_id: scrolls, count_total: counts },
    ) => {
      const chosen: MetricChoice[] = [metric];
      const rows = scrolls ? [] : await listSeries(workspaceId, [task], { metrics: chosen });
      const variants: Nested = Object.create(null);
      let returned = 0;
      for (const { variant, series } of rows) {
        const points = shown(pointsToShow(series));
        const { x, y } = axes(points, wanted);
        variants[variant] = { [wanted ?? "iter"]: x, y };
        returned += points.length;
      }
      return { data: { variants, returned, ...(counts ? { total: returned } : {}), scroll_id: "end" } };
    },
    ofTask,
  ),

  "events.get_multi_task_metrics": call(
    "2.28",
    z.object({ tasks, event_type: z.string().max(100).nullish() }),
    async ({ caller: { workspaceId } }, { tasks: asked }) => {
      const rows = await listSeriesNames(workspaceId, asked);
      const metrics = [...new Set(rows.map(({ metric }) => metric))].sort().map((metric) => ({
        metric,
        variants: [
          ...new Set(rows.filter((row) => row.metric === metric).map(({ variant }) => variant)),
        ].sort(),
      }));
      return { data: { metrics } };
    },
    ofTasks,
  ),
};

function shown(points: readonly Point[]): Point[] {
  return points.filter(([iteration]) => iteration > singleValueIteration);
}

function axes(points: readonly Point[], along: z.output<typeof key>) {
  const x = points.map(([iteration, , atMs]) =>
    along === "iso_time" ? new Date(atMs).toISOString() : along === "timestamp" ? atMs : iteration,
  );
  return { x, y: points.map(([, value]) => value) };
}

function scalarEvents({ taskId, metric, variant, series }: SeriesRow) {
  return shown(pointsToShow(series)).map(([iter, value, timestamp]) => ({
    ...{ type: "training_stats_scalar", task: taskId, metric, variant, iter, value, timestamp },
  }));
}

async function namesOf(workspaceId: WorkspaceId, ids: readonly string[]): Promise<Map<string, string>> {
  return (await findNamesOf(workspaceId, { project: [], task: ids, user: [] })).task;
}
