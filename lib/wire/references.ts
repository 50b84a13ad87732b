import type { Named } from "@/db/reads/names";
import { findReadableModels } from "@/lib/operations/resources/models/models";
import { findNamesOf } from "@/lib/operations/resources/names";
import { findReadableTasks } from "@/lib/operations/resources/tasks/find-tasks";
import { type CallContext, readerOf } from "./call";
import { modelDocument } from "./documents/model";
import { type Document, fieldPicker } from "./documents/pick-fields";
import { taskColumnsFor, taskDocuments } from "./documents/task";

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
 * Puts an object in place of each id: its name, and of tasks and models whatever else is asked for, as far as the caller
 * may see it. Of those asked for that may not be seen, the id alone. The documents are changed.
 */
export async function expandReferences(
  context: CallContext,
  documents: readonly Document[],
  references: References,
  onlyFields: readonly string[],
): Promise<Document[]> {
  const asked = Object.entries(references).map(([path, kind]) =>
    askedAt(placesAt(documents, path.split(".")), path, kind, onlyFields),
  );
  const found = await findReferred(context, asked);
  for (const [at, { places }] of asked.entries()) {
    for (const { holder, key, id } of places) holder[key] = { id, ...found[at]?.get(id) };
  }
  return documents.map(fieldPicker(onlyFields));
}

/** Where a document has the id of another object. */
type Place = { holder: Document; key: string; id: string };
type Objects = ReadonlyMap<string, Document>;
type Asked = { kind: Kind; places: readonly Place[]; ids: readonly string[]; fields: readonly string[] };

/** The texts at a path; of a list, in each of its items. */
function placesAt(value: unknown, path: readonly string[]): Place[] {
  if (Array.isArray(value)) return value.flatMap((item) => placesAt(item, path));
  const [key = "", ...rest] = path;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return [];
  const holder = value as Document;
  const held = holder[key];
  if (rest.length > 0) return placesAt(held, rest);
  return typeof held === "string" && held !== "" ? [{ holder, key, id: held }] : [];
}

function askedAt(places: readonly Place[], path: string, kind: Kind, onlyFields: readonly string[]): Asked {
  const prefix = `${path}.`;
  const fields = onlyFields.filter((field) => field.startsWith(prefix));
  return {
    ...{ kind, places, ids: [...new Set(places.map(({ id }) => id))] },
    fields: fields.map((field) => field.slice(prefix.length)),
  };
}

/** The objects at each path: what has a name and nothing else to be told in one statement. */
async function findReferred(context: CallContext, asked: readonly Asked[]): Promise<Objects[]> {
  const { workspaceId, access } = await readerOf(context);
  const byName: Partial<Record<Named, string[]>> = {};
  for (const each of asked) {
    const { kind, ids } = each;
    if (kind === "company" || needsMoreThanName(each)) continue;
    const needs = kind === "project" ? "visible" : "read";
    const known = kind === "user" ? ids : ids.filter((id) => access.mayOf(kind, needs, id));
    byName[kind] = [...(byName[kind] ?? []), ...known];
  }
  const names = await findNamesOf(workspaceId, byName);
  return Promise.all(
    asked.map((each) => {
      const { kind } = each;
      if (kind === "company" || needsMoreThanName(each)) return findObjects(context, each);
      return new Map([...names[kind]].map(([id, name]) => [id, { name }]));
    }),
  );
}

function needsMoreThanName({ kind, fields }: Asked): boolean {
  return (kind === "task" || kind === "model") && fields.some((field) => field !== "name" && field !== "id");
}

async function findObjects(context: CallContext, { kind, ids, fields }: Asked): Promise<Objects> {
  const reader = await readerOf(context);
  const { workspaceId } = reader;
  const wanted = fields.includes("*") ? [] : ["name", ...fields];
  if (ids.length === 0) return new Map();
  if (kind === "company") {
    if (fields.length === 0) return new Map();
    const { workspaceName } = await context.actor();
    return new Map([[workspaceId, { name: workspaceName }]]);
  }
  if (kind === "model") {
    const models = await findReadableModels(reader, ids);
    const pick = fieldPicker(wanted);
    return new Map(models.map((model) => [model.id, pick(modelDocument(workspaceId, model))]));
  }
  const tasks = await findReadableTasks(reader, ids, taskColumnsFor(wanted));
  const documents = taskDocuments(workspaceId, tasks, wanted);
  return new Map(tasks.map((task, at) => [task.id, documents[at] ?? {}]));
}
