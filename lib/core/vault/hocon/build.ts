import type { Report } from "../model/report";
import type {
  SourceArray,
  SourceField,
  SourceNode,
  SourceObject,
  SourceReference,
  SourceScalar,
} from "../model/types";
import { type GraphArray, type GraphNode, type GraphObject, isSettled, mergeNodes } from "./graph";
import { joinParts } from "./join";

/**
 * Makes one value of each key out of the tree: paths become nested objects, a key written twice merges.
 * It calls itself no deeper than trees go, which their readers limit.
 */
export function buildGraph(root: SourceObject, report: Report): GraphObject {
  return new GraphBuilder(report).object(root, false);
}

class GraphBuilder {
  /** The keys that lead to the value being built, for `+=`. */
  private readonly around: (readonly string[])[] = [];

  constructor(private readonly report: Report) {}

  object({ fields, start, end, comments, trailing }: SourceObject, inList: boolean): GraphObject {
    const entries: GraphObject["entries"] = new Map();
    const object: GraphObject = { kind: "object", entries, settled: true, start, end, comments, trailing };
    for (const field of fields) {
      if (field.append) checkAppend(field, inList, this.report);
      put(object, field, this.valueOf(field, inList));
    }
    return object;
  }

  private valueOf(field: SourceField, inList: boolean): GraphNode {
    const { node, append, path } = field;
    if (isLeaf(node) && !append) return node;
    this.around.push(path);
    const built = this.node(node, inList || append);
    const whole = append ? this.appended(field, built) : built;
    this.around.pop();
    return whole;
  }

  private node(node: SourceNode, inList: boolean): GraphNode {
    switch (node.kind) {
      case "scalar":
      case "reference":
        return node;
      case "object":
        return this.object(node, inList);
      case "array":
        return this.array(node);
      case "concatenation": {
        const parts = node.parts.map((part) => this.node(part, inList));
        return joinParts(parts, node, this.report);
      }
    }
  }

  private array({ items: sources, start, end, comments, trailing }: SourceArray): GraphArray {
    const items: GraphNode[] = sources.slice() as GraphNode[];
    let settled = true;
    for (let index = 0; index < items.length; index += 1) {
      const item = this.node(sources[index]!, true);
      items[index] = item;
      settled &&= isSettled(item);
    }
    return { kind: "array", items, settled, start, end, comments, trailing };
  }

  /** `key += value` means `key = ${?key} [value]`. */
  private appended(field: SourceField, value: GraphNode): GraphNode {
    const { start, end } = field.node;
    const path = this.around.flat();
    const itself: SourceReference = { kind: "reference", path, optional: true, ...field.key };
    const list: GraphNode = { kind: "array", items: [value], settled: isSettled(value), start, end };
    return joinParts([itself, list], field.node, this.report);
  }
}

function isLeaf(node: SourceNode): node is SourceScalar | SourceReference {
  return node.kind === "scalar" || node.kind === "reference";
}

function checkAppend({ key }: SourceField, inList: boolean, report: Report): void {
  if (inList) {
    report.error(
      "append-in-list",
      "+= does not work inside a list or inside a value that is itself added with +=. Write the whole value.",
      key,
    );
  } else {
    report.warn(
      "append",
      "+= adds to the earlier value in this vault. It does not add to the configuration of the agent or to another vault.",
      key,
    );
  }
}

function put(object: GraphObject, field: SourceField, value: GraphNode): void {
  const { path, key } = field;
  const settled = isSettled(value);
  object.settled &&= settled;
  const last = path.length - 1;
  let target = object;
  for (let index = 0; index < last; index += 1) {
    const name = path[index]!;
    const existing = target.entries.get(name)?.node;
    if (existing?.kind === "object") {
      existing.settled &&= settled;
      target = existing;
      continue;
    }
    const chain = nested(field, index + 1, value);
    target.entries.set(name, { key, node: existing ? mergeNodes(chain, existing) : chain });
    return;
  }
  const name = path[last]!;
  const existing = target.entries.get(name)?.node;
  if (existing) target.entries.set(name, { key, node: mergeNodes(value, existing) });
  else target.entries.set(name, isWhole(field, value) ? field : { key, node: value });
}

/** The field is its own entry, which saves an object for nearly every key. Entries of objects may change; others don’t. */
function isWhole(field: SourceField, value: GraphNode): field is SourceField & { node: GraphNode } {
  return field.node === value;
}

/** The objects that the rest of a key's path stands for, around its value. */
function nested({ path, key }: SourceField, from: number, value: GraphNode): GraphNode {
  let node = value;
  for (let index = path.length - 1; index >= from; index -= 1) {
    const entries = new Map([[path[index]!, { key, node }]]);
    node = { kind: "object", entries, settled: isSettled(value), start: value.start, end: value.end };
  }
  return node;
}
