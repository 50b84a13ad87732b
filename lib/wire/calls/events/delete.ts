import { z } from "zod";
import {
  clearTaskLog,
  deleteModelReports,
  deleteTaskReports,
} from "@/lib/operations/resources/events/delete-reports";
import { actorWith, type Call, call } from "../../call";
import { outcomeValue } from "../../resource-refusals";
import { id } from "./fields";

const modifies = { refs: [{ field: "task", resource: "task", needs: "modify" }] } as const;
const flag = z.boolean().nullish();

export const deletingCalls: Record<string, Call> = {
  "events.delete_for_task": call(
    "2.1",
    z.object({ task: id, allow_locked: flag }),
    async (context, { task, allow_locked }) => {
      const actor = await actorWith(context, "resources.use");
      const wanted = { taskId: task, allowsPublished: allow_locked ?? false };
      const { deleted } = outcomeValue(await deleteTaskReports(actor, wanted));
      return { data: { deleted: deleted > 0 } };
    },
    modifies,
  ),

  "events.delete_for_model": call(
    "2.22",
    z.object({ model: id, allow_locked: flag }),
    async (context, { model, allow_locked }) => {
      const actor = await actorWith(context, "resources.use");
      const wanted = { modelId: model, allowsPublished: allow_locked ?? false };
      const { deleted } = outcomeValue(await deleteModelReports(actor, wanted));
      return { data: { deleted: deleted > 0 } };
    },
    { refs: [{ field: "model", resource: "model", needs: "modify" }] },
  ),

  "events.clear_task_log": call(
    "2.19",
    z.object({ task: id, threshold_sec: z.int().min(0).nullish(), allow_locked: flag }),
    async (context, { task, threshold_sec: seconds, allow_locked }) => {
      const actor = await actorWith(context, "resources.use");
      const allowsPublished = allow_locked ?? false;
      const wanted = { taskId: task, olderThanSeconds: seconds ?? undefined, allowsPublished };
      const { deleted } = outcomeValue(await clearTaskLog(actor, wanted));
      return { data: { deleted } };
    },
    modifies,
  ),

  "events.clear_scroll": call("2.18", z.object({ scroll_id: z.string().max(8_000) }), async () => ({
    data: {},
  })),
};
