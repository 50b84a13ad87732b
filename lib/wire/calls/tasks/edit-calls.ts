import { z } from "zod";
import type { Outcome } from "@/lib/core/outcome";
import type { TaskChange } from "@/lib/core/resources/task";
import {
  addsArtifacts,
  deletesArtifacts,
  deletesConfiguration,
  deletesHyperParameters,
  editsFields,
  linksModel,
  setsConfiguration,
  setsHyperParameters,
  setsRequirements,
  setsRuntime,
  type TaskEdit,
  unlinksModels,
} from "@/lib/core/resources/task-edits";
import { createTask, mayUseModels, whyNotCreated } from "@/lib/operations/resources/tasks/create-task";
import {
  type EditedTask,
  editTask,
  mayHaveParent,
  reportTask,
} from "@/lib/operations/resources/tasks/edit-tasks";
import { editTaskTags } from "@/lib/operations/resources/tasks/tag-tasks";
import { now } from "@/lib/server/clock";
import {
  actorWith,
  batchBodyBytes,
  type Call,
  type CallAnswer,
  type CallContext,
  call,
  WireRefusal,
} from "../../call";
import { wireTime } from "../../documents/pick-fields";
import { outcomeValue, refuseResource } from "../../resource-refusals";
import { artifacts, id, mostNames, type TaskFields, taskChangeOf, taskFields, taskName } from "./fields";

const force = z.boolean().nullish();
const task = id;
const modifies = { refs: [{ field: "task", resource: "task", needs: "modify" }] } as const;
const section = z.string().min(1).max(1_024);
const name = z.string().max(1_024);
const items = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(5_000);
const edit = taskFields.extend({ task, force });

export const taskEditCalls: Record<string, Call> = {
  "tasks.create": call("1.0", taskFields, async (context, fields) => {
    const wanted = requireNameAndType(fields);
    const actor = await actorWith(context, "resources.use");
    const { id: created } = outcomeValue(
      await createTask(actor, { ...taskChangeOf(fields, now()), ...wanted }),
    );
    return { data: { id: created } };
  }),

  "tasks.validate": call("1.0", taskFields, async (context, fields) => {
    requireNameAndType(fields);
    const reason = whyNotCreated(await context.access(), taskChangeOf(fields, now()));
    if (reason) throw refuseResource(reason.refusal);
    return { data: {} };
  }),

  "tasks.edit": call(
    "1.0",
    edit,
    async (context, { task: taskId, force: forced, ...fields }) =>
      answerChange(context, taskId, taskChangeOf(fields, now()), (change) =>
        editsFields(change, forced ?? false),
      ),
    modifies,
  ),

  "tasks.update": call(
    "1.0",
    edit,
    async (context, { task: taskId, force: _, ...fields }) => answerUpdate(context, taskId, fields),
    modifies,
  ),

  "tasks.update_batch": call(
    "1.0",
    z.object({ lines: z.array(z.unknown()).max(2_000) }),
    async (context, { lines }) => {
      if (lines.length === 0) throw new WireRefusal("batchEmpty");
      const wanted = lines.map((line, index) => {
        const read = edit.safeParse(line);
        if (read.success) return read.data;
        const [issue] = read.error.issues;
        throw new WireRefusal(
          "batchValidationError",
          `line ${index + 1}: ${issue?.path.join(".")}: ${issue?.message}`,
        );
      });
      const access = await context.access();
      for (const { task: taskId } of wanted) {
        if (!access.mayOf("task", "read", taskId)) throw new WireRefusal("invalidTaskId", `id=${taskId}`);
        if (!access.may("modify", taskId)) throw new WireRefusal("noWritePermission", `id=${taskId}`);
      }
      let updated = 0;
      for (const { task: taskId, force: _, ...fields } of wanted) {
        const { data } = (await answerUpdate(context, taskId, fields)) as { data: { updated: number } };
        updated += data.updated;
      }
      return { data: { updated } };
    },
    { maxBodyBytes: batchBodyBytes, takesLines: true },
  ),

  "tasks.set_requirements": call(
    "1.0",
    z.object({ task, requirements: z.record(z.string(), z.unknown()) }),
    async (context, { task: taskId, requirements }) =>
      answerReport(context, taskId, setsRequirements(requirements)),
    modifies,
  ),

  "tasks.edit_hyper_params": call(
    "2.9",
    z.object({
      task,
      force,
      hyperparams: items(z.looseObject({ section, name })),
      replace_hyperparams: z.enum(["none", "section", "all"]).nullish(),
    }),
    async (context, { task: taskId, force: forced, hyperparams, replace_hyperparams: replacing }) =>
      answerReport(context, taskId, setsHyperParameters(hyperparams, replacing ?? "none", forced ?? false)),
    modifies,
  ),

  "tasks.delete_hyper_params": call(
    "2.9",
    z.object({ task, force, hyperparams: items(z.object({ section, name: name.nullish() })) }),
    async (context, { task: taskId, force: forced, hyperparams }) =>
      answerCount(context, taskId, deletesHyperParameters(hyperparams, forced ?? false), "deleted"),
    modifies,
  ),

  "tasks.edit_configuration": call(
    "2.9",
    z.object({
      task,
      force,
      configuration: items(z.looseObject({ name: section })),
      replace_configuration: z.boolean().nullish(),
    }),
    async (context, { task: taskId, force: forced, configuration, replace_configuration: replaces }) =>
      answerReport(context, taskId, setsConfiguration(configuration, replaces ?? false, forced ?? false)),
    modifies,
  ),

  "tasks.delete_configuration": call(
    "2.9",
    z.object({ task, force, configuration: items(section) }),
    async (context, { task: taskId, force: forced, configuration }) =>
      answerCount(context, taskId, deletesConfiguration(configuration, forced ?? false), "deleted"),
    modifies,
  ),

  "tasks.edit_runtime": call(
    "2.34",
    z.object({ task, runtime: z.record(z.string().max(1_024), z.unknown()) }),
    async (context, { task: taskId, runtime }) => answerReport(context, taskId, setsRuntime(runtime)),
    modifies,
  ),

  "tasks.add_or_update_artifacts": call(
    "2.10",
    z.object({ task, force, artifacts }),
    async (context, { task: taskId, force: forced, artifacts: given }) =>
      answerReport(context, taskId, addsArtifacts(given, forced ?? false)),
    modifies,
  ),

  "tasks.delete_artifacts": call(
    "2.10",
    z.object({ task, force, artifacts }),
    async (context, { task: taskId, force: forced, artifacts: given }) =>
      answerCount(context, taskId, deletesArtifacts(given, forced ?? false), "deleted"),
    modifies,
  ),

  "tasks.add_or_update_model": call(
    "2.13",
    z.object({
      task,
      name: section,
      model: id,
      type: z.enum(["input", "output"]),
      iteration: z.int().min(0).nullish(),
    }),
    async (context, { task: taskId, name: linkName, model, type, iteration }) =>
      answerReport(
        context,
        taskId,
        linksModel(type, { name: linkName, model, updated: now().toISOString() }, iteration ?? undefined),
      ),
    { refs: [...modifies.refs, { field: "model", resource: "model", needs: "read" }] },
  ),

  "tasks.delete_models": call(
    "2.13",
    z.object({ task, models: items(z.object({ name: section, type: z.enum(["input", "output"]) })) }),
    async (context, { task: taskId, models }) => answerReport(context, taskId, unlinksModels(models)),
    modifies,
  ),

  "tasks.update_tags": call(
    "2.27",
    z.object({
      ids: z.array(id).min(1).max(mostNames),
      add_tags: z.array(z.string().max(256)).max(mostNames).nullish(),
      remove_tags: z.array(z.string().max(256)).max(mostNames).nullish(),
    }),
    async (context, { ids, add_tags: added, remove_tags: removed }) => {
      const actor = await actorWith(context, "resources.use");
      return {
        data: outcomeValue(await editTaskTags(actor, { ids, added: added ?? [], removed: removed ?? [] })),
      };
    },
    { refs: [{ field: "ids", resource: "task", needs: "modify" }] },
  ),
};

