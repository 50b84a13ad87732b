import { z } from "zod";
import { type Call, call } from "../../call";
import { id, name, ofTask, ofTasks, scrollId } from "./fields";

const none = { returned: 0, total: 0, scroll_id: null };
const noSample = (scroll: string | null) => ({
  data: { scroll_id: scroll, events: [], min_iteration: null, max_iteration: null },
});

/** Neither plots nor vectors are kept. */
export const plotCalls: Record<string, Call> = {
  "events.plots": call("2.20", z.object({}), async () => ({ data: { metrics: [], scroll_id: null } }), {
    reads: true,
  }),
  "events.get_task_plots": call(
    "2.1",
    z.object({ task: id }),
    async () => ({ data: { plots: [], ...none } }),
    ofTask,
  ),
  "events.get_multi_task_plots": call(
    "2.1",
    z.object({ tasks: z.array(id).max(100).nullish() }),
    async () => ({ data: { plots: {}, ...none } }),
    ofTasks,
  ),
  "events.get_plot_sample": call(
    "2.20",
    z.object({ task: id, metric: name }),
    async () => noSample(null),
    ofTask,
  ),
  "events.next_plot_sample": call(
    "2.20",
    z.object({ task: id, scroll_id: scrollId }),
    async (_, { scroll_id }) => noSample(scroll_id ?? null),
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
