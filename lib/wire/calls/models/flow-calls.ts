import { z } from "zod";
import { done, type Outcome } from "@/lib/core/outcome";
import { deleteModel, type ModelDeletion } from "@/lib/operations/resources/models/delete-model";
import { editModels, type ModelEdit, type ModelEvent } from "@/lib/operations/resources/models/edit-models";
import { type PublishedModel, publishModel } from "@/lib/operations/resources/models/publish-model";
import { withTags } from "@/lib/operations/resources/tasks/tag-tasks";
import { now } from "@/lib/server/clock";
import { actorWith, type Call, type CallContext, call } from "../../call";
import { outcomeValue } from "../../resource-refusals";
import { eachOf } from "../each-of";
import { changedFields } from "../tasks/edit-calls";
import { mostNames } from "../tasks/fields";
import { modelId } from "./fields";

const flag = z.boolean().nullish();
const many = z.object({ ids: z.array(modelId).min(1).max(mostNames) });
const modifies = { refs: [{ field: "model", resource: "model", needs: "modify" }] } as const;
const deletion = { force: flag, delete_external_artifacts: flag };
const publication = { force_publish_task: flag, publish_task: flag };

export const modelFlowCalls: Record<string, Call> = {
  "models.set_ready": call(
    "1.0",
    z.object({ model: modelId, ...publication }),
    async (context, { model, ...asked }) => {
      const published = outcomeValue(await publish(context, model, asked));
      return { data: { updated: 1, ...publishedTask(published) } };
    },
    modifies,
  ),
  "models.publish_many": call(
    "1.0",
    many.extend({ ...publication, publish_tasks: flag }),
    async (context, { ids, publish_tasks, ...asked }) => {
      const wanted = { ...asked, publish_task: asked.publish_task ?? publish_tasks };
      return {
        data: await eachOf(
          ids,
          (id) => publish(context, id, wanted),
          (published) => ({ updated: true, ...publishedTask(published) }),
        ),
      };
    },
  ),

  "models.archive_many": taggingCall("model.archived", ["archived"], [], { archived: true }),
  "models.unarchive_many": taggingCall("model.restored", [], ["archived"], { unarchived: true }),

  "models.delete": call(
    "1.0",
    z.object({ model: modelId, ...deletion }),
    async (context, { model, ...asked }) => {
      const actor = await actorWith(context, "resources.use");
      const { uri } = outcomeValue(await deleteModel(actor, model, deletionOf(asked)));
      return { data: { deleted: true, url: uri } };
    },
    modifies,
  ),
  "models.delete_many": call("1.0", many.extend(deletion), async (context, { ids, ...asked }) => {
    const actor = await actorWith(context, "resources.use");
    return {
      data: await eachOf(
        ids,
        (id) => deleteModel(actor, id, deletionOf(asked)),
        ({ uri }) => ({ deleted: true, url: uri }),
      ),
    };
  }),
};

type Deletion = {
  force?: boolean | null | undefined;
  delete_external_artifacts?: boolean | null | undefined;
};

function deletionOf({ force, delete_external_artifacts }: Deletion): ModelDeletion {
  return { force: force ?? false, deletesObjects: delete_external_artifacts !== false };
}

type Publication = {
  force_publish_task?: boolean | null | undefined;
  publish_task?: boolean | null | undefined;
};

async function publish(
  context: CallContext,
  id: string,
  { force_publish_task: force, publish_task }: Publication,
): Promise<Outcome<PublishedModel>> {
  const words = { reason: "", message: "", force: force ?? false, at: now() };
  return publishModel(
    await actorWith(context, "resources.use"),
    id,
    publish_task === false ? undefined : words,
  );
}

function publishedTask({ task }: PublishedModel) {
  if (!task) return {};
  const { id, updated, change } = task;
  return { published_task: { id, data: { updated, fields: changedFields(change) } } };
}

function taggingCall(
  event: ModelEvent,
  added: readonly string[],
  removed: readonly string[],
  told: Record<string, unknown>,
): Call {
  const edit: ModelEdit = ({ systemTags }) => done({ systemTags: withTags(systemTags, added, removed) });
  return call("1.0", many, async (context, { ids }) => {
    const actor = await actorWith(context, "resources.use");
    return {
      data: await eachOf(
        ids,
        (id) => editModels(actor, [id], edit, event),
        () => told,
      ),
    };
  });
}
