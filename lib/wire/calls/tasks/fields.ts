import { z } from "zod";
import { type Json, type TaskChange, taskTypes } from "@/lib/core/resources/task";
import { withArtifacts } from "@/lib/core/resources/task-edits";
import { WireRefusal } from "../../call";

/** At most so many names in one list; a document is bounded as a whole. */
export const mostNames = 500;

export const id = z.string().min(1).max(64);
export const text = z.string().max(64 * 1024);
const words = z.array(z.string().max(256)).max(mostNames);
const object = z.record(z.string().max(1_024), z.unknown());
/** Steward answers what is shorter as ClearML does. */
export const taskName = z.string().trim().min(3, "a name has at least 3 characters").max(1_000);
const artifact = z.looseObject({ key: z.string().min(1).max(1_024), mode: z.string().max(20).nullish() });
export const artifacts = z.array(artifact).max(2_000);
const modelLink = z.looseObject({ name: z.string().max(1_024), model: id });
const modelLinks = z.array(modelLink).max(1_000);

export const taskFields = z.object({
  name: taskName.nullish(),
  type: z.enum(taskTypes).nullish(),
  tags: words.nullish(),
  system_tags: words.nullish(),
  comment: text.nullish(),
  parent: z.string().max(64).nullish(),
  project: z.string().max(64).nullish(),
  output_dest: z.string().max(4_096).nullish(),
  execution: z.looseObject({ artifacts: artifacts.nullish() }).nullish(),
  script: object.nullish(),
  container: object.nullish(),
  hyperparams: object.nullish(),
  configuration: object.nullish(),
  runtime: object.nullish(),
  models: z.object({ input: modelLinks.nullish(), output: modelLinks.nullish() }).nullish(),
});

export type TaskFields = z.output<typeof taskFields>;

/** What a client names of a task, in Steward's words. An empty project or parent is none. */
export function taskChangeOf(fields: TaskFields, at: Date): TaskChange {
  const { artifacts: given, ...execution } = fields.execution ?? {};
  const updated = { updated: at.toISOString() };
  const linked = (links: readonly Json[] | null | undefined) =>
    (links ?? []).map((link) => ({ ...link, ...updated }));
  return withoutAbsent({
    name: fields.name,
    type: fields.type,
    tags: fields.tags && unique(fields.tags),
    systemTags: fields.system_tags && unique(fields.system_tags),
    comment: fields.comment,
    parentId: fields.parent === "" ? null : (fields.parent ?? undefined),
    projectId: fields.project === "" ? null : (fields.project ?? undefined),
    outputDestination: fields.output_dest,
    execution: fields.execution ? execution : undefined,
    ...(given ? withArtifacts(given) : {}),
    script: fields.script,
    container: fields.container,
    hyperparams: fields.hyperparams,
    configuration: fields.configuration,
    runtime: fields.runtime,
    models: fields.models
      ? { input: linked(fields.models.input), output: linked(fields.models.output) }
      : undefined,
  });
}

type Loose = { [K in keyof TaskChange]?: TaskChange[K] | null | undefined };

function withoutAbsent(change: Loose): TaskChange {
  const named = Object.entries(change).filter(
    ([key, value]) => value !== undefined && (value !== null || key === "parentId" || key === "projectId"),
  );
  return Object.fromEntries(named) as TaskChange;
}

export function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** Checks that a client named something to do. */
export function notEmpty<T>(items: readonly T[], field: string): readonly T[] {
  if (items.length === 0) throw new WireRefusal("missingRequiredFields", field);
  return items;
}
