import { z } from "zod";
import {
  addsArtifacts,
  deletesArtifacts,
  deletesConfiguration,
  deletesHyperParameters,
  linksModel,
  setsConfiguration,
  setsHyperParameters,
  setsRequirements,
  setsRuntime,
  type TaskEdit,
  unlinksModels,
} from "@/lib/core/resources/task-edits";
import { reportTask } from "@/lib/operations/resources/tasks/edit-tasks";
import { now } from "@/lib/server/clock";
import type { Call, CallAnswer, CallContext, ResourceRef } from "../../call";
import { outcomeValue } from "../../resource-refusals";
import {
  artifactKeys,
  artifacts,
  configurationItem,
  hyperParameter,
  id,
  mostNames,
  sectionName,
  taskCall,
} from "./fields";

const of = { task: id, force: z.boolean().nullish() };
const modifiesTask: ResourceRef = { field: "task", resource: "task", needs: "modify" };
const modifies = { refs: [modifiesTask] };
const items = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(5_000);
const side = z.enum(["input", "output"]);
const mostIteration = 2 ** 31 - 1;

/** What programs set of their own tasks, part by part. */
export const taskSectionCalls: Record<string, Call> = {
  "tasks.set_requirements": taskCall(
    "1.0",
    z.object({ ...of, requirements: z.record(z.string(), z.unknown()) }),
    async (context, { task, requirements }) => {
      const counted = await report(context, task, setsRequirements(requirements), "updated");
      return { data: { ...counted, fields: { "script.requirements": requirements } } };
    },
    modifies,
  ),

  "tasks.edit_hyper_params": taskCall(
    "2.9",
    z.object({
      ...of,
      hyperparams: items(hyperParameter),
      replace_hyperparams: z.enum(["none", "section", "all"]).nullish(),
    }),
    (context, { task, force, hyperparams, replace_hyperparams: replacing }) =>
      answer(context, task, setsHyperParameters(hyperparams, replacing ?? "none", force ?? false), "updated"),
    modifies,
  ),

  "tasks.delete_hyper_params": taskCall(
    "2.9",
    z.object({
      ...of,
      hyperparams: items(z.object({ section: sectionName, name: z.string().max(1_024).nullish() })),
    }),
    (context, { task, force, hyperparams }) =>
      answer(context, task, deletesHyperParameters(hyperparams, force ?? false), "deleted"),
    modifies,
  ),

  "tasks.edit_configuration": taskCall(
    "2.9",
    z.object({
      ...of,
      configuration: items(configurationItem),
      replace_configuration: z.boolean().nullish(),
    }),
    (context, { task, force, configuration, replace_configuration: replaces }) =>
      answer(context, task, setsConfiguration(configuration, replaces ?? false, force ?? false), "updated"),
    modifies,
  ),

  "tasks.delete_configuration": taskCall(
    "2.9",
    z.object({ ...of, configuration: items(sectionName) }),
    (context, { task, force, configuration }) =>
      answer(context, task, deletesConfiguration(configuration, force ?? false), "deleted"),
    modifies,
  ),

  "tasks.edit_runtime": taskCall(
    "1.0",
    z.object({
      ...of,
      add_or_update: z.record(z.string().max(1_024), z.unknown()).nullish(),
      remove: z.array(z.string().max(1_024)).max(mostNames).nullish(),
    }),
    (context, { task, add_or_update: added, remove: removed }) =>
      answer(context, task, setsRuntime(added ?? {}, removed ?? []), "updated"),
    modifies,
  ),

  "tasks.add_or_update_artifacts": taskCall(
    "2.10",
    z.object({ ...of, artifacts: artifacts.min(1) }),
    (context, { task, artifacts: given }) => answer(context, task, addsArtifacts(given), "updated"),
    modifies,
  ),

  "tasks.delete_artifacts": taskCall(
    "2.10",
    z.object({ ...of, artifacts: artifactKeys.min(1).max(2_000) }),
    (context, { task, artifacts: given }) => answer(context, task, deletesArtifacts(given), "deleted"),
    modifies,
  ),

  "tasks.add_or_update_model": taskCall(
    "2.13",
    z.object({
      ...of,
      name: sectionName,
      model: id,
      type: side,
      iteration: z.int().min(0).max(mostIteration).nullish(),
    }),
    (context, { task, name, model, type, iteration }) => {
      const link = { name, model, updated: now().toISOString() };
      return answer(context, task, linksModel(type, link, iteration ?? undefined), "updated");
    },
    { refs: [modifiesTask, { field: "model", resource: "model", needs: "read" }] },
  ),

  "tasks.delete_models": taskCall(
    "2.13",
    z.object({ ...of, models: items(z.object({ name: sectionName, type: side })) }),
    (context, { task, models }) => answer(context, task, unlinksModels(models), "updated"),
    modifies,
  ),
};

async function answer(
  context: CallContext,
  taskId: string,
  edit: TaskEdit,
  counted: "updated" | "deleted",
): Promise<CallAnswer> {
  return { data: await report(context, taskId, edit, counted) };
}

async function report(
  { caller }: CallContext,
  taskId: string,
  edit: TaskEdit,
  counted: "updated" | "deleted",
) {
  const { updated } = outcomeValue(await reportTask(caller, taskId, edit));
  return { [counted]: updated };
}
