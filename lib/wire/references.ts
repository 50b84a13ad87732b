import type { Named } from "@/db/reads/names";
import { findReadableModels } from "@/lib/operations/resources/models/models";
import { findNamesOf } from "@/lib/operations/resources/names";
import { findReadableTasks } from "@/lib/operations/resources/tasks/find-tasks";
import { type CallContext, readerOf } from "./call";
import { modelDocument } from "./documents/model";
import { type Document, pickFields } from "./documents/pick-fields";
import { taskColumnsFor, taskDocument } from "./documents/task";

type Kind = "company" | "user" | "project" | "task" | "model" | "queue";
/** Which fields hold the id of another object, by their paths. */
export type References = Readonly<Record<string, Kind>>;

export const taskReferences: References = {
  company: "company",
  user: "user",
  project: "project",
  parent: "task",
  "execution.queue": "queue",
  "models.input.model": "model",
  "models.output.model": "model",
};
export const modelReferences: References = {
  company: "company",
  user: "user",
  project: "project",
  parent: "model",
  task: "task",
};
export const projectReferences: References = { company: "company", user: "user", parent: "project" };

/** Fields of what is referred to, such as `project.name`, need the reference alone. */
export function withoutReferred(references: References, onlyFields: readonly string[]): string[] {
  const paths = Object.keys(references);
  return onlyFields.map((field) => paths.find((path) => field.startsWith(`${path}.`)) ?? field);
}

/**
 * With an object in place of each id: its name, and of tasks and models whatever else is asked for, as far as the
 * caller may see it. Of those asked for that may not be seen, the id alone.
 */
export async function expandReferences(
  context: CallContext,
  documents: readonly Document[],
  references: References,
  onlyFields: readonly string[],
): Promise<Document[]> {
  let expanded = [...documents];
  const found = await findReferred(context, documents, references, onlyFields);
  for (const path of Object.keys(references)) {
    const objects = found.get(path) ?? new Map();
    const expand = (id: string) => ({ id, ...objects.get(id) });
    expanded = expanded.map((document) => replaceAt(document, path.split("."), expand) as Document);
  }
  return expanded.map((document) => pickFields(document, onlyFields));
}

type Objects = ReadonlyMap<string, Document>;
type Asked = { path: string; kind: Kind; ids: readonly string[]; fields: readonly string[] };

/** The objects at each path: what has a name and nothing else to be told in one statement. */
async function findReferred(
  context: CallContext,
  documents: readonly Document[],
  references: References,
  onlyFields: readonly string[],
): Promise<Map<string, Objects>> {
  const { access } = await readerOf(context);
  const asked = Object.entries(references).map(([path, kind]): Asked => {
    const prefix = `${path}.`;
    const fields = onlyFields.filter((field) => field.startsWith(prefix));
    return {
      ...{ path, kind, ids: idsAt(documents, path) },
      fields: fields.map((field) => field.slice(prefix.length)),
    };
  });
  const byName: Partial<Record<Named, string[]>> = {};
  const found = new Map<string, Objects>();
  for (const each of asked) {
    const { path, kind, ids } = each;
    if (kind === "company" || needsMoreThanName(each)) {
      if (ids.length > 0) found.set(path, await findObjects(context, each));
      continue;
    }
    const needs = kind === "project" ? "visible" : "read";
    const known = kind === "user" ? ids : ids.filter((id) => access.mayOf(kind, needs, id));
    byName[kind] = [...(byName[kind] ?? []), ...known];
  }
  const names = await findNamesOf(context.caller.workspaceId, byName);
  for (const { path, kind } of asked) {
    if (kind === "company" || found.has(path)) continue;
    found.set(path, new Map([...names[kind]].map(([id, name]) => [id, { name }])));
  }
  return found;
}

function needsMoreThanName({ kind, fields }: Asked): boolean {
  return (kind === "task" || kind === "model") && fields.some((field) => field !== "name" && field !== "id");
}

function idsAt(documents: readonly Document[], path: string): string[] {
  const ids = new Set<string>();
  for (const document of documents) {
    replaceAt(document, path.split("."), (id) => {
      ids.add(id);
      return id;
    });
  }
  return [...ids];
}

async function findObjects(context: CallContext, { kind, ids, fields }: Asked): Promise<Objects> {
  const reader = await readerOf(context);
  const { workspaceId } = reader;
  const wanted = fields.includes("*") ? [] : ["name", ...fields];
  if (kind === "company") {
    if (fields.length === 0) return new Map();
    const { workspaceName } = await context.actor();
    return new Map([[workspaceId, { name: workspaceName }]]);
  }
  if (kind === "model") {
    const models = await findReadableModels(reader, ids);
    return new Map(models.map((model) => [model.id, pickFields(modelDocument(workspaceId, model), wanted)]));
  }
  const tasks = await findReadableTasks(reader, ids, taskColumnsFor(wanted));
  return new Map(tasks.map((task) => [task.id, taskDocument(workspaceId, task, wanted)]));
}

/** Replaces the texts at a path; of a list, in each of its items. What is on the path and no text stays. */
function replaceAt(
  value: unknown,
  [key, ...rest]: readonly string[],
  replace: (id: string) => unknown,
): unknown {
  if (key === undefined) return typeof value === "string" && value !== "" ? replace(value) : value;
  if (Array.isArray(value)) return value.map((item) => replaceAt(item, [key, ...rest], replace));
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: replaceAt((value as Document)[key], rest, replace) };
}
