import { deleteTask, type ResetTask, resetTask } from "@/lib/operations/resources/tasks/delete-task";
import type { ClearedOutputs } from "@/lib/operations/resources/tasks/task-outputs";
import { actorWith, type Call, call } from "../../call";
import { outcomeValue } from "../../resource-refusals";
import { eachOf } from "../each-of";
import { flag, manyTasks, modifiesTask, oneTask, toldOf, wordsOf } from "./commands";

const outputs = { delete_output_models: flag, return_file_urls: flag, delete_external_artifacts: flag };
const reset = { ...outputs, clear_all: flag };
const deletion = { ...outputs, move_to_trash: flag, include_pipeline_steps: flag };

type Flags = Record<string, unknown>;

function resetOf({ clear_all, delete_output_models, delete_external_artifacts }: Flags) {
  return {
    clearsAll: clear_all === true,
    deletesModels: delete_output_models !== false,
    deletesFiles: delete_external_artifacts !== false,
    deletesObjects: delete_external_artifacts !== false,
  };
}

function deletionOf({
  force,
  delete_output_models,
  delete_external_artifacts,
  include_pipeline_steps,
}: Flags) {
  return {
    force: force === true,
    deletesModels: delete_output_models !== false,
    deletesObjects: delete_external_artifacts !== false,
    withSteps: include_pipeline_steps === true,
  };
}

function urlsOf({ urls }: ClearedOutputs, { return_file_urls }: Flags) {
  return return_file_urls === true
    ? { model_urls: urls.models, artifact_urls: urls.artifacts, event_urls: [] }
    : null;
}

function toldOfReset(done: ResetTask, asked: Flags) {
  return { ...toldOf(done), deleted_models: done.deletedModels, urls: urlsOf(done, asked) };
}

function toldOfDeletion(cleared: ClearedOutputs, asked: Flags) {
  return {
    deleted: true,
    updated_children: cleared.updatedChildren,
    updated_models: cleared.updatedModels,
    deleted_models: cleared.deletedModels,
    urls: urlsOf(cleared, asked),
  };
}

export const taskDeleteCalls: Record<string, Call> = {
  "tasks.reset": call(
    "1.0",
    oneTask.extend(reset),
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      const done = outcomeValue(await resetTask(actor, asked.task, wordsOf(asked), resetOf(asked)));
      return { data: { ...toldOfReset(done, asked), dequeued: { removed: done.dequeued } } };
    },
    modifiesTask,
  ),
  "tasks.reset_many": call("2.13", manyTasks.extend(reset), async (context, asked) => {
    const actor = await actorWith(context, "resources.use");
    return {
      data: await eachOf(
        asked.ids,
        (each) => resetTask(actor, each, wordsOf(asked), resetOf(asked)),
        (done) => ({ ...toldOfReset(done, asked), dequeued: done.dequeued > 0 }),
      ),
    };
  }),

  "tasks.delete": call(
    "1.0",
    oneTask.extend(deletion),
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      const cleared = outcomeValue(await deleteTask(actor, asked.task, deletionOf(asked)));
      return { data: toldOfDeletion(cleared, asked) };
    },
    modifiesTask,
  ),
  "tasks.delete_many": call("2.13", manyTasks.extend(deletion), async (context, asked) => {
    const actor = await actorWith(context, "resources.use");
    return {
      data: await eachOf(
        asked.ids,
        (each) => deleteTask(actor, each, deletionOf(asked)),
        (cleared) => toldOfDeletion(cleared, asked),
      ),
    };
  }),
};
