import {
  Document,
  isCollection,
  isScalar,
  type Node,
  Pair,
  Scalar,
  type ScalarTag,
  visit,
  YAMLMap,
  YAMLSeq,
} from "yaml";
import { plainValue } from "../model/plain";
import { AgentText, type ResolvedNode, type ResolvedObject, type VaultObject } from "../model/types";
import { VaultNumber } from "../model/vault-number";

/** Writes a number in its own digits. */
const numberTag: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  identify: (value) => value instanceof VaultNumber,
  resolve: (text) => text,
  stringify: ({ value }) => String(value),
};
const customTags = [numberTag];

/** YAML 1.2 with the comments that came along. What only an agent can answer is written as its reference. */
export function writeYaml(root: ResolvedObject): string {
  const document = new Document(null, { customTags });
  const map = new YAMLMap();
  document.contents = map as unknown as typeof document.contents;
  const work: [ResolvedNode, YAMLMap | YAMLSeq][] = [[root, map]];
  for (let next = work.pop(); next; next = work.pop()) {
    const [node, target] = next;
    if (node.kind === "object") fillMap(node, target as YAMLMap, work);
    else if (node.kind === "array") {
      for (const item of node.items) (target as YAMLSeq).items.push(nodeFor(item, work));
      const below = commentText(node.trailing);
      if (below) target.comment = below;
    }
  }
  const above = commentText(root.comments?.before);
  if (above) document.commentBefore = above;
  return textOf(document);
}

/** A plain value as YAML. */
export function yamlText(value: VaultObject): string {
  const document = new Document(
    value,
    (_key, item: unknown) => (item instanceof AgentText ? item.toString() : item),
    { aliasDuplicateObjects: false, customTags },
  );
  return textOf(document);
}

/** Blank space where a block of lines would lose it goes into quotes. */
function textOf(document: Document): string {
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== "string" || !node.value.includes("\n")) return;
      if (/^\s|[ \t\r]\n|[ \t\r]$/.test(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0 });
}

function fillMap(node: ResolvedObject, map: YAMLMap, work: [ResolvedNode, YAMLMap | YAMLSeq][]): void {
  for (const [name, entry] of node.entries) {
    const key = new Scalar(name);
    const above = commentText(entry.node.comments?.before);
    if (above) key.commentBefore = above;
    map.items.push(new Pair(key, nodeFor(entry.node, work, true)));
  }
  const below = commentText(node.trailing);
  if (below) map.comment = below;
}

function nodeFor(node: ResolvedNode, work: [ResolvedNode, YAMLMap | YAMLSeq][], inMap = false): Node {
  const made = bareNode(node, work);
  const above = commentText(node.comments?.before);
  if (above && !inMap) made.commentBefore = above;
  const after = node.comments?.after;
  if (after !== undefined && (isScalar(made) || isEmptyCollection(made))) made.comment = ` ${after}`;
  else if (after !== undefined) made.commentBefore = ` ${after}`;
  return made;
}

function isEmptyCollection(node: Node): boolean {
  return isCollection(node) && node.items.length === 0 && node.flow === true;
}

function bareNode(node: ResolvedNode, work: [ResolvedNode, YAMLMap | YAMLSeq][]): Node {
  if (node.kind === "scalar") return new Scalar(node.value);
  if (node.kind === "agent") return new Scalar(String(plainValue(node)));
  const target = node.kind === "object" ? new YAMLMap() : new YAMLSeq();
  const isEmpty = node.kind === "object" ? node.entries.size === 0 : node.items.length === 0;
  if (isEmpty) target.flow = true;
  work.push([node, target]);
  return target;
}

function commentText(lines: readonly string[] | undefined): string | undefined {
  if (!lines || lines.length === 0) return undefined;
  return lines
    .flatMap((line) => line.split(/\r?\n/))
    .map((line) => ` ${line.trim()}`.trimEnd() || " ")
    .join("\n");
}
