export type Document = Record<string, unknown>;

/** The dotted fields that a client asks for, with the id; everything where it names none. */
export function pickFields(document: Document, onlyFields: readonly string[]): Document {
  const wanted = onlyFields.filter((field) => !field.startsWith("-"));
  const picked: Document = {};
  for (const field of wanted.length > 0 ? ["id", ...wanted] : Object.keys(document)) {
    copyField(document, picked, field.split("."));
  }
  return picked;
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
  const wanted = onlyFields.filter((field) => !field.startsWith("-"));
  return wanted.length > 0 ? new Set(wanted.map((field) => field.split(".", 1)[0] ?? "")) : undefined;
}

/** As ClearML writes times: with the zone, and never as a number. */
export function wireTime(time: Date | null | undefined): string | null {
  return time ? time.toISOString().replace("Z", "000+00:00") : null;
}
