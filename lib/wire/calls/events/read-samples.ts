import { z } from "zod";
import {
  listSampleIterations,
  listSamples,
  type MetricChoice,
  type SampleRow,
} from "@/db/reads/task-reports";
import { groupBy } from "@/lib/core/group-by";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { nextSample, sampleAt } from "@/lib/core/resources/sample-steps";
import { type Call, call, WireRefusal } from "../../call";
import { id, name, ofTask, scrollId, variants } from "./fields";
import { readPlace, readSpans, type Span, scrollAt, scrollOver } from "./sample-scrolls";

const mostIterations = z.int().min(1).max(100).nullish();
const flag = z.boolean().nullish();

const imagesOfTask = call(
  "2.1",
  z.object({ task: id, iters: mostIterations, scroll_id: scrollId }),
  async ({ caller: { workspaceId } }, { task, iters, scroll_id }) => {
    const [span] = readSpans(scroll_id, 1);
    const found = await findSamples(workspaceId, task, { from: span?.[0], earlier: true, limit: iters ?? 1 });
    const images = found.flatMap(({ samples }) => samples.map((each) => sampleEvent(task, each)));
    const scroll = scrollOver([spanOf(found) ?? span]);
    return { data: { task, images, returned: images.length, total: images.length, scroll_id: scroll } };
  },
  ofTask,
);

export const sampleCalls: Record<string, Call> = {
  "events.debug_images": call(
    "2.7",
    z.object({
      metrics: z
        .array(z.object({ task: id, metric: name.nullish(), variants }))
        .min(1)
        .max(100),
      iters: mostIterations,
      navigate_earlier: flag,
      refresh: flag,
      model_events: flag,
      scroll_id: scrollId,
    }),
    async (context, { metrics, iters, navigate_earlier, model_events, scroll_id }) => {
      const access = await context.access();
      const [type, unknown] = model_events
        ? (["model", "invalidModelId"] as const)
        : (["task", "invalidTaskId"] as const);
      for (const { task } of metrics) {
        if (!access.mayOf(type, "read", task)) throw new WireRefusal(unknown, `id=${task}`);
      }
      const spans = readSpans(scroll_id, metrics.length);
      const answered = [];
      for (const [at, { task, metric, variants: wanted }] of metrics.entries()) {
        const span = spans[at];
        const earlier = !span || (navigate_earlier ?? true);
        const found = await findSamples(context.caller.workspaceId, task, {
          metrics: metric ? [{ metric, variants: wanted }] : undefined,
          ...{ from: earlier ? span?.[0] : span?.[1], earlier, limit: iters ?? 1 },
        });
        spans[at] = spanOf(found) ?? span;
        const events = found.map(({ iteration, samples }) => ({
          iter: iteration,
          events: samples.map((each) => sampleEvent(task, each)),
        }));
        answered.push({ task, iterations: events });
      }
      return { data: { metrics: answered, scroll_id: scrollOver(spans) } };
    },
    { reads: true, older: imagesOfTask },
  ),

  "events.get_debug_image_sample": call(
    "2.12",
    z.object({
      ...{ task: id, metric: name, variant: name },
      ...{ iteration: z.int().nullish(), navigate_current_metric: flag },
    }),
    async ({ caller: { workspaceId } }, { task, metric, variant, iteration, navigate_current_metric }) => {
      const samples = await listSamples(workspaceId, task, { metrics: [{ metric, variants: [variant] }] });
      const place = sampleAt(samples, { metric, variant }, iteration);
      return { data: sampleAnswer(task, { ...place, staysInMetric: navigate_current_metric ?? true }) };
    },
    ofTask,
  ),

  "events.next_debug_image_sample": call(
    "2.12",
    z.object({ task: id, scroll_id: scrollId, navigate_earlier: flag, next_iteration: flag }),
    async ({ caller: { workspaceId } }, { task, scroll_id, navigate_earlier, next_iteration }) => {
      const from = readPlace(scroll_id);
      const { staysInMetric } = from;
      const metrics = staysInMetric ? [{ metric: from.metric }] : undefined;
      const samples = await listSamples(workspaceId, task, { metrics });
      const found = nextSample(samples, from, {
        ...{ earlier: navigate_earlier ?? true, skipsIteration: next_iteration ?? false },
      });
      if (!found) return { data: { ...sampleAnswer(task, { staysInMetric }), scroll_id } };
      const { least, most } = sampleAt(samples, found);
      return { data: sampleAnswer(task, { found, least, most, staysInMetric }) };
    },
    ofTask,
  ),
};

type Iteration = { iteration: number; samples: SampleRow[] };

/** The last ones first: those before an iteration, or the next ones after it. */
async function findSamples(
  workspaceId: WorkspaceId,
  task: string,
  asked: {
    metrics?: readonly MetricChoice[] | undefined;
    from: number | undefined;
    earlier: boolean;
    limit: number;
  },
): Promise<Iteration[]> {
  const { metrics, ...range } = asked;
  const iterations = await listSampleIterations(workspaceId, task, { metrics, ...range });
  if (iterations.length === 0) return [];
  const samples = await listSamples(workspaceId, task, { metrics, iterations });
  const byIteration = groupBy(samples, ({ iteration }) => iteration);
  return [...byIteration].map(([iteration, some]) => ({ iteration, samples: some }));
}

function spanOf(found: readonly Iteration[]): Span | undefined {
  const [newest, oldest] = [found[0], found.at(-1)];
  return newest && oldest && [oldest.iteration, newest.iteration];
}

type Answered = {
  found?: SampleRow | undefined;
  least?: number | undefined;
  most?: number | undefined;
  staysInMetric: boolean;
};

function sampleAnswer(task: string, { found, least, most, staysInMetric }: Answered) {
  return {
    scroll_id: found ? scrollAt({ ...found, staysInMetric }) : null,
    event: found ? sampleEvent(task, found) : null,
    ...{ min_iteration: least ?? null, max_iteration: most ?? null },
  };
}

export function sampleEvent(task: string, { metric, variant, iteration, url, reportedAt }: SampleRow) {
  return {
    ...{ type: "training_debug_image", task, metric, variant, iter: iteration, url, key: url },
    timestamp: reportedAt.getTime(),
  };
}
