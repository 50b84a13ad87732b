export type Document = Record<string, unknown>;

/**
 * Takes the dotted fields that a client asks for, with the id; everything where it names none. `project.*` is the whole
 * of `project`, and what is named with a leading `-` is left out.
 */
export function fieldPicker(onlyFields: readonly string[]): (document: Document) => Document {
  const wanted = wantedOf(onlyFields);
  const paths = wanted.length > 0 ? [["id"], ...wanted.map((field) => field.split("."))] : undefined;
  const excluded = onlyFields.filter(isExcluded).map((field) => field.slice(1).split("."));
  return (document) => {
    const picked = paths ? pickPaths(document, paths) : document;
    return excluded.reduce(without, picked);
  };
}

function pickPaths(document: Document, paths: readonly (readonly string[])[]): Document {
  const picked: Document = {};
  for (const path of paths) copyField(document, picked, path);
  return picked;
}

const isExcluded = (field: string) => field.startsWith("-");

function wantedOf(onlyFields: readonly string[]): string[] {
  return onlyFields
    .filter((field) => !isExcluded(field))
    .map((field) => (field.endsWith(".*") ? field.slice(0, -2) : field));
}

function without(document: Document, [key = "", ...rest]: readonly string[]): Document {
  if (!Object.hasOwn(document, key) || key === "__proto__") return document;
  const { [key]: value, ...others } = document;
  if (rest.length === 0) return others;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? { ...others, [key]: without(value as Document, rest) } : document;
}

function copyField(from: Document, to: Document, [key = "", ...rest]: readonly string[]): void {
  if (!Object.hasOwn(from, key) || key === "__proto__") return;
  const value = from[key];
  if (rest.length === 0 || typeof value !== "object" || value === null || Array.isArray(value)) {
    to[key] = value;
    return;
  }
  const known = Object.hasOwn(to, key) ? to[key] : undefined;
  // A whole object that was asked for already has the part.
  if (known === value) return;
  const part: Document = known && typeof known === "object" ? (known as Document) : {};
  copyField(value as Document, part, rest);
  to[key] = part;
}

/** The names of what is asked for at the top, or nothing for everything. */
export function topFields(onlyFields: readonly string[]): ReadonlySet<string> | undefined {
  const wanted = wantedOf(onlyFields);
  return wanted.length > 0 ? new Set(wanted.map((field) => field.split(".", 1)[0] ?? "")) : undefined;
}

/** As ClearML writes times: with the zone, and never as a number. */
export function wireTime(time: Date | null | undefined): string | null {
  return time ? time.toISOString().replace("Z", "000+00:00") : null;
}
