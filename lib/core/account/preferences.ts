import { isStorable } from "../storable";

export type Preferences = Record<string, unknown>;

const deepestPath = 64;
const largestCharacters = 64 * 1024;

/** Why a change can't be made by the names in it: only the outermost may have dots, and none begins with `$`. */
export function preferenceNameProblem(changes: Preferences): string | undefined {
  for (const [name, value] of Object.entries(changes)) {
    const path = name.split(".");
    if (path.some((key) => key === "" || key.startsWith("$")) || path.length > deepestPath) {
      return `The name ${shown(name)} can’t be used: no part of it can be empty or start with $.`;
    }
    const inner = findInnerProblem(value);
    if (inner !== undefined) {
      return `The name ${shown(inner)} can’t be used: it starts with $, or contains a dot inside an object.`;
    }
  }
  return undefined;
}

function findInnerProblem(value: unknown): string | undefined {
  if (value === null || typeof value !== "object") return undefined;
  for (const [key, entry] of Object.entries(value)) {
    if (key.startsWith("$") || key.includes(".")) return key;
    const below = findInnerProblem(entry);
    if (below !== undefined) return below;
  }
  return undefined;
}

const shown = (name: string) => `“${name.slice(0, 60)}”`;

/**
 * Sets each name to its value: dots in a name are a path, and what was at its end is replaced. Nothing where a path
 * leads through something else than an object.
 */
export function withPreferences(before: Preferences, changes: Preferences): Preferences | undefined {
  // An object is copied once, whatever the number of names that lead into it.
  const copies = new Set<unknown>();
  const copyOf = (value: Preferences) => {
    if (copies.has(value)) return value;
    const copy = { ...value };
    copies.add(copy);
    return copy;
  };
  const changed = copyOf(before);
  for (const [name, value] of Object.entries(changes)) {
    const path = name.split(".");
    const last = path.pop() ?? "";
    let holder = changed;
    for (const key of path) {
      const inner = Object.hasOwn(holder, key) ? holder[key] : {};
      if (!isPlain(inner)) return undefined;
      const copy = copyOf(inner);
      setOwn(holder, key, copy);
      holder = copy;
    }
    setOwn(holder, last, value);
  }
  return changed;
}

/** For any key: assigning to `__proto__` would set no property. */
function setOwn(holder: Preferences, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, configurable: true, enumerable: true, writable: true });
}

export function preferencesProblem(preferences: Preferences): string | undefined {
  if (JSON.stringify(preferences).length > largestCharacters) {
    return "The preferences are too large. The maximum is 64 KB.";
  }
  return isStorable(preferences) ? undefined : "The preferences contain a character that can’t be stored.";
}

export function isPlain(value: unknown): value is Preferences {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
