/** JSON may hold a zero character or half of a pair of surrogates; the database takes neither. */
const unstorable = /[\0\p{Cs}]/u;

export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !unstorable.test(value);
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(([key, entry]) => !unstorable.test(key) && isStorable(entry));
}
