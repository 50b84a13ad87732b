import { z } from "zod";
import { listPlotNames } from "@/db/reads/task-plots";
import { listSampleNames, listSeriesNames, type MetricVariant } from "@/db/reads/task-reports";
import { groupBy } from "@/lib/core/group-by";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type Call, call } from "../../call";
import { eventType, ids, ofTasks } from "./fields";

const asked = z.object({ tasks: ids, event_type: eventType });

export const metricCalls: Record<string, Call> = {
  "events.get_task_metrics": call(
    "2.7",
    asked,
    async ({ caller: { workspaceId } }, { tasks, event_type }) => {
      const byTask = groupBy(await namesOf(workspaceId, tasks, event_type), ({ taskId }) => taskId);
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
    asked,
    async ({ caller: { workspaceId } }, { tasks, event_type }) => {
      const byMetric = groupBy(await namesOf(workspaceId, tasks, event_type), ({ metric }) => metric);
      const metrics = [...byMetric.keys()].sort().map((metric) => ({
        metric,
        variants: [...new Set(byMetric.get(metric)?.map(({ variant }) => variant))].sort(),
      }));
      return { data: { metrics } };
    },
    ofTasks,
  ),
};

/** Lines of logs and vectors have none. */
async function namesOf(
  workspaceId: WorkspaceId,
  tasks: readonly string[],
  type: string | null | undefined,
): Promise<(MetricVariant & { taskId: string })[]> {
  const isWanted = (kind: string) => type == null || type === "all" || type === kind;
  return [
    ...(isWanted("training_stats_scalar") ? await listSeriesNames(workspaceId, tasks) : []),
    ...(isWanted("training_debug_image") ? await listSampleNames(workspaceId, tasks) : []),
    ...(isWanted("plot") ? await listPlotNames(workspaceId, tasks) : []),
  ];
}
