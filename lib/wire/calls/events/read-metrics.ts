import { z } from "zod";
import type { ReportedName } from "@/db/reads/metrics";
import { listPlotNames } from "@/db/reads/plots";
import type { Reporters } from "@/db/reads/reporters";
import { listSampleNames } from "@/db/reads/samples";
import { listSeriesNames } from "@/db/reads/series";
import { groupBy } from "@/lib/core/group-by";
import { type Call, call } from "../../call";
import { eventType, ids, modelEvents, ofTasks, reportersOf } from "./fields";

const parameters = z.object({ tasks: ids, event_type: eventType, model_events: modelEvents });

export const metricCalls: Record<string, Call> = {
  "events.get_task_metrics": call(
    "2.7",
    parameters,
    async (context, { tasks, event_type, ...asked }) => {
      const names = await namesOf(reportersOf(context, { tasks, ...asked }), event_type);
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
    async (context, { tasks, event_type, ...asked }) => {
      const names = await namesOf(reportersOf(context, { tasks, ...asked }), event_type);
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

/** Lines of logs and vectors have none. */
async function namesOf(reporters: Reporters, type: string | null | undefined): Promise<ReportedName[]> {
  const { kind, workspaceId, ids: reporterIds } = reporters;
  const isWanted = (each: string) => type == null || type === "all" || type === each;
  return [
    ...(isWanted("training_stats_scalar") ? await listSeriesNames(workspaceId, reporterIds, kind) : []),
    ...(isWanted("training_debug_image") ? await listSampleNames(reporters) : []),
    ...(isWanted("plot") ? await listPlotNames(reporters) : []),
  ];
}