function requireNameAndType({ name: given, type }: TaskFields) {
  const missing = [...(given ? [] : ["name"]), ...(type ? [] : ["type"])];
  if (!given || !type) throw new WireRefusal("missingRequiredFields", missing.join(", "));
  return { name: taskName.parse(given), type };
}

/** By somebody's command, and so in the audit log; what a program says of its own task is not. */
const commanded: readonly (keyof TaskChange)[] = ["name", "tags", "systemTags", "projectId", "parentId"];

async function applyEdit(
  context: CallContext,
  taskId: string,
  change: TaskChange,
  made: TaskEdit,
): Promise<Outcome<EditedTask>> {
  const access = await context.access();
  if (!mayHaveParent(access, change.parentId)) throw new WireRefusal("invalidTaskId", "parent");
  if (!mayUseModels(access, change)) throw new WireRefusal("invalidModelId");
  if (!commanded.some((field) => change[field] !== undefined))
    return reportTask(context.caller, taskId, made);
  return editTask(await actorWith(context, "resources.use"), taskId, made);
}

async function answerChange(
  context: CallContext,
  taskId: string,
  change: TaskChange,
  editOf: (change: TaskChange) => TaskEdit,
): Promise<CallAnswer> {
  const edited = outcomeValue(await applyEdit(context, taskId, change, editOf(change)));
  return { data: { updated: edited.updated, fields: changedFields(edited.change) } };
}

/** Fields that a client changes at any time, without force. */
function answerUpdate(context: CallContext, taskId: string, fields: TaskFields): Promise<CallAnswer> {
  const { name: given, tags, system_tags, comment, project, output_dest } = fields;
  const change = taskChangeOf({ name: given, tags, system_tags, comment, project, output_dest }, now());
  return answerChange(context, taskId, change, (wanted) => () => ({ ok: true, value: wanted }));
}

async function answerReport(context: CallContext, taskId: string, made: TaskEdit): Promise<CallAnswer> {
  const { updated } = outcomeValue(await reportTask(context.caller, taskId, made));
  return { data: { updated } };
}

async function answerCount(
  context: CallContext,
  taskId: string,
  made: TaskEdit,
  field: "deleted",
): Promise<CallAnswer> {
  const { updated } = outcomeValue(await reportTask(context.caller, taskId, made));
  return { data: { [field]: updated } };
}

const wireNames: Partial<Record<keyof TaskChange, string>> = {
  name: "name",
  tags: "tags",
  systemTags: "system_tags",
  comment: "comment",
  projectId: "project",
  parentId: "parent",
  status: "status",
  statusReason: "status_reason",
  statusMessage: "status_message",
  statusChangedAt: "status_changed",
  startedAt: "started",
  completedAt: "completed",
  publishedAt: "published",
  updatedAt: "last_update",
};

/** What a client is told of a change: short fields, not documents. */
export function changedFields(change: TaskChange): Record<string, unknown> {
  const told = Object.entries(wireNames).flatMap(([field, wireName]) => {
    const value = change[field as keyof TaskChange];
    if (value === undefined) return [];
    return [[wireName, value instanceof Date ? wireTime(value) : value] as const];
  });
  return Object.fromEntries(told);
}
