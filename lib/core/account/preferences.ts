export type Preferences = Record<string, unknown>;

const deepestLevel = 16;
const largestCharacters = 64 * 1024;

/** Objects are merged key by key, to a depth; everything else is replaced. */
export function mergePreferences(before: Preferences, changes: Preferences, level = 1): Preferences {
  const merged = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(changes)) {
    const old = merged.get(key);
    const both = isPlain(old) && isPlain(value) && level < deepestLevel;
    merged.set(key, both ? mergePreferences(old, value, level + 1) : value);
  }
  return Object.fromEntries(merged);
}

/** JSON may hold a zero character or half of a pair of surrogates; the database takes neither. */
const unstorable = /[\0\p{Cs}]/u;

export function preferencesProblem(preferences: Preferences): string | undefined {
  if (JSON.stringify(preferences).length > largestCharacters) {
    return "The preferences are too large: 64 KB at most.";
  }
  return isStorable(preferences) ? undefined : "The preferences hold a character that can’t be stored.";
}

function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !unstorable.test(value);
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(([key, entry]) => !unstorable.test(key) && isStorable(entry));
}

function isPlain(value: unknown): value is Preferences {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
