import { z } from "zod";
import { listNewestPlots, listPlotPlaces, listPlotsAt, type PlotPlace, type PlotRow } from "@/db/reads/plots";
import { only, type Reporter, type Reporters } from "@/db/reads/reporters";
import { nextSample, sampleAt } from "@/lib/core/resources/sample-steps";
import { findNamesOf } from "@/lib/operations/resources/names";
import { type Call, call } from "../../call";
import { iterationsCall, mostIterations, type Reported } from "./by-iteration";
import {
  choices,
  id,
  ids,
  modelEvents,
  name,
  nested,
  ofTask,
  ofTasks,
  positionOf,
  reporterOf,
  reportersOf,
  scrollId,
} from "./fields";
import { readPlace, scrollAt } from "./sample-scrolls";

const flag = z.boolean().nullish();
const plots: Reported<PlotRow> = {
  kind: "plots",
  list: listPlotsAt,
  event: (_, row) => plotEvent(row),
  bytes: ({ text }) => text.length,
};

const paged = {
  ...{ iters: mostIterations, metrics: choices, scroll_id: scrollId, model_events: modelEvents },
};

/** Vectors are not kept. */
export const plotCalls: Record<string, Call> = {
  "events.plots": iterationsCall("2.20", plots),

  "events.get_task_plots": call(
    "2.1",
    z.object({ task: id, ...paged }),
    async (context, { task, model_events, ...asked }) => {
      const page = await readPage(only(reporterOf(context, { task, model_events })), asked);
      return { data: { plots: page.rows.map(plotEvent), ...page.counts } };
    },
    ofTask,
  ),

  "events.get_multi_task_plots": call(
    "2.1",
    z.object({ tasks: ids, ...paged }),
    async (context, { tasks, model_events, ...asked }) => {
      const reporters = reportersOf(context, { tasks, model_events });
      const page = await readPage(reporters, asked);
      const { kind, workspaceId } = reporters;
      const names = (await findNamesOf(workspaceId, { [kind]: tasks }))[kind];
      type OfIteration = { name: string; plots: object[] };
      const data: Record<string, Record<string, Record<string, Record<string, OfIteration>>>> = nested();
      for (const row of page.rows) {
        const { reporterId, metric, variant, iteration } = row;
        data[metric] ??= nested();
        data[metric][variant] ??= nested();
        data[metric][variant][reporterId] ??= nested();
        const ofReporter = data[metric][variant][reporterId];
        ofReporter[iteration] ??= { name: names.get(reporterId) ?? "", plots: [] };
        ofReporter[iteration].plots.push(plotEvent(row));
      }
      return { data: { plots: data, ...page.counts } };
    },
    ofTasks,
  ),

  "events.get_plot_sample": call(
    "2.20",
    z.object({
      ...{ task: id, metric: name, iteration: z.int().nullish(), navigate_current_metric: flag },
      model_events: modelEvents,
    }),
    async (context, { metric, iteration, navigate_current_metric, ...asked }) => {
      const reporter = reporterOf(context, asked);
      const metrics = byMetric(await listPlotPlaces(reporter, { metrics: [{ metric }] }));
      const found = sampleAt(metrics, { metric, variant: "" }, iteration);
      const staysInMetric = navigate_current_metric ?? true;
      return { data: await plotAnswer(reporter, { ...found, staysInMetric }) };
    },
    ofTask,
  ),

  "events.next_plot_sample": call(
    "2.20",
    z.object({
      ...{ task: id, scroll_id: scrollId, navigate_earlier: flag, next_iteration: flag },
      model_events: modelEvents,
    }),
    async (context, { scroll_id, navigate_earlier, next_iteration, ...asked }) => {
      const reporter = reporterOf(context, asked);
      const from = readPlace(scroll_id);
      const { staysInMetric } = from;
      const metrics = staysInMetric ? [{ metric: from.metric }] : undefined;
      const all = byMetric(await listPlotPlaces(reporter, { metrics }));
      const found = nextSample(all, from, {
        ...{ earlier: navigate_earlier ?? true, skipsIteration: next_iteration ?? false },
      });
      if (!found) {
        return { data: { scroll_id, events: [], min_iteration: null, max_iteration: null } };
      }
      const { least, most } = sampleAt(all, found);
      return { data: await plotAnswer(reporter, { found, least, most, staysInMetric }) };
    },
    ofTask,
  ),

  "events.get_vector_metrics_and_variants": call(
    "2.1",
    z.object({ task: id }),
    async () => ({ data: { metrics: {} } }),
    ofTask,
  ),
  "events.vector_metrics_iter_histogram": call(
    "2.1",
    z.object({ task: id }),
    async () => ({ data: { images: [] } }),
    ofTask,
  ),
};

async function readPage(
  reporters: Reporters,
  asked: {
    iters?: z.output<typeof mostIterations>;
    metrics?: z.output<typeof choices>;
    scroll_id?: z.output<typeof scrollId>;
  },
) {
  const after = positionOf(asked.scroll_id);
  const metrics = asked.metrics?.length ? asked.metrics : undefined;
  const { rows, total } = await listNewestPlots(reporters, {
    ...{ metrics, iterations: asked.iters ?? 1, after },
  });
  const scroll = `position-${after + rows.length}`;
  return { rows, counts: { returned: rows.length, total, scroll_id: scroll } };
}

type Metric = { metric: string; variant: ""; iteration: number };

/** The plots of one metric and iteration stand together. */
function byMetric(places: readonly PlotPlace[]): Metric[] {
  const all = new Map(
    places.map(({ metric, iteration }) => [
      JSON.stringify([metric, iteration]),
      { metric, variant: "" as const, iteration },
    ]),
  );
  return [...all.values()];
}

type Answered = {
  found?: Metric | undefined;
  least?: number | undefined;
  most?: number | undefined;
  staysInMetric: boolean;
};

async function plotAnswer(reporter: Reporter, { found, least, most, staysInMetric }: Answered) {
  const wanted = found && { metrics: [{ metric: found.metric }], iterations: [found.iteration] };
  const rows = wanted ? await listPlotsAt(reporter, wanted) : [];
  return {
    scroll_id: found ? scrollAt({ ...found, staysInMetric }) : null,
    events: rows.map(plotEvent),
    ...{ min_iteration: least ?? null, max_iteration: most ?? null },
  };
}

export function plotEvent({ reporterId, metric, variant, iteration, text, sourceUrls, reportedAt }: PlotRow) {
  return {
    ...{ type: "plot", task: reporterId, metric, variant, iter: iteration, timestamp: reportedAt.getTime() },
    ...{ plot_str: text, plot_len: text.length },
    ...(sourceUrls.length > 0 ? { source_urls: sourceUrls } : {}),
  };
}
