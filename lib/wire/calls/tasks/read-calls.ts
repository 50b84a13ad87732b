import { z } from "zod";
import type { ListRequest } from "@/lib/core/resources/list-request";
import { taskListSpec } from "@/lib/core/resources/task-list";
import {
  findReadableTasks,
  listReadableTasks,
  listTypesInUse,
  type TaskPart,
} from "@/lib/operations/resources/tasks/find-tasks";
import { type Call, type CallContext, call, readerOf, WireRefusal } from "../../call";
import type { Document } from "../../documents/pick-fields";
import { taskColumnsFor, taskDocuments, wantsLastMetrics } from "../../documents/task";
import { type AskedInProjects, listInProjects } from "../../lists/in-projects";
import { listParameters } from "../../lists/parameters";
import { expandReferences, taskReferences, withoutReferred } from "../../references";
import { id, mostNames } from "./fields";

const onlyFields = z.array(z.string().max(500)).max(200).nullish();
const ids = z.union([id, z.array(id).max(mostNames)]);

export const taskReadCalls: Record<string, Call> = {
  "tasks.get_by_id": call(
    "1.0",
    z.object({ task: id, only_fields: onlyFields }),
    async (context, { task, only_fields }) => {
      const [document] = await documentsOf(context, [task], only_fields ?? []);
      if (!document) throw new WireRefusal("invalidTaskId", `id=${task}`);
      return { data: { task: document } };
    },
    { reads: true, refs: [{ field: "task", resource: "task", needs: "read" }] },
  ),

  "tasks.get_by_id_ex": call(
    "2.11",
    z.looseObject({ id: ids, only_fields: onlyFields }),
    async (context, { id: asked, only_fields }) => {
      const named = typeof asked === "string" ? [asked] : asked;
      const documents = await documentsOf(context, named, withoutReferred(taskReferences, only_fields ?? []));
      return {
        data: { tasks: await expandReferences(context, documents, taskReferences, only_fields ?? []) },
      };
    },
    { reads: true },
  ),

  "tasks.get_all": call(
    "1.0",
    listParameters.extend({ include_subprojects: z.boolean().nullish(), project: ids.nullish() }),
    async (context, parameters) => {
      const { request, tasks } = await listOf(context, parameters);
      const documents = taskDocuments(context.caller.workspaceId, tasks, request.onlyFields);
      return { data: { tasks: documents, ...scrollOf(request, documents.length) } };
    },
    { reads: true },
  ),

  "tasks.get_all_ex": call(
    "1.0",
    listParameters.extend({ include_subprojects: z.boolean().nullish(), project: ids.nullish() }),
    async (context, parameters) => {
      const { request, tasks } = await listOf(context, parameters);
      const wanted = withoutReferred(taskReferences, request.onlyFields);
      const plain = taskDocuments(context.caller.workspaceId, tasks, wanted);
      const documents = await expandReferences(context, plain, taskReferences, request.onlyFields);
      return { data: { tasks: documents, ...scrollOf(request, documents.length) } };
    },
    { reads: true },
  ),

  "tasks.get_hyper_params": call(
    "2.9",
    z.object({ tasks: z.array(id).min(1).max(mostNames) }),
    async (context, { tasks }) => ({
      data: {
        params: (await findReadableTasks(await readerOf(context), tasks, ["hyperparams"])).map((task) => ({
          task: task.id,
          hyperparams: Object.values(task.hyperparams ?? {}).flatMap((names) => Object.values(names ?? {})),
        })),
      },
    }),
    { reads: true, refs: [{ field: "tasks", resource: "task", needs: "read" }] },
  ),

  "tasks.get_configurations": call(
    "2.9",
    z.object({
      tasks: z.array(id).min(1).max(mostNames),
      names: z.array(z.string()).max(mostNames).nullish(),
    }),
    async (context, { tasks, names }) => ({
      data: {
        configurations: (await findReadableTasks(await readerOf(context), tasks, ["configuration"])).map(
          (task) => ({
            task: task.id,
            configuration: Object.entries(task.configuration ?? {})
              .filter(([name]) => !names?.length || names.includes(name))
              .map(([, item]) => item),
          }),
        ),
      },
    }),
    { reads: true, refs: [{ field: "tasks", resource: "task", needs: "read" }] },
  ),

  "tasks.get_configuration_names": call(
    "2.9",
    z.object({ tasks: z.array(id).min(1).max(mostNames), skip_empty: z.boolean().nullish() }),
    async (context, { tasks, skip_empty: skipsEmpty }) => ({
      data: {
        configurations: (await findReadableTasks(await readerOf(context), tasks, ["configuration"])).map(
          (task) => ({
            task: task.id,
            names: Object.entries(task.configuration ?? {})
              .filter(([, item]) => skipsEmpty === false || hasValue(item))
              .map(([name]) => name)
              .sort(),
          }),
        ),
      },
    }),
    { reads: true, refs: [{ field: "tasks", resource: "task", needs: "read" }] },
  ),

  "tasks.get_types": call(
    "2.8",
    z.object({ projects: z.array(id).max(mostNames).nullish() }),
    async (context, { projects }) => {
      const reader = { workspaceId: context.caller.workspaceId, access: await context.access() };
      return { data: { types: await listTypesInUse(reader, projects?.length ? projects : undefined) } };
    },
    { reads: true },
  ),
};

function hasValue(item: unknown): boolean {
  const { value } = (item ?? {}) as { value?: unknown };
  return value !== undefined && value !== null && value !== "";
}

async function listOf(
  context: CallContext,
  parameters: AskedInProjects,
): Promise<{ request: ListRequest; tasks: TaskPart[] }> {
  const { request, belowProjects } = listInProjects(parameters, taskListSpec);
  const columns = taskColumnsFor(withoutReferred(taskReferences, request.onlyFields));
  const reader = await readerOf(context);
  const withLastScalars = wantsLastMetrics(request.onlyFields);
  return {
    request,
    tasks: await listReadableTasks(reader, request, columns, { belowProjects, withLastScalars }),
  };
}

export function scrollOf({ scrollIdAfter }: ListRequest, found: number): Document {
  return scrollIdAfter ? { scroll_id: scrollIdAfter(found) } : {};
}

async function documentsOf(
  context: CallContext,
  named: readonly string[],
  wanted: readonly string[],
): Promise<Document[]> {
  const withLastScalars = wantsLastMetrics(wanted);
  const reader = await readerOf(context);
  const tasks = await findReadableTasks(reader, named, taskColumnsFor(wanted), { withLastScalars });
  return taskDocuments(reader.workspaceId, tasks, wanted);
}
