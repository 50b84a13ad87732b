import { z } from "zod";
import { listSeries } from "@/db/reads/series";
import { listNewestPlots } from "@/db/reads/task-plots";
import { listLogLines, listSamples, type MetricChoice } from "@/db/reads/task-reports";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { mostPlotIterations } from "@/lib/core/resources/event";
import { type Call, call } from "../../call";
import { choices, eventType, id, kindOf, modelEvents, ofTask, pageOf, scrollId, sorting } from "./fields";
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
      model_events: modelEvents,
    }),
    async (
      { caller: { workspaceId } },
      { task, event_type, metrics, batch_size, order, scroll_id, ...asked },
    ) => {
      const wanted = { type: event_type ?? "all", metrics: metrics?.length ? metrics : undefined };
      const all =
        kindOf(asked) === "model"
          ? await eventsOfModel(workspaceId, task, wanted)
          : await eventsOf(workspaceId, task, wanted);
      if (order === "desc") all.reverse();
      return { data: pageOf(all, batch_size ?? 500, scroll_id) };
    },
    ofTask,
  ),
};

type Event = Record<string, unknown> & { iter?: number; timestamp: number };

type Wanted = { type: string; metrics: readonly MetricChoice[] | undefined };

/** Of models, scalars are kept alone. */
async function eventsOfModel(
  workspaceId: WorkspaceId,
  model: string,
  { type, metrics }: Wanted,
): Promise<Event[]> {
  if (type !== "all" && type !== "training_stats_scalar") return [];
  const events: Event[] = (await listSeries(workspaceId, [model], { metrics, kind: "model" })).flatMap(
    scalarEvents,
  );
  return events.sort(byIteration);
}

/** By iteration and time. Of vectors there are none. */
async function eventsOf(workspaceId: WorkspaceId, task: string, { type, metrics }: Wanted): Promise<Event[]> {
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
  return events.sort(byIteration);
}

function byIteration(one: Event, other: Event): number {
  return (one.iter ?? 0) - (other.iter ?? 0) || one.timestamp - other.timestamp;
}
