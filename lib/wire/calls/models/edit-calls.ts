import { z } from "zod";
import { done } from "@/lib/core/outcome";
import { linksModel } from "@/lib/core/resources/task-edits";
import {
  createModel,
  editModels,
  type ModelChange,
  type ModelEdit,
  moveModels,
  reportModel,
} from "@/lib/operations/resources/models/edit-models";
import { findModelOfTask } from "@/lib/operations/resources/models/models";
import { reportTask } from "@/lib/operations/resources/tasks/edit-tasks";
import { findReadableTasks } from "@/lib/operations/resources/tasks/find-tasks";
import { withTags } from "@/lib/operations/resources/tasks/tag-tasks";
import { now } from "@/lib/server/clock";
import { actorWith, type Call, type CallContext, call, readerOf, WireRefusal } from "../../call";
import { outcomeValue } from "../../resource-refusals";
import { notShared } from "../not-shared";
import { place, placeFinder, requirePlace } from "../places";
import { mostNames, storable, tag, taskCall, taskName } from "../tasks/fields";
import { byKey, metadataItem, modelChangeOf, modelFields, modelId, toldOfChange, uri } from "./fields";

const flag = z.boolean().nullish();
const words = z.array(tag).max(mostNames).nullish();
const modifies = { refs: [{ field: "model", resource: "model", needs: "modify" }] } as const;
const modifiesAll = { refs: [{ field: "ids", resource: "model", needs: "modify" }] } as const;
const ids = z.array(modelId).min(1).max(mostNames);
const intoProject = { field: "project", resource: "project", needs: "modify" } as const;
const ofTask = { field: "task", resource: "task", needs: "modify" } as const;
const editRefs = { refs: [...modifies.refs, intoProject, ofTask] };
/** An empty one names nothing, and so is not looked for. */
const optionalId = z
  .string()
  .max(128)
  .nullish()
  .transform((given) => given || undefined);
const edited = modelFields.extend({ model: modelId });

export const modelEditCalls: Record<string, Call> = {
  "models.create": taskCall(
    "1.0",
    modelFields.extend({
      ...{ name: taskName, uri },
      ...{ project: optionalId, parent: optionalId },
    }),
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      const wanted = { ...modelChangeOf(asked), name: asked.name, uri: asked.uri };
      const { id } = outcomeValue(await createModel(actor, wanted));
      return { data: { id, created: true } };
    },
    { refs: [intoProject, ofTask, { field: "parent", resource: "model", needs: "read" }] },
  ),

  "models.edit": taskCall("1.0", edited, answerEdit, editRefs),
  "models.update": taskCall("1.0", edited, answerEdit, editRefs),

  "models.update_for_task": taskCall(
    "1.0",
    modelFields.extend({ task: modelId, override_model_id: optionalId }),
    async (context, asked) => {
      const { task: taskId, override_model_id: override, ...fields } = asked;
      if (!asked.uri === !override) {
        throw new WireRefusal("missingRequiredFields", "exactly one of uri and override_model_id");
      }
      const reader = await readerOf(context);
      const [task] = await findReadableTasks(reader, [taskId], ["name", "status", "projectId"]);
      if (!task) throw new WireRefusal("invalidTaskId", `id=${taskId}`);
      if (task.status !== "created" && task.status !== "in_progress") {
        throw new WireRefusal("invalidTaskStatus", "the task is neither created nor running");
      }
      const known = override ? undefined : await findModelOfTask(reader, taskId);
      if (known) {
        const change = modelChangeOf({ ...fields, task: undefined });
        const outcome = outcomeValue(await reportModel(context.caller, known.id, () => done(change)));
        return {
          data: {
            id: known.id,
            created: false,
            updated: outcome.updated,
            fields: toldOfChange(outcome.change),
          },
        };
      }
      const id =
        override ?? (await createOutput(context, taskId, task, modelChangeOf({ ...fields, task: taskId })));
      const link = { name: "Output Model", model: id, updated: now().toISOString() };
      outcomeValue(
        await reportTask(context.caller, taskId, linksModel("output", link, asked.iteration ?? undefined)),
      );
      return { data: { id, created: !override } };
    },
    { refs: [ofTask, { field: "override_model_id", resource: "model", needs: "read" }] },
  ),

  "models.add_or_update_metadata": taskCall(
    "2.13",
    z.object({ model: modelId, metadata: z.array(metadataItem).min(1).max(1_000), replace_metadata: flag }),
    async (context, { model, metadata, replace_metadata: replaces }) =>
      answerReport(context, model, (before) =>
        done({ metadata: { ...(replaces ? {} : before.metadata), ...byKey(metadata) } }),
      ),
    modifies,
  ),
  "models.delete_metadata": call(
    "2.13",
    z.object({ model: modelId, keys: z.array(z.string().max(256)).min(1).max(1_000) }),
    async (context, { model, keys }) =>
      answerReport(context, model, ({ metadata }) =>
        done({
          metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !keys.includes(key))),
        }),
      ),
    modifies,
  ),

  "models.update_tags": call(
    "1.0",
    storable(z.object({ ids, add_tags: words, remove_tags: words })),
    async (context, { ids: asked, add_tags: added, remove_tags: removed }) => {
      const actor = await actorWith(context, "resources.use");
      const edit: ModelEdit = ({ tags }) => done({ tags: withTags(tags, added ?? [], removed ?? []) });
      const all = outcomeValue(await editModels(actor, [...new Set(asked)], edit));
      return { data: { updated: all.length } };
    },
    modifiesAll,
  ),

  "models.move": call(
    "1.0",
    storable(z.object({ ids, ...place })),
    async (context, { ids: asked, ...to }) => {
      requirePlace(to);
      const actor = await actorWith(context, "resources.use");
      const { moved, projectId } = outcomeValue(
        await moveModels(actor, [...new Set(asked)], placeFinder(to)),
      );
      return { data: { moved, project_id: projectId } };
    },
    { refs: [...modifiesAll.refs, intoProject] },
  ),

  "models.make_public": notShared("model", "Models"),
  "models.make_private": notShared("model", "Models"),
};

async function createOutput(
  context: CallContext,
  taskId: string,
  task: { name?: string; projectId?: string | null },
  change: ModelChange,
): Promise<string> {
  const actor = await actorWith(context, "resources.use");
  const name = task.name ?? taskId;
  const comment = `Created by task \`${name}\` (${taskId})`;
  const wanted = {
    ...{ name, comment, uri: "", projectId: task.projectId ?? null, ready: false },
    ...change,
  };
  return outcomeValue(await createModel(actor, wanted)).id;
}

/** By somebody's command, and so in the audit log; what a program says of its own model is not. */
const commanded: readonly (keyof ModelChange)[] = [
  ...(["name", "tags", "systemTags", "projectId", "parentId", "ready"] as const),
];

async function answerEdit(context: CallContext, { model, ...fields }: z.output<typeof edited>) {
  const change = modelChangeOf(fields);
  const edit: ModelEdit = () => done(change);
  if (!commanded.some((field) => change[field] !== undefined)) return answerReport(context, model, edit);
  const actor = await actorWith(context, "resources.use");
  const [outcome] = outcomeValue(await editModels(actor, [model], edit));
  return { data: { updated: outcome?.updated ?? 0, fields: toldOfChange(outcome?.change ?? {}) } };
}

async function answerReport(context: CallContext, model: string, edit: ModelEdit) {
  const { updated, change } = outcomeValue(await reportModel(context.caller, model, edit));
  return { data: { updated, fields: toldOfChange(change) } };
}
