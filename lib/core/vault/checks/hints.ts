import { pathText } from "../hocon/path-expression";
import type { Report } from "../model/report";
import type { ResolvedEntry, ResolvedNode } from "../model/types";
import { VaultNumber } from "../model/vault-number";
import { findKnownKey, type KeyType, listKnownNames } from "./known-keys";

const fits: Record<KeyType, readonly string[]> = {
  text: ["text"],
  number: ["number"],
  boolean: ["boolean"],
  list: ["list"],
  object: ["object"],
  "text or list": ["text", "list"],
  "text or number": ["text", "number"],
  any: ["text", "number", "boolean", "list", "object"],
};

const articles: Record<KeyType, string> = {
  text: "a text",
  number: "a number",
  boolean: "true or false",
  list: "a list",
  object: "a group of keys",
  "text or list": "a text or a list",
  "text or number": "a text or a number",
  any: "a value",
};

/** Warns of a key that is nearly a known one, and of a value that a known key cannot take. */
export function hintAtKey(path: readonly string[], entry: ResolvedEntry, report: Report): void {
  const known = findKnownKey(path);
  if (known) hintAtType(path, entry.node, known.type, report);
  else hintAtName(path, entry, report);
}

function typeOf(node: ResolvedNode): string | undefined {
  if (node.kind === "array") return "list";
  if (node.kind === "object") return "object";
  if (node.kind === "agent") return undefined;
  if (node.value instanceof VaultNumber) return "number";
  return node.value === null ? undefined : typeof node.value === "string" ? "text" : "boolean";
}

function hintAtType(path: readonly string[], node: ResolvedNode, type: KeyType, report: Report): void {
  const actual = typeOf(node);
  if (actual === undefined || fits[type].includes(actual)) return;
  const isReadable = node.kind === "scalar" && actual === "text" && (type === "number" || type === "boolean");
  if (isReadable && /^(?:-?\d+(?:\.\d+)?|true|false)$/i.test(node.text)) return;
  report.warn(
    "wrong-type",
    `${pathText(path)} must be ${articles[type]}, but this is ${articles[actual as KeyType]}.`,
    { start: node.start, end: node.end },
  );
}

function hintAtName(path: readonly string[], { key }: ResolvedEntry, report: Report): void {
  const name = path[path.length - 1]!;
  const near = nearest(name, listKnownNames(path.slice(0, -1)));
  if (near === undefined) return;
  const written = report.text.slice(key.start, key.end);
  const at = written.lastIndexOf(name);
  report.warn(
    "unknown-key",
    `ClearML has no setting ${pathText(path)}. Did you mean ${near}?`,
    key,
    at < 0
      ? undefined
      : {
          label: `Change to ${near}`,
          span: { start: key.start + at, end: key.start + at + name.length },
          text: near,
        },
  );
}

function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (name.length < 3 || name.length > 64) return undefined;
  const written = name.toLowerCase().replaceAll("-", "_");
  const allowed = name.length < 6 ? 1 : 2;
  let best: string | undefined;
  let least = allowed + 1;
  for (const candidate of candidates) {
    const distance = editDistance(written, candidate, least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** How many letters have to be added, removed, changed or swapped with a neighbour; `limit` when so many or more. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  let leastAbove = 0;
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, before[column - 2]! + 1);
      current.push(cost);
      if (cost < least) least = cost;
    }
    // A swap reaches back over one row, so two of them decide.
    if (least >= limit && leastAbove >= limit) return limit;
    leastAbove = least;
    before = above;
    above = current;
  }
  return Math.min(above[b.length]!, limit);
}
