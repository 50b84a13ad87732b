export const OBJECT_TYPES = [
  "project",
  "task",
  "model",
  "dataview",
  "dataset",
  "dataset_version",
  "queue",
  "app_category",
] as const;

export type ObjectType = (typeof OBJECT_TYPES)[number];

/** An object type as its index in OBJECT_TYPES, so that sets of types fit in the bits of a number. */
export type TypeCode = number;

export const PROJECT: TypeCode = OBJECT_TYPES.indexOf("project");
export const DATASET: TypeCode = OBJECT_TYPES.indexOf("dataset");
export const DATASET_VERSION: TypeCode = OBJECT_TYPES.indexOf("dataset_version");
export const QUEUE: TypeCode = OBJECT_TYPES.indexOf("queue");
export const APP_CATEGORY: TypeCode = OBJECT_TYPES.indexOf("app_category");

/** The types that live in projects, other than projects themselves. */
export const PROJECT_CONTENTS: readonly TypeCode[] = (["task", "model", "dataview", "dataset"] as const).map(
  (type) => OBJECT_TYPES.indexOf(type),
);

const codes = new Map<string, TypeCode>(OBJECT_TYPES.map((type, code) => [type, code]));

export function findTypeCode(type: string): TypeCode | undefined {
  return codes.get(type);
}

export function typeName(code: TypeCode): ObjectType {
  return OBJECT_TYPES[code]!;
}

/** Whether an object of one type may live in an object of another. */
export function mayHold(parent: TypeCode, child: TypeCode): boolean {
  return child === DATASET_VERSION
    ? parent === DATASET
    : parent === PROJECT && (child === PROJECT || PROJECT_CONTENTS.includes(child));
}

/** Whether a rule may name the type: the versions of a dataset are what their dataset is. */
export function isGrantable(code: TypeCode): boolean {
  return code !== DATASET_VERSION;
}
