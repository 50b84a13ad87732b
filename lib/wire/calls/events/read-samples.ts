import { z } from "zod";
import { listSamples, type SampleRow } from "@/db/reads/samples";
import { nextSample, sampleAt } from "@/lib/core/resources/sample-steps";
import { type Call, call } from "../../call";
import { findIterations, iterationsCall, mostIterations, type Reported, spanOf } from "./by-iteration";
import { id, modelEvents, name, ofTask, reporterOf, scrollId } from "./fields";
import { readPlace, readSpans, scrollAt, scrollOver } from "./sample-scrolls";

const flag = z.boolean().nullish();
const samples: Reported<SampleRow> = {
  kind: "samples",
  list: listSamples,
  event: sampleEvent,
  bytes: ({ url }) => url.length,
};

const imagesOfTask = call(
  "2.1",
  z.object({ task: id, iters: mostIterations, scroll_id: scrollId, model_events: modelEvents }),
  async (context, { task, iters, scroll_id, ...of }) => {
    const [span] = readSpans(scroll_id, 1);
    const asked = { from: span?.[0], earlier: true, limit: iters ?? 1 };
    const found = await findIterations(samples, reporterOf(context, { task, ...of }), asked);
    const images = found.flatMap(({ rows }) => rows.map((each) => sampleEvent(task, each)));
    const scroll = scrollOver([spanOf(found) ?? span]);
    return { data: { task, images, returned: images.length, total: images.length, scroll_id: scroll } };
  },
  ofTask,
);

export const sampleCalls: Record<string, Call> = {
  "events.debug_images": iterationsCall("2.7", samples, imagesOfTask),

  "events.get_debug_image_sample": call(
    "2.12",
    z.object({
      ...{ task: id, metric: name, variant: name },
      ...{ iteration: z.int().nullish(), navigate_current_metric: flag, model_events: modelEvents },
    }),
    async (context, { task, metric, variant, iteration, navigate_current_metric, ...asked }) => {
      const metrics = [{ metric, variants: [variant] }];
      const some = await listSamples(reporterOf(context, { task, ...asked }), { metrics });
      const place = sampleAt(some, { metric, variant }, iteration);
      return { data: sampleAnswer(task, { ...place, staysInMetric: navigate_current_metric ?? true }) };
    },
    ofTask,
  ),

  "events.next_debug_image_sample": call(
    "2.12",
    z.object({
      ...{ task: id, scroll_id: scrollId, navigate_earlier: flag, next_iteration: flag },
      model_events: modelEvents,
    }),
    async (context, { task, scroll_id, navigate_earlier, next_iteration, ...asked }) => {
      const from = readPlace(scroll_id);
      const { staysInMetric } = from;
      const metrics = staysInMetric ? [{ metric: from.metric }] : undefined;
      const some = await listSamples(reporterOf(context, { task, ...asked }), { metrics });
      const found = nextSample(some, from, {
        ...{ earlier: navigate_earlier ?? true, skipsIteration: next_iteration ?? false },
      });
      if (!found) return { data: { ...sampleAnswer(task, { staysInMetric }), scroll_id } };
      const { least, most } = sampleAt(some, found);
      return { data: sampleAnswer(task, { found, least, most, staysInMetric }) };
    },
    ofTask,
  ),
};

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
