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

export function preferencesProblem(preferences: Preferences): string | undefined {
  return JSON.stringify(preferences).length > largestCharacters
    ? "The preferences are too large: 64 KB at most."
    : undefined;
}

function isPlain(value: unknown): value is Preferences {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
