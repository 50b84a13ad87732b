export const objectTypes = [
  "project",
  "task",
  "model",
  "dataview",
  "dataset",
  "dataset_version",
  "queue",
  "app_category",
] as const;

export type ObjectType = (typeof objectTypes)[number];

/** An object type as its index in objectTypes, so that sets of types fit in the bits of a number. */
export type TypeCode = number;

export const projectCode: TypeCode = objectTypes.indexOf("project");
export const datasetCode: TypeCode = objectTypes.indexOf("dataset");
export const datasetVersionCode: TypeCode = objectTypes.indexOf("dataset_version");
export const queueCode: TypeCode = objectTypes.indexOf("queue");
export const appCategoryCode: TypeCode = objectTypes.indexOf("app_category");

/** The types that live in projects, other than projects themselves. */
export const projectContentCodes: readonly TypeCode[] = (
  ["task", "model", "dataview", "dataset"] as const
).map((type) => objectTypes.indexOf(type));

const codes = new Map<string, TypeCode>(objectTypes.map((type, code) => [type, code]));

export function findTypeCode(type: string): TypeCode | undefined {
  return codes.get(type);
}

export function typeName(code: TypeCode): ObjectType {
  return objectTypes[code]!;
}

/** Whether an object of one type may live in an object of another. */
export function mayHold(parent: TypeCode, child: TypeCode): boolean {
  return child === datasetVersionCode
    ? parent === datasetCode
    : parent === projectCode && (child === projectCode || projectContentCodes.includes(child));
}

/** Whether a rule may name the type: the versions of a dataset are what their dataset is. */
export function isGrantable(code: TypeCode): boolean {
  return code !== datasetVersionCode;
}
