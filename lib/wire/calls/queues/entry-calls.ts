import { z } from "zod";
import {
  addToQueue,
  clearQueue,
  moveInQueue,
  removeFromQueue,
  takeNextTask,
} from "@/lib/operations/resources/queues/entries";
import { actorWith, type Call, call } from "../../call";
import { wireTime } from "../../documents/pick-fields";
import { outcomeValue } from "../../resource-refusals";

const id = z.string().min(1).max(64);
const uses = { refs: [{ field: "queue", resource: "queue", needs: "modify" }] } as const;
const usesWithTask = { refs: [...uses.refs, { field: "task", resource: "task", needs: "read" }] } as const;
const changesTask = { refs: [...uses.refs, { field: "task", resource: "task", needs: "modify" }] } as const;
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
      const info = { company: context.caller.workspaceId, user: entry.ownerUserId };
      return {
        data: {
          entry: { task: entry.taskId, added: wireTime(entry.addedAt) },
          ...(wantsInfo ? { task_info: info } : {}),
        },
      };
    },
    uses,
  ),

  "queues.add_task": call(
    "2.4",
    ofTask.extend({ update_execution_queue: z.boolean().nullish() }),
    async (context, { queue, task, update_execution_queue: noted }) => {
      const actor = await actorWith(context, "resources.use");
      const added = await addToQueue(actor, { queueId: queue, taskId: task, noted: noted ?? true });
      return { data: outcomeValue(added) };
    },
    changesTask,
  ),

  "queues.remove_task": call(
    "2.4",
    ofTask.extend({ update_task_status: z.boolean().nullish() }),
    async (context, { queue, task, update_task_status: changesStatus }) => {
      const actor = await actorWith(context, "resources.use");
      const removal = { queueId: queue, taskId: task, changesStatus: changesStatus ?? false };
      return { data: outcomeValue(await removeFromQueue(actor, removal)) };
    },
    changesTask,
  ),

  "queues.clear_queue": call(
    "2.31",
    z.object({ queue: id }),
    async (context, { queue }) => {
      const actor = await actorWith(context, "resources.use");
      const { taskIds } = outcomeValue(await clearQueue(actor, { queueId: queue }));
      const access = await context.access();
      return { data: { removed_tasks: taskIds.filter((each) => access.mayOf("task", "read", each)) } };
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
