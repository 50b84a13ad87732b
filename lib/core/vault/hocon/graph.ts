import type { Comments, SourceReference, SourceScalar, Span } from "../model/types";

interface GraphSpan extends Span {
  comments?: Comments;
  trailing?: string[];
}

/** `settled` says that no reference is inside, so the value is final as it is. */
export interface GraphObject extends GraphSpan {
  kind: "object";
  entries: Map<string, { key: Span; node: GraphNode }>;
  settled: boolean;
}

export interface GraphArray extends GraphSpan {
  kind: "array";
  items: GraphNode[];
  settled: boolean;
}

export interface GraphConcatenation extends GraphSpan {
  kind: "concatenation";
  parts: GraphNode[];
}

/** Several values of one key of which references decide what they merge to: the newest first. */
export interface GraphStack extends GraphSpan {
  kind: "stack";
  layers: GraphNode[];
}

export type GraphNode =
  | SourceScalar
  | SourceReference
  | GraphObject
  | GraphArray
  | GraphConcatenation
  | GraphStack;

export function isSettled(node: GraphNode): boolean {
  return node.kind === "scalar" || ((node.kind === "object" || node.kind === "array") && node.settled);
}

/** The newer of two values of one key over the older, as far as it can be told before references are resolved. */
export function mergeNodes(newer: GraphNode, older: GraphNode): GraphNode {
  if (newer.kind === "scalar" || (newer.kind === "array" && newer.settled)) return newer;
  if (newer.kind === "object") {
    if (older.kind === "object") return mergeObjects(newer, older);
    if (older.kind === "scalar" || older.kind === "array") return newer;
  }
  const newest = newer.kind === "stack" ? newer.layers : [newer];
  const rest = older.kind === "stack" ? older.layers : [older];
  const top = rest[0]!;
  if (newer.kind === "object" && top.kind === "object") {
    mergeObjects(newer, top);
    return older;
  }
  return {
    kind: "stack",
    layers: [...newest, ...rest],
    start: newer.start,
    end: newer.end,
    comments: newer.comments,
  };
}

/** Puts the newer object's entries into the older one, which belongs to the builder alone. */
function mergeObjects(newer: GraphObject, older: GraphObject): GraphObject {
  const work: [GraphObject, GraphObject][] = [[newer, older]];
  for (let pair = work.pop(); pair; pair = work.pop()) {
    const [source, target] = pair;
    target.start = source.start;
    target.end = source.end;
    target.settled &&= source.settled;
    if (source.comments) target.comments = source.comments;
    for (const [name, entry] of source.entries) {
      const existing = target.entries.get(name);
      if (existing?.node.kind === "object" && entry.node.kind === "object") {
        existing.key = entry.key;
        work.push([entry.node, existing.node]);
      } else {
        const node = existing ? mergeNodes(entry.node, existing.node) : entry.node;
        target.entries.set(name, { key: entry.key, node });
      }
    }
  }
  return older;
}
