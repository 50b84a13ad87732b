import { z } from "zod";
import type { Outcome } from "@/lib/core/outcome";
import { taskStatuses } from "@/lib/core/resources/task";
import type { TaskEdit } from "@/lib/core/resources/task-edits";
import {
  closes,
  completes,
  fails,
  publishes,
  restores,
  type StatusWords,
  starts,
  stops,
  stopsAsReported,
} from "@/lib/core/resources/task-flow";
import {
  archiveTask,
  changeTaskStatus,
  deleteTask,
  dequeueTask,
  enqueueTask,
  resetTask,
  restoreTask,
} from "@/lib/operations/resources/tasks/change-status";
import { cloneTask } from "@/lib/operations/resources/tasks/create-task";
import { type EditedTask, reportTask } from "@/lib/operations/resources/tasks/edit-tasks";
import { isQueueWatched } from "@/lib/operations/resources/workers/find-workers";
import { now } from "@/lib/server/clock";
import { actorWith, type Call, type CallContext, call } from "../../call";
import { outcomeValue } from "../../resource-refusals";
import { eachOf } from "../each-of";
import { changedFields } from "./edit-calls";
import { id, mostNames, taskChangeOf, taskFields, taskName, text } from "./fields";

const flag = z.boolean().nullish();
const words = { status_reason: text.nullish(), status_message: text.nullish(), force: flag };
const one = z.object({ task: id, ...words });
const many = z.object({ ids: z.array(id).min(1).max(mostNames), ...words });
const modifies = { refs: [{ field: "task", resource: "task", needs: "modify" }] } as const;
const queueChoice = { queue: id.nullish(), queue_name: z.string().trim().min(3).max(256).nullish() };

type Words = {
  status_reason?: string | null | undefined;
  status_message?: string | null | undefined;
  force?: boolean | null | undefined;
};

function wordsOf({ status_reason, status_message, force }: Words): StatusWords {
  return { reason: status_reason ?? "", message: status_message ?? "", force: force ?? false, at: now() };
}

/** What a program reports of the task that it runs. */
function reported(minVersion: string, editOf: (words: StatusWords) => TaskEdit): Call {
  return call(
    minVersion,
    one,
    async ({ caller }, asked) => ({
      data: answerOf(await reportTask(caller, asked.task, editOf(wordsOf(asked)))),
    }),
    modifies,
  );
}

function answerOf(outcome: Outcome<EditedTask>): Record<string, unknown> {
  const { updated, change } = outcomeValue(outcome);
  return { updated, fields: changedFields(change) };
}

type Command = (context: CallContext, taskId: string, words: StatusWords) => Promise<Outcome<EditedTask>>;

const commandTo =
  (editOf: (words: StatusWords) => TaskEdit): Command =>
  async (context, taskId, said) =>
    changeTaskStatus(await actorWith(context, "resources.use"), taskId, editOf(said));

function commanded(minVersion: string, command: Command): Call {
  return call(
    minVersion,
    one,
    async (context, asked) => ({ data: answerOf(await command(context, asked.task, wordsOf(asked))) }),
    modifies,
  );
}

const stop: Command = async (context, taskId, said) => {
  const actor = await actorWith(context, "resources.use");
  return changeTaskStatus(actor, taskId, stops(said, actor.name));
};
const archive: Command = async (context, taskId, said) =>
  archiveTask(await actorWith(context, "resources.use"), taskId, said);
const restore: Command = async (context, taskId, said) =>
  restoreTask(await actorWith(context, "resources.use"), taskId, restores(said));

function manyCommanded(
  minVersion: string,
  command: Command,
  toldOf = ({ updated, change }: EditedTask): Record<string, unknown> => ({
    updated,
    fields: changedFields(change),
  }),
): Call {
  return call(minVersion, many, async (context, asked) => ({
    data: await eachOf(asked.ids, (each) => command(context, each, wordsOf(asked)), toldOf),
  }));
}

