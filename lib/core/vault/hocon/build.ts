import type { Report } from "../model/report";
import type {
  SourceArray,
  SourceConcatenation,
  SourceField,
  SourceNode,
  SourceObject,
  SourceReference,
  SourceScalar,
} from "../model/types";
import { type GraphNode, type GraphObject, isSettled, mergeNodes } from "./graph";
import { joinParts } from "./join";

type Container = SourceObject | SourceArray | SourceConcatenation;

interface Frame {
  node: Container;
  /** Where the node stands, for `+=`. */
  path: readonly string[];
  inList: boolean;
  /** What its children have become, in their order. */
  values: GraphNode[];
}

/** Makes one value of each key out of the tree: paths become nested objects, a key written twice merges. */
export function buildGraph(root: SourceObject, report: Report): GraphObject {
  const frames: Frame[] = [{ node: root, path: [], inList: false, values: [] }];
  for (;;) {
    const frame = frames[frames.length - 1]!;
    const inner = nextContainer(frame, report);
    if (inner) {
      frames.push(inner);
      continue;
    }
    const built = finish(frame, report);
    frames.pop();
    const around = frames[frames.length - 1];
    if (!around) return built as GraphObject;
    around.values.push(built);
  }
}

/** Takes over children that are values already, up to the next one that has children itself. */
function nextContainer(frame: Frame, report: Report): Frame | undefined {
  const { node, path, inList, values } = frame;
  if (node.kind === "object") {
    while (values.length < node.fields.length) {
      const field = node.fields[values.length]!;
      if (field.append) checkAppend(field, inList, report);
      const { value } = field;
      if (!isLeaf(value)) {
        return { node: value, path: [...path, ...field.path], inList: inList || field.append, values: [] };
      }
      values.push(value);
    }
    return undefined;
  }
  const children = node.kind === "array" ? node.items : node.parts;
  while (values.length < children.length) {
    const child = children[values.length]!;
    if (!isLeaf(child)) return { node: child, path, inList: inList || node.kind === "array", values: [] };
    values.push(child);
  }
  return undefined;
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

function finish({ node, path, values }: Frame, report: Report): GraphNode {
  const { start, end, comments } = node;
  if (node.kind === "array") {
    const array: GraphNode = {
      kind: "array",
      items: values,
      settled: values.every(isSettled),
      start,
      end,
      comments,
    };
    if (node.trailing) array.trailing = node.trailing;
    return array;
  }
  if (node.kind === "concatenation") return joinParts(values, node, report);
  const object: GraphObject = { kind: "object", entries: new Map(), settled: true, start, end, comments };
  if (node.trailing) object.trailing = node.trailing;
  for (let index = 0; index < values.length; index += 1) {
    const field = node.fields[index]!;
    const value = values[index]!;
    put(object, field, field.append ? appended(field, value, path, report) : value);
  }
  return object;
}

/** `key += value` means `key = ${?key} [value]`. */
function appended(field: SourceField, value: GraphNode, path: readonly string[], report: Report): GraphNode {
  const { start, end } = field.value;
  const itself: SourceReference = {
    kind: "reference",
    path: [...path, ...field.path],
    optional: true,
    ...field.key,
  };
  const list: GraphNode = { kind: "array", items: [value], settled: isSettled(value), start, end };
  return joinParts([itself, list], field.value, report);
}

function put(object: GraphObject, field: SourceField, value: GraphNode): void {
  const { path, key } = field;
  let target = object;
  const settled = isSettled(value);
  target.settled &&= settled;
  for (let index = 0; index < path.length - 1; index += 1) {
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
  const name = path[path.length - 1]!;
  const existing = target.entries.get(name)?.node;
  target.entries.set(name, { key, node: existing ? mergeNodes(value, existing) : value });
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
