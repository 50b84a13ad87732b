import { done, type Outcome } from "../outcome";
import { refusedResource } from "./refusal";
import {
  archivedTag,
  deletedPrefix,
  developmentTag,
  type Json,
  type TaskChange,
  type TaskRecord,
} from "./task";
import { mayEdit } from "./task-status";

/** Reads a task and says what becomes of it. */
export type TaskEdit = (task: TaskRecord) => Outcome<TaskChange>;

export const mostTaskBytes = 4 * 1024 * 1024;
export const mostArtifacts = 2_000;
export const mostLinkedModels = 1_000;

/** Fields that say what a task is, not what it ran: clients change them by force even when it is published. */
const describing = new Set<keyof TaskChange>([
  "name",
  "comment",
  "tags",
  "systemTags",
  "projectId",
  "runtime",
]);

/** What is not named stays; of a script, of what to execute and of models that holds for each of their parts. */
export function editsFields(change: TaskChange, force: boolean): TaskEdit {
  return (task) => {
    const describes = force && Object.keys(change).every((key) => describing.has(key as keyof TaskChange));
    if (!describes && !mayEdit(task.status, force)) return notEditable(task);
    const { script, execution, models, ...rest } = change;
    return done({
      ...rest,
      ...(script ? { script: { ...task.script, ...script } } : {}),
      ...(execution ? { execution: { ...task.execution, ...execution } } : {}),
      ...(models ? { models: { ...task.models, ...models } } : {}),
    });
  };
}

/** What a task ran with stays known. While it waits for an agent its sections change by force alone. */
function ifUnfinished(task: TaskRecord, force: boolean, change: () => TaskChange): Outcome<TaskChange> {
  const may = mayEdit(task.status, false) || (force && task.status === "queued");
  return may ? done(change()) : notEditable(task);
}

function notEditable({ status }: TaskRecord) {
  return refusedResource("task_status", `The task is ${status}. This changes while it is created or runs.`);
}

export type HyperParameter = {
  section: string;
  name: string;
  value?: unknown;
  type?: unknown;
  description?: unknown;
};
export type Replacing = "none" | "section" | "all";

/** Properties describe a task and change at any time; other sections only until it has run. */
const propertiesSection = "properties";

function isProperties(items: readonly { section: string }[]): boolean {
  return items.every(({ section }) => section.toLowerCase() === propertiesSection);
}

function sectionOf(name: string): string {
  return name.toLowerCase() === propertiesSection ? propertiesSection : name;
}

export function setsHyperParameters(
  items: readonly HyperParameter[],
  replacing: Replacing,
  force: boolean,
): TaskEdit {
  return (task) => {
    const change = () => {
      const sections = new Map<string, Map<string, unknown>>();
      for (const item of items) {
        const section = sectionOf(item.section);
        const known = sections.get(section) ?? new Map<string, unknown>();
        sections.set(section, known.set(item.name, { ...item, section }));
      }
      const before = replacing === "all" ? {} : task.hyperparams;
      const after = new Map(Object.entries(before));
      for (const [section, given] of sections) {
        const kept = replacing === "none" ? Object.entries(objectAt(before, section)) : [];
        after.set(section, Object.fromEntries([...kept, ...given]));
      }
      return { hyperparams: Object.fromEntries(after) };
    };
    return isProperties(items) ? done(change()) : ifUnfinished(task, force, change);
  };
}

export function deletesHyperParameters(
  items: readonly { section: string; name?: string | null | undefined }[],
  force: boolean,
): TaskEdit {
  return (task) => {
    const whole = new Set(items.filter(({ name }) => !name).map(({ section }) => sectionOf(section)));
    if (items.some(({ section, name }) => name && whole.has(sectionOf(section)))) {
      return refusedResource("conflicting_values", "A parameter is deleted together with its section.");
    }
    const change = () => {
      const after = new Map(Object.entries(task.hyperparams).filter(([section]) => !whole.has(section)));
      for (const { section, name } of items) {
        const parameters = after.get(sectionOf(section));
        if (!name || parameters === undefined) continue;
        const kept = Object.entries(objectAt(Object.fromEntries(after), sectionOf(section)));
        after.set(sectionOf(section), Object.fromEntries(kept.filter(([key]) => key !== name)));
      }
      return { hyperparams: Object.fromEntries(after) };
    };
    return isProperties(items) ? done(change()) : ifUnfinished(task, force, change);
  };
}

