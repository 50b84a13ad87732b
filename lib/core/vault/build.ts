import { type GraphNode, type GraphObject, isSettled, mergeNodes } from "./graph";
import { joinParts } from "./join";
import type { Report } from "./report";
import type { SourceField, SourceNode, SourceObject, SourceReference } from "./types";

type Task =
  | { kind: "visit"; node: SourceNode; path: readonly string[]; inList: boolean }
  | { kind: "finish"; node: SourceNode; path: readonly string[] };

/** Makes one value of each key out of the tree: paths become nested objects, a key written twice merges. */
export function buildGraph(root: SourceObject, report: Report): GraphObject {
  const tasks: Task[] = [{ kind: "visit", node: root, path: [], inList: false }];
  const built: GraphNode[] = [];
  for (let task = tasks.pop(); task; task = tasks.pop()) {
    if (task.kind === "visit") visit(task.node, task.path, task.inList, tasks, built, report);
    else finish(task.node, task.path, built, report);
  }
  return built[0] as GraphObject;
}

function visit(
  node: SourceNode,
  path: readonly string[],
  inList: boolean,
  tasks: Task[],
  built: GraphNode[],
  report: Report,
): void {
  switch (node.kind) {
    case "scalar":
    case "reference":
      built.push(node);
      return;
    case "object":
      tasks.push({ kind: "finish", node, path });
      for (let index = node.fields.length - 1; index >= 0; index -= 1) {
        const field = node.fields[index]!;
        if (field.append) {
          if (inList) {
            report.error(
              "append-in-list",
              "+= does not work inside a list, nor inside a value that is itself added with +=. Write the whole value.",
              field.key,
            );
          } else {
            report.warn(
              "append",
              "+= adds to what this vault says above, never to the agent's own configuration or to another vault.",
              field.key,
            );
          }
        }
        tasks.push({
          kind: "visit",
          node: field.value,
          path: [...path, ...field.path],
          inList: inList || field.append,
        });
      }
      return;
    case "array":
      tasks.push({ kind: "finish", node, path });
      for (let index = node.items.length - 1; index >= 0; index -= 1) {
        tasks.push({ kind: "visit", node: node.items[index]!, path, inList: true });
      }
      return;
    case "concatenation":
      tasks.push({ kind: "finish", node, path });
      for (let index = node.parts.length - 1; index >= 0; index -= 1) {
        tasks.push({ kind: "visit", node: node.parts[index]!, path, inList });
      }
  }
}

function finish(node: SourceNode, path: readonly string[], built: GraphNode[], report: Report): void {
  const { start, end, comments } = node;
  if (node.kind === "array") {
    const items = take(built, node.items.length);
    built.push({ kind: "array", items, settled: items.every(isSettled), start, end, comments });
  } else if (node.kind === "concatenation") {
    built.push(joinParts(take(built, node.parts.length), node, report));
  } else if (node.kind === "object") {
    const values = take(built, node.fields.length);
    const object: GraphObject = { kind: "object", entries: new Map(), settled: true, start, end, comments };
    if (node.trailing) object.trailing = node.trailing;
    node.fields.forEach((field, index) => {
      const value = values[index]!;
      put(object, field, field.append ? appended(field, value, path, report) : value);
    });
    built.push(object);
  }
}

function take(built: GraphNode[], count: number): GraphNode[] {
  return built.splice(built.length - count, count);
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
