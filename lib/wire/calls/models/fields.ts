import { z } from "zod";
import { deletedPrefix } from "@/lib/core/resources/task";
import type { ModelChange } from "@/lib/operations/resources/models/edit-models";
import { wireTime } from "../../documents/pick-fields";
import { id, mostNames, tag, taskName, text, unique } from "../tasks/fields";

const words = z.array(tag).max(mostNames).nullish();
export const metadataItem = z.looseObject({
  key: z.string().min(1).max(256),
  type: z.string().max(256).nullish(),
  value: text.nullish(),
});
export const uri = z.string().trim().max(8_192);
/** An empty one is none; that of a task which was deleted names nothing. */
const reference = z
  .string()
  .max(128)
  .nullish()
  .transform((given) => (given == null || given.startsWith(deletedPrefix) ? undefined : given || null));

export const modelFields = z.object({
  name: taskName.nullish(),
  uri: uri.nullish(),
  comment: text.nullish(),
  framework: z.string().max(256).nullish(),
  tags: words,
  system_tags: words,
  labels: z.record(z.string().max(256), z.int()).nullish(),
  design: z.record(z.string().max(1_024), z.unknown()).nullish(),
  ready: z.boolean().nullish(),
  metadata: z
    .union([
      z.array(metadataItem).max(1_000),
      z.record(z.string().max(256), metadataItem.partial({ key: true })),
    ])
    .nullish(),
  iteration: z.int().min(0).max(2_147_483_647).nullish(),
  project: reference,
  parent: reference,
  task: reference,
});
export type ModelFields = z.output<typeof modelFields>;
export const modelId = id;

export function byKey(items: readonly { key: string }[]): Record<string, unknown> {
  return Object.fromEntries(items.map((item) => [item.key, item]));
}

/** What a client names of a model, in Steward's words. */
export function modelChangeOf(fields: ModelFields): ModelChange {
  const { metadata } = fields;
  const withKeys = (given: NonNullable<typeof metadata>) =>
    Array.isArray(given)
      ? byKey(given)
      : byKey(Object.entries(given).map(([key, item]) => ({ ...item, key: item.key ?? key })));
  const change = {
    name: fields.name,
    uri: fields.uri,
    comment: fields.comment,
    framework: fields.framework,
    tags: fields.tags && unique(fields.tags),
    systemTags: fields.system_tags && unique(fields.system_tags),
    labels: fields.labels,
    design: fields.design,
    ready: fields.ready,
    metadata: metadata && withKeys(metadata),
    iteration: fields.iteration,
  };
  const references = { projectId: fields.project, parentId: fields.parent, taskId: fields.task };
  return Object.fromEntries([
    ...Object.entries(change).filter(([, value]) => value != null),
    ...Object.entries(references).filter(([, value]) => value !== undefined),
  ]) as ModelChange;
}

const wireNames: Partial<Record<keyof ModelChange, string>> = {
  name: "name",
  uri: "uri",
  comment: "comment",
  framework: "framework",
  tags: "tags",
  systemTags: "system_tags",
  labels: "labels",
  design: "design",
  ready: "ready",
  metadata: "metadata",
  projectId: "project",
  parentId: "parent",
  taskId: "task",
  updatedAt: "last_update",
};

/** What a client is told of a change. */
export function toldOfChange(change: ModelChange): Record<string, unknown> {
  const told = Object.entries(wireNames).flatMap(([field, name]) => {
    const value = change[field as keyof ModelChange];
    return value === undefined ? [] : [[name, value instanceof Date ? wireTime(value) : value] as const];
  });
  return Object.fromEntries(told);
}