export const taskFlowCalls: Record<string, Call> = {
  "tasks.started": call(
    "1.0",
    one,
    async ({ caller }, asked) => {
      const outcome = await reportTask(caller, asked.task, starts(wordsOf(asked)));
      return { data: { ...answerOf(outcome), started: outcomeValue(outcome).updated } };
    },
    modifies,
  ),
  "tasks.completed": call(
    "2.2",
    one.extend({ publish: flag }),
    async (context, asked) => {
      const completed = answerOf(await reportTask(context.caller, asked.task, completes(wordsOf(asked))));
      if (!asked.publish) return { data: completed };
      const published = answerOf(await commandTo(publishes)(context, asked.task, wordsOf(asked)));
      return { data: { ...published, published: 1 } };
    },
    modifies,
  ),
  "tasks.failed": reported("1.0", fails),
  "tasks.stopped": reported("1.0", stopsAsReported),
  "tasks.stop": commanded("1.0", stop),
  "tasks.stop_many": manyCommanded("2.13", stop),
  "tasks.close": commanded("1.0", commandTo(closes)),
  "tasks.publish": commanded("1.0", commandTo(publishes)),
  "tasks.publish_many": manyCommanded("2.13", commandTo(publishes)),

  "tasks.archive": call(
    "2.12",
    z.object({ tasks: z.array(id).min(1).max(mostNames), ...words }),
    async (context, asked) => {
      let archived = 0;
      for (const each of new Set(asked.tasks)) {
        archived += outcomeValue(await archive(context, each, wordsOf(asked))).updated;
      }
      return { data: { archived } };
    },
    { refs: [{ field: "tasks", resource: "task", needs: "modify" }] },
  ),
  "tasks.archive_many": manyCommanded("2.13", archive, () => ({ archived: true })),
  "tasks.unarchive_many": manyCommanded("2.13", restore, () => ({ unarchived: true })),

  "tasks.reset": call(
    "1.0",
    one.extend({ clear_all: flag }),
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      const outcome = await resetTask(actor, asked.task, wordsOf(asked), asked.clear_all ?? false);
      const { dequeued } = outcomeValue(outcome);
      return { data: { ...answerOf(outcome), dequeued: { removed: dequeued }, deleted_models: 0, urls: {} } };
    },
    modifies,
  ),
  "tasks.reset_many": call("2.13", many.extend({ clear_all: flag }), async (context, asked) => {
    const actor = await actorWith(context, "resources.use");
    return {
      data: await eachOf(
        asked.ids,
        (each) => resetTask(actor, each, wordsOf(asked), asked.clear_all ?? false),
        ({ updated, dequeued, change }) => ({
          updated,
          fields: changedFields(change),
          dequeued: dequeued > 0,
        }),
      ),
    };
  }),

  "tasks.clone": call(
    "2.5",
    z.object({
      task: id,
      new_task_name: taskName.nullish(),
      new_task_comment: text.nullish(),
      new_task_tags: taskFields.shape.tags,
      new_task_system_tags: taskFields.shape.system_tags,
      new_task_parent: z.string().max(64).nullish(),
      new_task_project: z.string().max(64).nullish(),
      new_task_hyperparams: taskFields.shape.hyperparams,
      new_task_configuration: taskFields.shape.configuration,
      new_task_container: taskFields.shape.container,
      execution_overrides: taskFields.shape.execution,
    }),
    async (context, asked) => {
      const change = taskChangeOf(
        {
          name: asked.new_task_name,
          comment: asked.new_task_comment,
          tags: asked.new_task_tags,
          system_tags: asked.new_task_system_tags,
          parent: asked.new_task_parent,
          project: asked.new_task_project,
          hyperparams: asked.new_task_hyperparams,
          configuration: asked.new_task_configuration,
          container: asked.new_task_container,
          execution: asked.execution_overrides,
        },
        now(),
      );
      const actor = await actorWith(context, "resources.use");
      const { id: cloned } = outcomeValue(await cloneTask(actor, { taskId: asked.task, change }));
      return { data: { id: cloned } };
    },
    {
      refs: [
        { field: "task", resource: "task", needs: "read" },
        { field: "new_task_project", resource: "project", needs: "modify" },
        { field: "new_task_parent", resource: "task", needs: "read" },
      ],
    },
  ),

  "tasks.delete": call(
    "1.0",
    one.extend({ return_file_urls: flag, delete_output_models: flag, move_to_trash: flag }),
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      const { task } = outcomeValue(await deleteTask(actor, asked.task, asked.force ?? false));
      const urls = asked.return_file_urls ? { urls: urlsOf(task.artifacts) } : {};
      return { data: { deleted: true, updated_children: 0, updated_models: 0, deleted_models: 0, ...urls } };
    },
    modifies,
  ),
  "tasks.delete_many": call("2.13", many.extend({ return_file_urls: flag }), async (context, asked) => {
    const actor = await actorWith(context, "resources.use");
    return {
      data: await eachOf(
        asked.ids,
        (each) => deleteTask(actor, each, asked.force ?? false),
        ({ task }) => ({
          deleted: true,
          ...(asked.return_file_urls ? { urls: urlsOf(task.artifacts) } : {}),
        }),
      ),
    };
  }),

  "tasks.enqueue": call(
    "1.5",
    one.extend({ ...queueChoice, verify_watched_queue: flag }),
    async (context, asked) => {
      const outcome = await enqueueAs(context, asked.task, asked);
      const { queueId } = outcomeValue(outcome);
      const answer = answerOf(outcome);
      const fields = { ...(answer.fields as object), "execution.queue": queueId };
      const watched = asked.verify_watched_queue
        ? { queue_watched: await isQueueWatched(context.caller.workspaceId, queueId) }
        : {};
      return { data: { ...answer, fields, queued: 1, ...watched } };
    },
    { refs: [...modifies.refs, { field: "queue", resource: "queue", needs: "modify" }] },
  ),
  "tasks.enqueue_many": call(
    "2.13",
    many.extend({ ...queueChoice, verify_watched_queue: flag }),
    async (context, asked) => ({
      data: await eachOf(
        asked.ids,
        (each) => enqueueAs(context, each, asked),
        ({ updated, change }) => ({ updated, queued: true, fields: changedFields(change) }),
      ),
    }),
    { refs: [{ field: "queue", resource: "queue", needs: "modify" }] },
  ),

  "tasks.dequeue": call(
    "1.5",
    one.extend({ new_status: z.enum(taskStatuses).nullish() }),
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      const outcome = await dequeueTask(actor, asked.task, wordsOf(asked), asked.new_status ?? undefined);
      return { data: { ...answerOf(outcome), dequeued: 1 } };
    },
    modifies,
  ),
  "tasks.dequeue_many": call("2.13", many, async (context, asked) => {
    const actor = await actorWith(context, "resources.use");
    return {
      data: await eachOf(
        asked.ids,
        (each) => dequeueTask(actor, each, wordsOf(asked), undefined),
        ({ updated, change }) => ({ updated, dequeued: true, fields: changedFields(change) }),
      ),
    };
  }),

  "tasks.ping": call(
    "1.0",
    z.object({ task: id }),
    async ({ caller }, { task }) => {
      outcomeValue(
        await reportTask(caller, task, () => ({ ok: true, value: { lastWorkerReportAt: now() } })),
      );
      return { data: {} };
    },
    modifies,
  ),
};

async function enqueueAs(
  context: CallContext,
  taskId: string,
  asked: Words & { queue?: string | null | undefined; queue_name?: string | null | undefined },
) {
  const actor = await actorWith(context, "resources.use");
  const choice = { queueId: asked.queue ?? undefined, queueName: asked.queue_name ?? undefined };
  return enqueueTask(actor, taskId, choice, wordsOf(asked));
}

function urlsOf(artifacts: readonly Record<string, unknown>[]) {
  const urls = artifacts.flatMap(({ uri }) => (typeof uri === "string" ? [uri] : []));
  return { artifact_urls: urls, model_urls: [], event_urls: [] };
}
