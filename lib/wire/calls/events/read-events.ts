import { z } from "zod";
import { listNewestPlots } from "@/db/reads/task-plots";
import { listLogLines, listSamples, listSeries, type MetricChoice } from "@/db/reads/task-reports";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { mostPlotIterations } from "@/lib/core/resources/event";
import { type Call, call } from "../../call";
import { choices, eventType, id, ofTask, pageOf, scrollId, sorting } from "./fields";
import { plotEvent } from "./plots";
import { asEvent } from "./read-log";
import { sampleEvent } from "./read-samples";
import { scalarEvents } from "./read-scalars";

export const listingCalls: Record<string, Call> = {
  "events.get_task_events": call(
    "2.1",
    z.object({
      task: id,
      event_type: eventType,
      metrics: choices,
      batch_size: z.int().min(1).nullish(),
      order: sorting,
      scroll_id: scrollId,
    }),
    async ({ caller: { workspaceId } }, { task, event_type, metrics, batch_size, order, scroll_id }) => {
      const all = await eventsOf(
        workspaceId,
        task,
        event_type ?? "all",
        metrics?.length ? metrics : undefined,
      );
      if (order === "desc") all.reverse();
      return { data: pageOf(all, batch_size ?? 500, scroll_id) };
    },
    ofTask,
  ),
};

type Event = Record<string, unknown> & { iter?: number; timestamp: number };

/** By iteration and time. Of vectors there are none. */
async function eventsOf(
  workspaceId: WorkspaceId,
  task: string,
  type: string,
  metrics: readonly MetricChoice[] | undefined,
): Promise<Event[]> {
  const isWanted = (kind: string) => type === "all" || type === kind;
  const lines = isWanted("log") && !metrics ? await listLogLines(workspaceId, task) : [];
  const samples = isWanted("training_debug_image") ? await listSamples(workspaceId, task, { metrics }) : [];
  const series = isWanted("training_stats_scalar") ? await listSeries(workspaceId, [task], { metrics }) : [];
  const iterations = mostPlotIterations;
  const plots = isWanted("plot")
    ? await listNewestPlots(workspaceId, [task], { metrics, iterations })
    : undefined;
  const events: Event[] = [
    ...lines.map(asEvent(task)),
    ...samples.map((each) => sampleEvent(task, each)),
    ...series.flatMap(scalarEvents),
    ...(plots?.rows.map(plotEvent) ?? []),
  ];
  return events.sort((one, other) => (one.iter ?? 0) - (other.iter ?? 0) || one.timestamp - other.timestamp);
}
