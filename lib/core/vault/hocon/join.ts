import type { Report } from "../model/report";
import type { SourceScalar, Span } from "../model/types";
import { type GraphArray, type GraphNode, type GraphObject, isSettled, mergeNodes } from "./graph";

/** Joins neighbouring parts of one value as far as they are known; what references stand between waits for them. */
export function joinParts(parts: GraphNode[], whole: Span, report: Report): GraphNode {
  const out: GraphNode[] = [];
  for (const part of parts) {
    const last = out[out.length - 1];
    const both = last && joinable(last) && joinable(part) ? joinPair(last, part, whole, report) : undefined;
    if (both) out[out.length - 1] = both;
    else out.push(part);
  }
  if (out.length === 1) return out[0]!;
  return { kind: "concatenation", parts: out, start: whole.start, end: whole.end };
}

function joinable(node: GraphNode): boolean {
  return node.kind === "scalar" || node.kind === "object" || node.kind === "array";
}

/** Two known values side by side. Undefined, and reported, when they cannot be one. */
function joinPair(left: GraphNode, right: GraphNode, whole: Span, report: Report): GraphNode | undefined {
  const { start, end } = whole;
  if (left.kind === "scalar" && right.kind === "scalar")
    return { ...joinText(left, right, report), start, end };
  if (left.kind === "object" && right.kind === "object")
    return { ...(mergeNodes(right, left) as GraphObject), start, end };
  if (left.kind === "array" && right.kind === "array") return joinLists(left, right, whole);
  if (left.kind === "array" && right.kind === "object") {
    const list = listOf(right, report);
    if (list) return joinLists(left, list, whole);
  } else if (left.kind === "object" && right.kind === "array") {
    const list = listOf(left, report);
    if (list) return joinLists(list, right, whole);
  }
  reportMixed(left, right, report);
  return undefined;
}

/** The builder owns both lists, so the left one takes the items over. */
function joinLists(left: GraphArray, right: GraphArray, { start, end }: Span): GraphArray {
  for (const item of right.items) left.items.push(item);
  left.settled &&= right.settled;
  left.start = start;
  left.end = end;
  return left;
}

/** Joins two texts. What they were written as counts: `v1.50` keeps its zero. */
export function joinText(left: SourceScalar, right: SourceScalar, report: Report): SourceScalar {
  for (const part of [left, right]) {
    if (part.value === null && !part.quoted) {
      report.warn(
        "null-in-text",
        "Inside a longer text, null is read as the word null. Put the whole text in quotes.",
        part,
      );
    }
  }
  const text = left.text + right.text;
  return { kind: "scalar", value: text, text, quoted: true, start: left.start, end: right.end };
}

/** The items of an object whose keys are numbers: beside a list it counts as one. */
export function listItems<Item>(
  object: Span & { entries: Map<string, { node: Item }> },
  report: Report,
): Item[] | undefined {
  const numbered = [...object.entries]
    .filter(([name]) => /^\d{1,9}$/.test(name))
    .map(([name, { node }]) => ({ place: Number(name), node }));
  if (numbered.length === 0) return undefined;
  report.warn(
    "object-as-list",
    "An object with numeric keys is read as a list here. Write it as a list: [ … ].",
    object,
  );
  return numbered.toSorted((a, b) => a.place - b.place).map(({ node }) => node);
}

function listOf(object: GraphObject, report: Report): GraphArray | undefined {
  const items = listItems(object, report);
  if (!items) return undefined;
  return { kind: "array", items, settled: items.every(isSettled), start: object.start, end: object.end };
}

const nouns: Record<string, string> = { object: "An object", array: "A list" };

/** Points at the part that came first, wherever a reference may have brought it from. */
export function reportMixed(left: Span & { kind: string }, right: { kind: string }, report: Report): void {
  const [first, second] = [left, right].map(({ kind }) => nouns[kind] ?? "Text");
  report.error(
    "mixed-values",
    `${first} and ${second?.toLowerCase()} can’t be joined into one value. Put a comma or a new line between them, or give each one a key.`,
    { start: left.start, end: left.end },
  );
}
