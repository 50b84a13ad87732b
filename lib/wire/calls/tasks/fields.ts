import { z } from "zod";
import { deletedPrefix, type Json, type TaskChange, taskTypes } from "@/lib/core/resources/task";
import { withArtifacts } from "@/lib/core/resources/task-edits";
import { isStorable } from "@/lib/core/storable";
import { type Call, call, WireRefusal } from "../../call";
import { documentName } from "../document-name";

/** At most so many names in one list; a document is bounded as a whole. */
export const mostNames = 500;
/** A task's documents, as JSON that escapes more than the database does. */
export const taskBodyBytes = 8 * 1024 * 1024;

/** A call with documents of tasks: what the database can't store is a mistake of the client. */
export function taskCall<S extends z.ZodType>(
  minVersion: string,
  schema: S,
  run: Parameters<typeof call<S>>[2],
  more: Parameters<typeof call<S>>[3] = {},
): Call {
  return call(minVersion, storable(schema), run, { maxBodyBytes: taskBodyBytes, ...more });
}

export function storable<S extends z.ZodType>(schema: S): S {
  return schema.superRefine((value, context) => {
    for (const [field, each] of Object.entries(value as Json)) {
      if (isStorable(each)) continue;
      context.addIssue({
        code: "custom",
        path: [field],
        message: "contains a character that can’t be stored",
      });
    }
  });
}

export const id = z.string().min(1).max(64);
export const text = z.string().max(64 * 1024);
export const tag = z
  .string()
  .max(256)
  .refine((word) => !word.startsWith("__$"), "a tag does not start with __$");
const words = z.array(tag).max(mostNames);
/** The only names of sections that are refused are those that clients can't ask for. */
export const sectionName = z.string().min(1).max(1_024);
const longText = z.string().nullish();
const object = z.record(z.string().max(1_024), z.unknown());
export const taskName = documentName(1_000);

/** Clients can't read a task at all where a known part of it has another type. */
const scriptPart = z
  .string()
  .transform((part) => part.trim())
  .nullish();
const script = z.looseObject({
  binary: scriptPart,
  repository: scriptPart,
  tag: scriptPart,
  branch: scriptPart,
  version_num: scriptPart,
  entry_point: scriptPart,
  working_dir: scriptPart,
  requirements: object.nullish(),
  diff: longText,
});

const mode = z.enum(["input", "output"]).nullish();
const mostBytes = 2 ** 50;
const artifact = z.looseObject({
  key: z.string().min(1).max(1_024),
  type: z.string().max(1_024),
  mode,
  uri: longText,
  hash: longText,
  content_size: z.int().min(0).max(mostBytes).nullish(),
  timestamp: z.int().nullish(),
  type_data: z.looseObject({ preview: longText, content_type: longText, data_hash: longText }).nullish(),
  display_data: z.array(z.array(z.unknown())).nullish(),
});
export const artifacts = z.array(artifact).max(2_000);
export const artifactKeys = z.array(z.object({ key: z.string().max(1_024), mode }));

const execution = z.looseObject({
  queue: z.string().max(64).nullish(),
  test_split: z.int().nullish(),
  parameters: object.nullish(),
  model_desc: object.nullish(),
  model_labels: object.nullish(),
  framework: longText,
  dataviews: z.array(object).nullish(),
  artifacts: artifacts.nullish(),
});

const item = { value: longText, type: longText, description: longText };
export const hyperParameter = z.looseObject({ section: sectionName, name: sectionName, ...item });
export const configurationItem = z.looseObject({ name: sectionName, ...item });
const hyperparams = z.record(
  sectionName,
  z.record(sectionName, hyperParameter.partial({ section: true, name: true })),
);
const configuration = z.record(sectionName, configurationItem.partial({ name: true }));

export const modelLinks = z.array(z.looseObject({ name: z.string().max(1_024), model: id })).max(1_000);

export const taskFields = z.object({
  name: taskName.nullish(),
  type: z.enum(taskTypes).nullish(),
  tags: words.nullish(),
  system_tags: words.nullish(),
  comment: text.nullish(),
  /** One that was deleted names nothing. */
  parent: z
    .string()
    .max(64)
    .nullish()
    .transform((given) => (given?.startsWith(deletedPrefix) ? undefined : given)),
  project: z.string().max(64).nullish(),
  output_dest: z.string().max(4_096).nullish(),
  execution: execution.nullish(),
  script: script.nullish(),
  container: z.record(z.string().max(1_024), longText).nullish(),
  hyperparams: hyperparams.nullish(),
  configuration: configuration.nullish(),
  runtime: object.nullish(),
  models: z.object({ input: modelLinks.nullish(), output: modelLinks.nullish() }).nullish(),
});

export type TaskFields = Partial<z.output<typeof taskFields>>;

/** What a client names of a task, in Steward's words. An empty project or parent is none. */
export function taskChangeOf(fields: TaskFields, at: Date): TaskChange {
  const { artifacts: given, ...rest } = fields.execution ?? {};
  return withoutAbsent({
    name: fields.name,
    type: fields.type,
    tags: fields.tags && unique(fields.tags),
    systemTags: fields.system_tags && unique(fields.system_tags),
    comment: fields.comment,
    parentId: fields.parent === "" ? null : (fields.parent ?? undefined),
    projectId: fields.project === "" ? null : (fields.project ?? undefined),
    outputDestination: fields.output_dest,
    execution: fields.execution ? rest : undefined,
    ...(given ? withArtifacts(given) : {}),
    script: fields.script,
    container: fields.container,
    hyperparams: fields.hyperparams && withNames(fields.hyperparams),
    configuration:
      fields.configuration &&
      mapValues(fields.configuration, (value, name) => ({ ...value, name: value.name ?? name })),
    runtime: fields.runtime,
    models: fields.models && modelsOf(fields.models, at),
  });
}

function withNames(sections: NonNullable<TaskFields["hyperparams"]>): Json {
  return mapValues(sections, (parameters, section) =>
    mapValues(parameters, (value, name) => ({
      ...value,
      section: value.section ?? section,
      name: value.name ?? name,
    })),
  );
}

function modelsOf(models: NonNullable<TaskFields["models"]>, at: Date): Json {
  const updated = at.toISOString();
  const named = Object.entries(models).filter(([, links]) => links != null);
  return Object.fromEntries(
    named.map(([side, links]) => [side, links?.map((link) => ({ ...link, updated }))]),
  );
}

function mapValues<V>(
  entries: Readonly<Record<string, V>>,
  change: (value: V, key: string) => unknown,
): Json {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, change(value, key)]));
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
