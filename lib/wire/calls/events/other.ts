import { z } from "zod";
import { clearTaskLog, deleteTaskReports } from "@/lib/operations/resources/events/delete-reports";
import { actorWith, type Call, call } from "../../call";
import { outcomeValue } from "../../resource-refusals";

const id = z.string().min(1).max(64);
const ids = z.array(id).max(100).nullish();
const modifies = { refs: [{ field: "task", resource: "task", needs: "modify" }] } as const;
const reads = { reads: true, refs: [{ field: "task", resource: "task", needs: "read" }] } as const;
const readsMany = { reads: true, refs: [{ field: "tasks", resource: "task", needs: "read" }] } as const;

export const otherEventCalls: Record<string, Call> = {
  "events.delete_for_task": call(
    "2.1",
    z.object({ task: id, allow_locked: z.boolean().nullish() }),
    async (context, { task }) => {
      const actor = await actorWith(context, "resources.use");
      const { deleted } = outcomeValue(await deleteTaskReports(actor, task));
      return { data: { deleted: deleted > 0 } };
    },
    modifies,
  ),

  "events.clear_task_log": call(
    "2.19",
    z.object({ task: id, threshold_sec: z.int().min(0).nullish(), allow_locked: z.boolean().nullish() }),
    async (context, { task, threshold_sec: seconds }) => {
      const actor = await actorWith(context, "resources.use");
      const wanted = { taskId: task, olderThanSeconds: seconds ?? undefined };
      const { deleted } = outcomeValue(await clearTaskLog(actor, wanted));
      return { data: { deleted } };
    },
    modifies,
  ),

  "events.clear_scroll": call("2.18", z.object({ scroll_id: z.string().max(200) }), async () => ({
    data: {},
  })),

  /** Neither plots nor vectors are kept. */
  "events.plots": call("2.20", z.object({}), async () => ({ data: { metrics: [], scroll_id: null } }), {
    reads: true,
  }),
  "events.get_multi_task_plots": call(
    "2.1",
    z.object({ tasks: ids }),
    async () => ({ data: { plots: {}, returned: 0, total: 0, scroll_id: null } }),
    readsMany,
  ),
  "events.get_vector_metrics_and_variants": call(
    "2.1",
    z.object({ task: id }),
    async () => ({ data: { metrics: {} } }),
    reads,
  ),
  "events.vector_metrics_iter_histogram": call(
    "2.1",
    z.object({ task: id }),
    async () => ({ data: { images: [] } }),
    reads,
  ),
};
