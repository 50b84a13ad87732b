import { z } from "zod";
import { done } from "@/lib/core/outcome";
import type { TaskChange } from "@/lib/core/resources/task";
import { editsFields, type TaskEdit } from "@/lib/core/resources/task-edits";
import { createTask, whyNotFilled } from "@/lib/operations/resources/tasks/create-task";
import { editTask, editTasks, reportTask } from "@/lib/operations/resources/tasks/edit-tasks";
import { editTaskTags } from "@/lib/operations/resources/tasks/tag-tasks";
import { now } from "@/lib/server/clock";
import {
  actorWith,
  batchBodyBytes,
  type Call,
  type CallAnswer,
  type CallContext,
  call,
  type ResourceRef,
  WireRefusal,
} from "../../call";
import { wireTime } from "../../documents/pick-fields";
import { outcomeValue, refuseResource } from "../../resource-refusals";
import { notShared } from "../not-shared";
import {
  id,
  mostNames,
  storable,
  type TaskFields,
  tag,
  taskCall,
  taskChangeOf,
  taskFields,
  text,
} from "./fields";

const parentRef: ResourceRef = { field: "parent", resource: "task", needs: "read" };
const placed: ResourceRef[] = [{ field: "project", resource: "project", needs: "modify" }, parentRef];
const modifies = {
  refs: [{ field: "task", resource: "task", needs: "modify" }, ...placed] satisfies ResourceRef[],
};
const edit = taskFields.extend({ task: id, force: z.boolean().nullish(), status_message: text.nullish() });
const batchLine = storable(edit);

export const taskEditCalls: Record<string, Call> = {
  "tasks.make_public": notShared("task", "Tasks"),
  "tasks.make_private": notShared("task", "Tasks"),

  "tasks.create": taskCall(
    "1.0",
    taskFields,
    async (context, fields) => {
      const wanted = { ...taskChangeOf(fields, now()), ...requireNameAndType(fields) };
      const actor = await actorWith(context, "resources.use");
      const { id: created } = outcomeValue(await createTask(actor, wanted));
      return { data: { id: created } };
    },
    { refs: placed },
  ),

  "tasks.validate": taskCall(
    "1.0",
    taskFields,
    async (context, fields) => {
      requireNameAndType(fields);
      const reason = whyNotFilled(await context.access(), taskChangeOf(fields, now()));
      if (reason) throw refuseResource(reason.refusal);
      return { data: {} };
    },
    { reads: true, refs: [{ field: "project", resource: "project", needs: "read" }, parentRef] },
  ),

  "tasks.edit": taskCall(
    "1.0",
    edit,
    async (context, { task: taskId, force, status_message: _, ...fields }) => {
      const change = taskChangeOf(fields, now());
      return answerChange(context, taskId, change, editsFields(change, force ?? false));
    },
    modifies,
  ),

  "tasks.update": taskCall(
    "1.0",
    edit,
    async (context, { task: taskId, ...fields }) => {
      const change = updateOf(fields);
      return answerChange(context, taskId, change, () => done(change));
    },
    modifies,
  ),

  "tasks.update_batch": call(
    "1.0",
    z.object({ lines: z.array(z.unknown()).max(mostNames) }),
    async (context, { lines }) => {
      if (lines.length === 0) throw new WireRefusal("batchEmpty");
      // Of several lines about one task the last counts.
      const changes = new Map(lines.map(batchChange));
      const edits = [...changes].map(([taskId, change]) => ({ taskId, edit: () => done(change) }));
      const actor = await actorWith(context, "resources.use");
      return { data: outcomeValue(await editTasks(actor, edits)) };
    },
    { maxBodyBytes: batchBodyBytes, takesLines: true },
  ),

  "tasks.update_tags": taskCall(
    "1.0",
    z.object({
      ids: z.array(id).min(1).max(mostNames),
      add_tags: z.array(tag).max(mostNames).nullish(),
      remove_tags: z.array(tag).max(mostNames).nullish(),
    }),
    async (context, { ids, add_tags, remove_tags }) => {
      const [added, removed] = [add_tags ?? [], remove_tags ?? []];
      if (added.length + removed.length === 0) {
        throw new WireRefusal("validationError", "add_tags or remove_tags names a tag");
      }
      const actor = await actorWith(context, "resources.use");
      return { data: outcomeValue(await editTaskTags(actor, { ids, added, removed })) };
    },
    { refs: [{ field: "ids", resource: "task", needs: "modify" }] },
  ),
};

function requireNameAndType({ name, type }: TaskFields) {
  if (name && type) return { name, type };
  const missing = [...(name ? [] : ["name"]), ...(type ? [] : ["type"])];
  throw new WireRefusal("missingRequiredFields", missing.join(", "));
}

function batchChange(line: unknown, index: number): [string, TaskChange] {
  const read = batchLine.safeParse(line);
  if (read.success) return [read.data.task, updateOf(read.data)];
  const [issue] = read.error.issues;
  throw new WireRefusal(
    "batchValidationError",
    `line ${index + 1}: ${issue?.path.join(".")}: ${issue?.message}`,
  );
}

/** The fields that a client changes at any time, without force. */
function updateOf(fields: TaskFields & { status_message?: string | null | undefined }): TaskChange {
  const { name, tags, system_tags, comment, project, status_message: message } = fields;
  const change = taskChangeOf({ name, tags, system_tags, comment, project }, now());
  return message == null ? change : { ...change, statusMessage: message };
}

/** By somebody's command, and so in the audit log; what a program says of its own task is not. */
const commanded: readonly (keyof TaskChange)[] = ["name", "tags", "systemTags", "projectId", "parentId"];

async function answerChange(
  context: CallContext,
  taskId: string,
  change: TaskChange,
  made: TaskEdit,
): Promise<CallAnswer> {
  const isCommand = commanded.some((field) => change[field] !== undefined);
  const edited = outcomeValue(
    isCommand
      ? await editTask(await actorWith(context, "resources.use"), taskId, made)
      : await reportTask(context.caller, taskId, made),
  );
  return { data: { updated: edited.updated, fields: changedFields(edited.change) } };
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
