import { z } from "zod";
import {
  clearQueue,
  moveInQueue,
  removeFromQueue,
  takeNextTask,
} from "@/lib/operations/resources/queues/entries";
import { enqueueTask } from "@/lib/operations/resources/tasks/change-status";
import { findReadableTasks } from "@/lib/operations/resources/tasks/find-tasks";
import { now } from "@/lib/server/clock";
import { actorWith, type Call, type CallContext, call } from "../../call";
import { wireTime } from "../../documents/pick-fields";
import { outcomeValue } from "../../resource-refusals";
import { readerOf } from "./queue-calls";

const id = z.string().min(1).max(64);
const uses = { refs: [{ field: "queue", resource: "queue", needs: "modify" }] } as const;
const usesWithTask = { refs: [...uses.refs, { field: "task", resource: "task", needs: "read" }] } as const;
const ofTask = z.object({ queue: id, task: id });
const moves = ofTask.extend({ count: z.int().min(1).max(100_000).nullish() });

export const queueEntryCalls: Record<string, Call> = {
  "queues.get_next_task": call(
    "2.4",
    z.object({ queue: id, task: id.nullish(), get_task_info: z.boolean().nullish() }),
    async (context, { queue, task, get_task_info: wantsInfo }) => {
      const taken = await takeNextTask(context.caller, { queueId: queue, taskId: task ?? undefined });
      const entry = outcomeValue(taken);
      if (!entry) return { data: {} };
      const info = wantsInfo ? await infoOf(context, entry.taskId) : {};
      return { data: { entry: { task: entry.taskId, added: wireTime(entry.addedAt) }, ...info } };
    },
    uses,
  ),

  "queues.add_task": call(
    "2.4",
    ofTask.extend({ update_task_status: z.boolean().nullish() }),
    async (context, { queue, task }) => {
      const actor = await actorWith(context, "resources.use");
      const words = { reason: "", message: "", force: true, at: now() };
      outcomeValue(await enqueueTask(actor, task, { queueId: queue }, words));
      return { data: { added: 1 } };
    },
    { refs: [...uses.refs, { field: "task", resource: "task", needs: "modify" }] },
  ),

  "queues.remove_task": call(
    "2.4",
    ofTask.extend({ update_task_status: z.boolean().nullish() }),
    async (context, { queue, task, update_task_status: changesStatus }) => {
      const actor = await actorWith(context, "resources.use");
      const removal = { queueId: queue, taskId: task, changesStatus: changesStatus ?? false };
      return { data: outcomeValue(await removeFromQueue(actor, removal)) };
    },
    usesWithTask,
  ),

  "queues.clear_queue": call(
    "2.31",
    z.object({ queue: id }),
    async (context, { queue }) => {
      const actor = await actorWith(context, "resources.use");
      const { taskIds } = outcomeValue(await clearQueue(actor, { queueId: queue }));
      return { data: { removed_tasks: taskIds } };
    },
    uses,
  ),

  "queues.move_task_forward": moveBy((count) => -count),
  "queues.move_task_backward": moveBy((count) => count),
  "queues.move_task_to_front": moveBy(() => -100_000),
  "queues.move_task_to_back": moveBy(() => 100_000),
};

function moveBy(placesFor: (count: number) => number): Call {
  return call(
    "2.4",
    moves,
    async (context, { queue, task, count }) => {
      const actor = await actorWith(context, "resources.use");
      const move = { queueId: queue, taskId: task, by: placesFor(count ?? 1) };
      return { data: outcomeValue(await moveInQueue(actor, move)) };
    },
    usesWithTask,
  );
}

/** Whose task it is: an agent that acts as its owner asks for that. */
async function infoOf(context: CallContext, taskId: string): Promise<Record<string, unknown>> {
  const { workspaceId } = context.caller;
  const [task] = await findReadableTasks(await readerOf(context), [taskId], ["ownerUserId"]);
  return task ? { task_info: { company: workspaceId, user: task.ownerUserId } } : {};
}
