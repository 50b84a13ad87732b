import { Turn } from "@/lib/server/turn";
import { WireRefusal } from "./call";

export type Parameters = Record<string, unknown>;

const deepestLevel = 64;
/** Keys, items and levels of one JSON text. Many small ones take far longer to read than as many bytes of text. */
const mostParts = 20_000;
const mostDocumentBytes = 4 * 1024 * 1024;
const mostLines = 100_000;
const mostBatchParts = 1_500_000;
const mostQueryParts = 1_000;
/** The body of a call: an object, or nothing. Throws `WireRefusal` when it is neither. */
export function parseBody(bytes: Buffer): Parameters {
  if (bytes.length === 0) return {};
  countParts(bytes);
  const parameters = parseObject(bytes);
  if (parameters) return parameters;
  if (isBlank(bytes)) return {};
  throw new WireRefusal("badRequest", "the body is not a JSON object");
}

/** The lines that hold something, and how many bytes each took. */
export type Lines = { lines: Parameters[]; lineBytes: number[] };

/** The lines of an `application/json-lines` body, counted from 1 in the refusal of one that is no object. */
export async function parseLines(bytes: Buffer): Promise<Lines> {
  const lines: Parameters[] = [];
  const lineBytes: number[] = [];
  let number = 0;
  let parts = 0;
  const turn = new Turn();
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    number += 1;
    parts += countParts(line);
    if (number > mostLines || parts > mostBatchParts) {
      throw new WireRefusal("batchValidationError", "the batch contains too many lines, keys or items");
    }
    if (!isBlank(line)) {
      const value = parseObject(line);
      if (!value) throw new WireRefusal("batchValidationError", `line ${number} is not a JSON object`);
      lines.push(value);
      lineBytes.push(line.length);
    }
    start = end + 1;
    if (turn.isOver()) await turn.next();
  }
  return { lines, lineBytes };
}

/**
 * Lays the query over the body, as ClearML's server reads it: a repeated name and one that ends in `[]` give a
 * list, digits a number, `true` and `false` a boolean, and dots nest.
 */
export function withQuery(body: Parameters, query: URLSearchParams): Parameters {
  if (query.size === 0) return body;
  const valuesOf = new Map<string, ReturnType<typeof readValue>[]>();
  let parts = 0;
  for (const [name, text] of query) {
    parts += 1 + countDots(name);
    if (parts > mostQueryParts)
      throw new WireRefusal("badRequest", "the query contains too many names or levels");
    const values = valuesOf.get(name);
    if (values) values.push(readValue(text));
    else valuesOf.set(name, [readValue(text)]);
  }
  const copies = new Set<Parameters>();
  const merged = copyOnce(body, copies);
  for (const [name, values] of valuesOf) {
    const isList = name.endsWith("[]");
    const path = (isList ? name.slice(0, -2) : name).split(".");
    if (path.length > deepestLevel || path.some((key) => key === "" || key === "__proto__")) continue;
    setValue(merged, path, isList || values.length > 1 ? values : values[0], copies);
  }
  return merged;
}

function setValue(target: Parameters, path: string[], value: unknown, copies: Set<Parameters>): void {
  let holder = target;
  for (const key of path.slice(0, -1)) {
    const inner = Object.hasOwn(holder, key) ? holder[key] : undefined;
    const next = copyOnce(isObject(inner) ? inner : {}, copies);
    holder[key] = next;
    holder = next;
  }
  holder[path.at(-1) ?? ""] = value;
}

/** The body stays as it was, and no object of it is copied for every name that leads into it. */
function copyOnce(value: Parameters, copies: Set<Parameters>): Parameters {
  if (copies.has(value)) return value;
  const copy = { ...value };
  copies.add(copy);
  return copy;
}

function countDots(name: string): number {
  let dots = 0;
  for (let at = name.indexOf("."); at >= 0; at = name.indexOf(".", at + 1)) dots += 1;
  return dots;
}

function readValue(text: string): string | number | boolean {
  if (text === "true" || text === "True") return true;
  if (text === "false" || text === "False") return false;
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((code) => code === 0x20 || (code >= 0x09 && code <= 0x0d));
}

function parseObject(bytes: Buffer): Parameters | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Parameters {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Looked at before parsing: whatever walks the value later may then recurse, and takes no long time over it. */
function countParts(bytes: Buffer): number {
  if (bytes.length > mostDocumentBytes) throw tooLarge();
  let depth = 0;
  let parts = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes[at];
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      parts += 1;
      if (depth > deepestLevel || parts > mostParts) throw tooLarge();
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x2c) {
      parts += 1;
      if (parts > mostParts) throw tooLarge();
    }
  }
  return parts;
}

function tooLarge(): WireRefusal {
  return new WireRefusal("badRequest", "the JSON text contains too many keys, items, levels or bytes");
}
