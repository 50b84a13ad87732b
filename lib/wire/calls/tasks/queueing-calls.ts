import { z } from "zod";
import { taskStatuses } from "@/lib/core/resources/task";
import { dequeueTask, enqueueTask, type QueueChoice } from "@/lib/operations/resources/tasks/queue-task";
import { isQueueWatched } from "@/lib/operations/resources/workers/find-workers";
import { actorWith, type Call, call, WireRefusal } from "../../call";
import { outcomeValue } from "../../resource-refusals";
import { documentName } from "../document-name";
import { eachOf } from "../each-of";
import { answerOf, flag, manyTasks, modifiesTask, oneTask, toldOf, wordsOf } from "./commands";
import { id } from "./fields";

const chosen = {
  queue: id.nullish(),
  queue_name: documentName(256).nullish(),
  verify_watched_queue: flag,
};
const usesQueue = { field: "queue", resource: "queue", needs: "modify" } as const;
const newStatus = { new_status: z.enum(taskStatuses).nullish() };

export const taskQueueingCalls: Record<string, Call> = {
  "tasks.enqueue": call(
    "1.5",
    oneTask.extend({ ...chosen, update_execution_queue: z.boolean().nullish() }),
    async (context, asked) => {
      const keepsName = asked.update_execution_queue === false;
      if (keepsName && asked.verify_watched_queue) {
        throw new WireRefusal("validationError", "verify_watched_queue needs update_execution_queue");
      }
      const actor = await actorWith(context, "resources.use");
      const choice = { ...choiceOf(asked), keepsName };
      const queued = outcomeValue(await enqueueTask(actor, asked.task, choice, wordsOf(asked)));
      const told = toldOf(queued);
      const fields = keepsName ? told.fields : { ...told.fields, "execution.queue": queued.queueId };
      const watched = asked.verify_watched_queue
        ? { queue_watched: await isQueueWatched(context.caller.workspaceId, queued.queueId) }
        : {};
      return { data: { ...told, fields, queued: 1, ...watched } };
    },
    { refs: [...modifiesTask.refs, usesQueue] },
  ),
  "tasks.enqueue_many": call(
    "2.13",
    manyTasks.extend({ ...chosen, validate_tasks: flag }),
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      let queueId: string | undefined;
      const data = await eachOf(
        asked.ids,
        (each) => enqueueTask(actor, each, choiceOf(asked), wordsOf(asked)),
        (queued) => {
          queueId ??= queued.queueId;
          const { updated, fields } = toldOf(queued);
          return { updated, queued: true, fields: { ...fields, "execution.queue": queued.queueId } };
        },
      );
      const watched =
        asked.verify_watched_queue && queueId
          ? { queue_watched: await isQueueWatched(context.caller.workspaceId, queueId) }
          : {};
      return { data: { ...data, ...watched } };
    },
    { refs: [usesQueue] },
  ),

  "tasks.dequeue": call(
    "1.5",
    oneTask.extend(newStatus),
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      const outcome = await dequeueTask(actor, asked.task, wordsOf(asked), asked.new_status ?? undefined);
      return { data: { ...answerOf(outcome), dequeued: 1 } };
    },
    modifiesTask,
  ),
  "tasks.dequeue_many": call("2.13", manyTasks.extend(newStatus), async (context, asked) => {
    const actor = await actorWith(context, "resources.use");
    return {
      data: await eachOf(
        asked.ids,
        (each) => dequeueTask(actor, each, wordsOf(asked), asked.new_status ?? undefined),
        (dequeued) => ({ ...toldOf(dequeued), dequeued: true }),
      ),
    };
  }),
};

type Asked = { queue?: string | null | undefined; queue_name?: string | null | undefined };

function choiceOf({ queue, queue_name }: Asked): QueueChoice {
  return { queueId: queue ?? undefined, queueName: queue_name ?? undefined };
}
