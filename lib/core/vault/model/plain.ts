import { limits } from "./limits";
import type { Report } from "./report";
import {
  AgentText,
  type ResolvedEntry,
  type ResolvedNode,
  type ResolvedObject,
  type VaultObject,
  type VaultValue,
} from "./types";

interface Frame {
  /** The keys and values of an object, or the places and items of a list. */
  children: Iterator<[string | number, ResolvedNode | ResolvedEntry]>;
  into: VaultObject | VaultValue[];
}

/** A resolved node as plain data. References share what they point to; here it is copied out. */
export function plainValue(node: ResolvedNode): VaultValue {
  const holder: VaultValue[] = [];
  copyOut([node], holder, () => true);
  return holder[0]!;
}

/** The whole vault as plain data, or undefined, and reported, when it grows past the limits. */
export function plainVault(root: ResolvedObject, report: Report): VaultObject | undefined {
  const value: VaultObject = {};
  let nodes = 0;
  let characters = 0;
  const whole = copyOut(root, value, (node, depth) => {
    nodes += 1;
    if (node.kind === "scalar") characters += node.text.length;
    if (depth > limits.depth && node.kind !== "scalar" && node.kind !== "agent") {
      report.error(
        "too-deep",
        `Values can be nested at most ${limits.depth} levels deep. Agents fail on vaults that are much deeper.`,
        node,
      );
      return false;
    }
    if (nodes > limits.expandedNodes || characters > limits.expandedStringLength) {
      report.error(
        "expands-too-far",
        "With all references resolved, this vault is too large. Use fewer references to large values.",
        node,
      );
      return false;
    }
    return true;
  });
  return whole ? value : undefined;
}

function copyOut(
  root: ResolvedObject | ResolvedNode[],
  target: VaultObject | VaultValue[],
  accept: (node: ResolvedNode, depth: number) => boolean,
): boolean {
  const children = Array.isArray(root) ? root.entries() : root.entries.entries();
  const frames: Frame[] = [{ children, into: target }];
  for (let frame = frames[0]; frame; frame = frames[frames.length - 1]) {
    const next = frame.children.next();
    if (next.done) {
      frames.pop();
      continue;
    }
    const [key, child] = next.value;
    const node = "node" in child ? child.node : child;
    if (!accept(node, frames.length)) return false;
    const value = copyNode(node, frames);
    (frame.into as Record<string | number, VaultValue>)[key] = value;
  }
  return true;
}

function copyNode(node: ResolvedNode, frames: Frame[]): VaultValue {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "array": {
      const into: VaultValue[] = [];
      frames.push({ children: node.items.entries(), into });
      return into;
    }
    case "object": {
      const into: VaultObject = {};
      frames.push({ children: node.entries.entries(), into });
      return into;
    }
    case "agent": {
      const chain = [node];
      let last = node.otherwise;
      for (; last?.kind === "agent"; last = last.otherwise) chain.push(last);
      let value = last ? copyNode(last, frames) : undefined;
      for (const { parts } of chain.reverse()) value = new AgentText(parts, value);
      return value!;
    }
  }
}
