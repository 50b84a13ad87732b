import { z } from "zod";
import { listSeriesNames, type SeriesKind, type SeriesName } from "@/db/reads/series";
import { listPlotNames } from "@/db/reads/task-plots";
import { listSampleNames, type MetricVariant } from "@/db/reads/task-reports";
import { groupBy } from "@/lib/core/group-by";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type Call, call } from "../../call";
import { eventType, ids, kindOf, modelEvents, ofTasks } from "./fields";

const parameters = z.object({ tasks: ids, event_type: eventType, model_events: modelEvents });

export const metricCalls: Record<string, Call> = {
  "events.get_task_metrics": call(
    "2.7",
    parameters,
    async ({ caller: { workspaceId } }, { tasks, event_type, ...asked }) => {
      const names = await namesOf(workspaceId, tasks, event_type, kindOf(asked));
      const byTask = groupBy(names, ({ reporterId }) => reporterId);
      const metrics = tasks.map((task) => ({
        task,
        metrics: [...new Set(byTask.get(task)?.map(({ metric }) => metric))],
      }));
      return { data: { metrics } };
    },
    ofTasks,
  ),

  "events.get_multi_task_metrics": call(
    "2.28",
    parameters,
    async ({ caller: { workspaceId } }, { tasks, event_type, ...asked }) => {
      const names = await namesOf(workspaceId, tasks, event_type, kindOf(asked));
      const byMetric = groupBy(names, ({ metric }) => metric);
      const metrics = [...byMetric.keys()].sort().map((metric) => ({
        metric,
        variants: [...new Set(byMetric.get(metric)?.map(({ variant }) => variant))].sort(),
      }));
      return { data: { metrics } };
    },
    ofTasks,
  ),
};

/** Lines of logs and vectors have none. Of models, scalars are kept alone. */
async function namesOf(
  workspaceId: WorkspaceId,
  tasks: readonly string[],
  type: string | null | undefined,
  kind: SeriesKind,
): Promise<SeriesName[]> {
  const isWanted = (each: string) => type == null || type === "all" || type === each;
  const isOfTasks = kind === "task";
  const named = (rows: (MetricVariant & { taskId: string })[]) =>
    rows.map(({ taskId, metric, variant }) => ({ reporterId: taskId, metric, variant }));
  return [
    ...(isWanted("training_stats_scalar") ? await listSeriesNames(workspaceId, tasks, kind) : []),
    ...(isOfTasks && isWanted("training_debug_image")
      ? named(await listSampleNames(workspaceId, tasks))
      : []),
    ...(isOfTasks && isWanted("plot") ? named(await listPlotNames(workspaceId, tasks)) : []),
  ];
}