export function setsConfiguration(
  items: readonly (Json & { name: string })[],
  replaces: boolean,
  force: boolean,
): TaskEdit {
  return (task) =>
    ifUnfinished(task, force, () => ({
      configuration: Object.fromEntries([
        ...(replaces ? [] : Object.entries(task.configuration)),
        ...items.map((item) => [item.name, item] as const),
      ]),
    }));
}

export function deletesConfiguration(names: readonly string[], force: boolean): TaskEdit {
  const gone = new Set(names);
  return (task) =>
    ifUnfinished(task, force, () => ({
      configuration: Object.fromEntries(
        Object.entries(task.configuration).filter(([name]) => !gone.has(name)),
      ),
    }));
}

/** Clients send it while the task runs, without saying so. */
export function setsRequirements(requirements: Json): TaskEdit {
  return (task) => ifUnfinished(task, true, () => ({ script: { ...task.script, requirements } }));
}

/** Clients send it while the task runs, without saying so. */
export function setsRuntime(added: Json, removed: readonly string[]): TaskEdit {
  const gone = new Set(removed);
  return (task) =>
    Object.keys(added).length === 0 && gone.size === 0
      ? done({})
      : ifUnfinished(task, true, () => ({
          runtime: Object.fromEntries(
            Object.entries({ ...task.runtime, ...added }).filter(([name]) => !gone.has(name)),
          ),
        }));
}

/** An artifact is known by its key and its mode. */
function artifactId({ key, mode }: Json): string {
  return JSON.stringify([key, mode ?? "output"]);
}

export function withArtifacts(artifacts: readonly Json[]): Pick<TaskRecord, "artifacts" | "artifactBytes"> {
  // Clients read the mode of every artifact, though they don't always send one.
  const complete = artifacts.map((artifact): Json => ({ ...artifact, mode: artifact.mode ?? "output" }));
  const byId = new Map(complete.map((artifact) => [artifactId(artifact), artifact]));
  const kept = [...byId.values()].sort((one, other) => (String(one.key) < String(other.key) ? -1 : 1));
  const bytes = kept.reduce((sum, { content_size: size }) => sum + (typeof size === "number" ? size : 0), 0);
  return { artifacts: kept, artifactBytes: bytes };
}

/** Clients send them while the task runs, without saying so. */
export function addsArtifacts(artifacts: readonly Json[]): TaskEdit {
  return (task) => {
    const all = withArtifacts([...task.artifacts, ...artifacts]);
    if (all.artifacts.length > mostArtifacts) {
      return refusedResource("limit_reached", `A task has at most ${mostArtifacts} artifacts.`);
    }
    return ifUnfinished(task, true, () => all);
  };
}

export function deletesArtifacts(artifacts: readonly Json[]): TaskEdit {
  const gone = new Set(artifacts.map(artifactId));
  return (task) =>
    ifUnfinished(task, true, () =>
      withArtifacts(task.artifacts.filter((artifact) => !gone.has(artifactId(artifact)))),
    );
}

export type ModelSide = "input" | "output";

export function linkedModels({ models }: Pick<TaskRecord, "models">, side: ModelSide): readonly Json[] {
  const links = models[side];
  return Array.isArray(links) ? links : [];
}

