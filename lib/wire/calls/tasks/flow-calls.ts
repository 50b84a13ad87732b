import { z } from "zod";
import type { Outcome } from "@/lib/core/outcome";
import type { TaskEdit } from "@/lib/core/resources/task-edits";
import {
  closes,
  completes,
  fails,
  type StatusWords,
  starts,
  stopsAsReported,
} from "@/lib/core/resources/task-flow";
import {
  archiveTask,
  changeTaskStatus,
  restoreTask,
  stopTask,
} from "@/lib/operations/resources/tasks/change-status";
import { type EditedTask, reportTask } from "@/lib/operations/resources/tasks/edit-tasks";
import { publishTask } from "@/lib/operations/resources/tasks/publish-task";
import type { ResourceUser } from "@/lib/operations/resources/writing";
import { now } from "@/lib/server/clock";
import { actorWith, type Call, call } from "../../call";
import { outcomeValue } from "../../resource-refusals";
import { eachOf } from "../each-of";
import { answerOf, flag, manyTasks, modifiesTask, oneTask, someTasks, toldOf, wordsOf } from "./commands";
import { id } from "./fields";

/** What a program reports of the task that it runs. */
function reported(minVersion: string, editOf: (words: StatusWords) => TaskEdit): Call {
  return call(
    minVersion,
    oneTask,
    async ({ caller }, asked) => ({
      data: answerOf(await reportTask(caller, asked.task, editOf(wordsOf(asked)))),
    }),
    modifiesTask,
  );
}

const more = { include_pipeline_steps: flag, publish_model: flag };
const moreSchema = z.object(more);
type More = z.output<typeof moreSchema>;
type Command = (
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
  asked: More,
) => Promise<Outcome<EditedTask>>;

const close: Command = (actor, taskId, words) => changeTaskStatus(actor, taskId, closes(words));
const publish: Command = (actor, taskId, words, asked) =>
  publishTask(actor, taskId, words, asked.publish_model ?? true);
const stop: Command = (actor, taskId, words, asked) =>
  stopTask(actor, taskId, words, asked.include_pipeline_steps ?? false);
const archive: Command = (actor, taskId, words, asked) =>
  archiveTask(actor, taskId, words, asked.include_pipeline_steps ?? false);
const restore: Command = (actor, taskId, words, asked) =>
  restoreTask(actor, taskId, words, asked.include_pipeline_steps ?? false);

function commanded(minVersion: string, command: Command): Call {
  return call(
    minVersion,
    oneTask.extend(more),
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      return { data: answerOf(await command(actor, asked.task, wordsOf(asked), asked)) };
    },
    modifiesTask,
  );
}

function manyCommanded(
  minVersion: string,
  command: Command,
  told: (edited: EditedTask) => Record<string, unknown> = toldOf,
): Call {
  return call(minVersion, manyTasks.extend(more), async (context, asked) => {
    const actor = await actorWith(context, "resources.use");
    return { data: await eachOf(asked.ids, (each) => command(actor, each, wordsOf(asked), asked), told) };
  });
}

export const taskFlowCalls: Record<string, Call> = {
  "tasks.started": call(
    "1.0",
    oneTask,
    async ({ caller }, asked) => {
      const started = answerOf(await reportTask(caller, asked.task, starts(wordsOf(asked))));
      return { data: { ...started, started: started.updated } };
    },
    modifiesTask,
  ),
  "tasks.completed": call(
    "2.2",
    oneTask.extend({ publish: flag }),
    async (context, asked) => {
      const completed = answerOf(await reportTask(context.caller, asked.task, completes(wordsOf(asked))));
      if (!asked.publish) return { data: { ...completed, published: 0 } };
      const actor = await actorWith(context, "resources.use");
      const published = answerOf(await publish(actor, asked.task, wordsOf(asked), {}));
      const fields = { ...completed.fields, ...published.fields };
      return { data: { ...completed, fields, published: published.updated } };
    },
    modifiesTask,
  ),
  "tasks.failed": reported("1.0", fails),
  "tasks.stopped": reported("1.0", stopsAsReported),
  "tasks.stop": commanded("1.0", stop),
  "tasks.stop_many": manyCommanded("2.13", stop),
  "tasks.close": commanded("1.0", close),
  "tasks.publish": commanded("1.0", publish),
  "tasks.publish_many": manyCommanded("2.13", publish),

  "tasks.archive": call(
    "2.12",
    someTasks.extend(more),
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      let archived = 0;
      for (const each of new Set(asked.tasks)) {
        archived += outcomeValue(await archive(actor, each, wordsOf(asked), asked)).updated;
      }
      return { data: { archived } };
    },
    { refs: [{ field: "tasks", resource: "task", needs: "modify" }] },
  ),
  "tasks.archive_many": manyCommanded("2.13", archive, () => ({ archived: true })),
  "tasks.unarchive_many": manyCommanded("2.13", restore, () => ({ unarchived: true })),

  "tasks.ping": call(
    "1.0",
    z.object({ task: id }),
    async ({ caller }, { task }) => {
      outcomeValue(
        await reportTask(caller, task, () => ({ ok: true, value: { lastWorkerReportAt: now() } })),
      );
      return { data: {} };
    },
    modifiesTask,
  ),
};
