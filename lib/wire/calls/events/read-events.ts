import { z } from "zod";
import type { MetricChoice } from "@/db/reads/metrics";
import { listNewestPlots } from "@/db/reads/plots";
import { only, type Reporter } from "@/db/reads/reporters";
import { listSamples } from "@/db/reads/samples";
import { listSeries } from "@/db/reads/series";
import { listLogLines } from "@/db/reads/task-reports";
import { mostPlotIterations } from "@/lib/core/resources/event";
import { type Call, call } from "../../call";
import { choices, eventType, id, modelEvents, ofTask, pageOf, reporterOf, scrollId, sorting } from "./fields";
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
    async (context, { task, event_type, metrics, batch_size, order, scroll_id, ...asked }) => {
      const wanted = { type: event_type ?? "all", metrics: metrics?.length ? metrics : undefined };
      const all = await eventsOf(reporterOf(context, { task, ...asked }), wanted);
      if (order === "desc") all.reverse();
      return { data: pageOf(all, batch_size ?? 500, scroll_id) };
    },
    ofTask,
  ),
};

type Event = Record<string, unknown> & { iter?: number; timestamp: number };

type Wanted = { type: string; metrics: readonly MetricChoice[] | undefined };

/** By iteration and time. Models have no log, and of vectors there are none. */
async function eventsOf(reporter: Reporter, { type, metrics }: Wanted): Promise<Event[]> {
  const { kind, workspaceId, id: reporterId } = reporter;
  const isWanted = (each: string) => type === "all" || type === each;
  const hasLog = kind === "task" && !metrics;
  const lines = hasLog && isWanted("log") ? await listLogLines(workspaceId, reporterId) : [];
  const samples = isWanted("training_debug_image") ? await listSamples(reporter, { metrics }) : [];
  const series = isWanted("training_stats_scalar")
    ? await listSeries(workspaceId, [reporterId], { metrics, kind })
    : [];
  const iterations = mostPlotIterations;
  const plots = isWanted("plot") ? await listNewestPlots(only(reporter), { metrics, iterations }) : undefined;
  const events: Event[] = [
    ...lines.map(asEvent(reporterId)),
    ...samples.map((each) => sampleEvent(reporterId, each)),
    ...series.flatMap(scalarEvents),
    ...(plots?.rows.map(plotEvent) ?? []),
  ];
  return events.sort(byIteration);
}

function byIteration(one: Event, other: Event): number {
  return (one.iter ?? 0) - (other.iter ?? 0) || one.timestamp - other.timestamp;
}