export function linksModel(
  side: ModelSide,
  link: { name: string; model: string; updated: string },
  iteration: number | undefined,
): TaskEdit {
  return (task) => {
    const others = linkedModels(task, side).filter(({ name }) => name !== link.name);
    if (others.length >= mostLinkedModels) {
      return refusedResource("limit_reached", `A task has at most ${mostLinkedModels} models.`);
    }
    const lastIteration = Math.max(iteration ?? 0, task.lastIteration ?? 0);
    return ifUnfinished(task, true, () => ({
      models: { ...task.models, [side]: [...others, link] },
      ...(iteration === undefined ? {} : { lastIteration }),
    }));
  };
}

export function unlinksModels(links: readonly { name: string; type: ModelSide }[]): TaskEdit {
  return (task) =>
    ifUnfinished(task, true, () => {
      const without = (side: ModelSide) =>
        linkedModels(task, side).filter(
          ({ name }) => !links.some((gone) => gone.type === side && gone.name === name),
        );
      return { models: { ...task.models, input: without("input"), output: without("output") } };
    });
}

/** What a new draft is made of: the task that it is made from, and what is changed of that. */
export function clonedFields(task: TaskRecord, change: TaskChange): TaskChange & { name: string } {
  const { name, script, container, hyperparams, configuration, outputDestination, comment, tags } = task;
  const { queue: _, ...execution } = { ...task.execution, ...change.execution };
  const artifacts = (change.artifacts ?? task.artifacts).filter(({ mode }) => mode === "input");
  const hasParent = task.parentId !== null && !task.parentId.startsWith(deletedPrefix);
  return {
    ...{ script, container, hyperparams, configuration, outputDestination, comment, tags },
    projectId: task.projectId,
    parentId: hasParent ? task.parentId : task.id,
    systemTags: task.systemTags.filter((tag) => tag !== developmentTag && tag !== archivedTag),
    ...change,
    ...{ name: change.name ?? name, type: task.type, execution },
    models: { input: linkedModels({ models: change.models ?? task.models }, "input"), output: [] },
    ...withArtifacts(artifacts),
  };
}

/** What a reset takes from a task; what it was told to do stays. */
export function resetFields(task: TaskRecord, clearsAll: boolean): TaskChange {
  const { queue: _, ...execution } = task.execution;
  return {
    ...(clearsAll ? { execution: {}, script: {} } : { execution }),
    ...withArtifacts(clearsAll ? [] : task.artifacts.filter(({ mode }) => mode === "input")),
    models: { ...task.models, output: [] },
    runtime: {},
    lastIteration: null,
    lastWorker: null,
    lastWorkerReportAt: null,
    startedAt: null,
    completedAt: null,
    publishedAt: null,
  };
}

/** A task that is queued is no longer run by hand. */
export function queuedFields(task: TaskRecord, queueId: string): TaskChange {
  return {
    systemTags: task.systemTags.filter((tag) => tag !== developmentTag),
    execution: { ...task.execution, queue: queueId },
  };
}

/** The ids of models that the change links and the task did not. */
export function newlyLinkedModels(change: TaskChange, task: Pick<TaskRecord, "models">): string[] {
  const idsOf = ({ models }: Pick<TaskRecord, "models">) =>
    [...linkedModels({ models }, "input"), ...linkedModels({ models }, "output")].map(({ model }) =>
      String(model),
    );
  const before = new Set(idsOf(task));
  return change.models ? idsOf({ models: change.models }).filter((id) => !before.has(id)) : [];
}

const encoder = new TextEncoder();

/** Whether the documents of a task, as the change leaves them, are more than a task may have. */
export function isTooLarge(change: TaskChange, task: Partial<TaskRecord> = {}): boolean {
  if (documentNames.every((name) => change[name] === undefined)) return false;
  const documents = documentNames.map((name) => change[name] ?? task[name]);
  return encoder.encode(JSON.stringify(documents)).length > mostTaskBytes;
}

const documentNames = [
  ...(["script", "execution", "container", "hyperparams"] as const),
  ...(["configuration", "runtime", "artifacts", "models"] as const),
];

function objectAt(object: Json, key: string): Json {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
