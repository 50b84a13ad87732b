export type Parameters = Record<string, unknown>;

const deepestLevel = 64;

/** The body of a call: an object, or nothing. `undefined` when it is neither. */
export function parseBody(text: string): Parameters | undefined {
  if (text.trim() === "") return {};
  if (isTooDeep(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The lines of an `application/json-lines` body; `line` counts from 1 and names the first that is no object. */
export function parseLines(text: string): { lines: Parameters[] } | { line: number } {
  const lines: Parameters[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const value = parseBody(line);
    if (!value) return { line: index + 1 };
    lines.push(value);
  }
  return { lines };
}

/**
 * Lays the query over the body, as ClearML's server reads it: a repeated name and one that ends in `[]` give a
 * list, digits a number, `true` and `false` a boolean, and dots nest.
 */
export function withQuery(body: Parameters, query: URLSearchParams): Parameters {
  let merged = body;
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name).map(readValue);
    const isList = name.endsWith("[]");
    const path = (isList ? name.slice(0, -2) : name).split(".");
    if (path.length > deepestLevel || path.some((key) => key === "" || key === "__proto__")) continue;
    merged = withValue(merged, path, isList || values.length > 1 ? values : values[0]);
  }
  return merged;
}

function withValue(target: Parameters, path: string[], value: unknown): Parameters {
  const [key = "", ...rest] = path;
  if (rest.length === 0) return { ...target, [key]: value };
  const inner = Object.hasOwn(target, key) ? target[key] : undefined;
  return { ...target, [key]: withValue(isObject(inner) ? inner : {}, rest, value) };
}

function readValue(text: string): string | number | boolean {
  if (text === "true" || text === "True") return true;
  if (text === "false" || text === "False") return false;
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function isObject(value: unknown): value is Parameters {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Looked at before parsing: whatever walks the value later may then recurse. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > deepestLevel) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}
