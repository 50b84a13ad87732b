import { z } from "zod";
import { modelListSpec } from "@/lib/core/resources/model-list";
import {
  findModelOfTask,
  findReadableModels,
  listFrameworksInUse,
  listReadableModels,
  type ModelRecord,
} from "@/lib/operations/resources/models/models";
import { type Call, type CallContext, call, readerOf, WireRefusal } from "../../call";
import { modelDocument } from "../../documents/model";
import { fieldPicker } from "../../documents/pick-fields";
import { listInProjects } from "../../lists/in-projects";
import { listParameters } from "../../lists/parameters";
import { expandReferences, modelReferences } from "../../references";
import { id, mostNames } from "../tasks/fields";
import { scrollOf } from "../tasks/read-calls";

const ids = z.union([id, z.array(id).max(mostNames)]);
const flag = z.boolean().nullish();
const words = z.array(z.string().max(256)).max(mostNames).nullish();
const reads = { reads: true, refs: [{ field: "model", resource: "model", needs: "read" }] } as const;
const listed = listParameters.extend({ include_subprojects: flag, project: ids.nullish() });

export const modelReadCalls: Record<string, Call> = {
  "models.get_by_id": call(
    "2.1",
    z.object({ model: id, only_fields: words }),
    async (context, { model, only_fields: only }) => {
      const reader = await readerOf(context);
      const [found] = await findReadableModels(reader, [model]);
      if (!found) throw new WireRefusal("invalidModelId", `id=${model}`);
      return { data: { model: fieldPicker(only ?? [])(modelDocument(reader.workspaceId, found)) } };
    },
    reads,
  ),

  "models.get_by_id_ex": call(
    "2.11",
    z.looseObject({ id: ids, only_fields: words }),
    async (context, { id: asked, only_fields: only }) => {
      const found = await findReadableModels(
        await readerOf(context),
        typeof asked === "string" ? [asked] : asked,
      );
      return { data: { models: await expanded(context, found, only ?? []) } };
    },
    { reads: true },
  ),

  "models.get_by_task_id": call(
    "2.1",
    z.object({ task: id }),
    async (context, { task }) => {
      const reader = await readerOf(context);
      const found = await findModelOfTask(reader, task);
      if (!found) throw new WireRefusal("invalidModelId", "the task has made no model");
      return { data: { model: modelDocument(reader.workspaceId, found) } };
    },
    { reads: true, refs: [{ field: "task", resource: "task", needs: "read" }] },
  ),

  "models.get_all": call("2.1", listed, (context, asked) => answerList(context, asked, false), {
    reads: true,
  }),
  "models.get_all_ex": call("2.1", listed, (context, asked) => answerList(context, asked, true), {
    reads: true,
  }),

  "models.get_frameworks": call(
    "2.8",
    z.object({ projects: z.array(id).max(mostNames).nullish() }),
    async (context, { projects }) => ({
      data: {
        frameworks: await listFrameworksInUse(
          await readerOf(context),
          projects?.length ? projects : undefined,
        ),
      },
    }),
    { reads: true },
  ),
};

type Asked = z.output<typeof listed>;

async function answerList(context: CallContext, asked: Asked, extended: boolean) {
  const reader = await readerOf(context);
  const { request, belowProjects } = listInProjects(asked, modelListSpec);
  const found = await listReadableModels(reader, request, belowProjects);
  const models = extended
    ? await expanded(context, found, request.onlyFields)
    : found.map((model) => modelDocument(reader.workspaceId, model)).map(fieldPicker(request.onlyFields));
  return { data: { models, ...scrollOf(request, found.length) } };
}

function expanded(context: CallContext, found: readonly ModelRecord[], onlyFields: readonly string[]) {
  const documents = found.map((model) => modelDocument(context.caller.workspaceId, model));
  return expandReferences(context, documents, modelReferences, onlyFields);
}
