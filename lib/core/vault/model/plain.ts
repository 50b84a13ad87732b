import { limits } from "./limits";
import type { Report } from "./report";
import {
  AgentText,
  type ResolvedNode,
  type ResolvedObject,
  type VaultObject,
  type VaultValue,
} from "./types";

/** A resolved node as plain data. References share what they point to; here it is copied out. */
export function plainValue(node: ResolvedNode): VaultValue {
  const copier = new Copier(undefined);
  const value = copier.value(node, 0);
  copier.finish();
  return value;
}

/** The whole vault as plain data, or undefined, and reported, when it grows past the limits. */
export function plainVault(root: ResolvedObject, report: Report): VaultObject | undefined {
  const copier = new Copier(report);
  const value = copier.object(root, 1);
  copier.finish();
  return copier.stopped ? undefined : value;
}

/** The deepest that copying calls itself; what lies deeper waits for its turn. */
const mostCalls = limits.depth + 2;

class Copier {
  stopped = false;
  private nodes = 0;
  private characters = 0;
  private readonly waiting: (() => void)[] = [];

  /** With a report, the limits of a whole vault hold. */
  constructor(private readonly report: Report | undefined) {}

  finish(): void {
    for (let next = this.waiting.pop(); next; next = this.waiting.pop()) next();
  }

  /** Their children lie at `depth`. */
  object(node: ResolvedObject, depth: number): VaultObject {
    const into: VaultObject = {};
    if (depth > mostCalls) this.waiting.push(() => this.fillObject(into, node, 0));
    else this.fillObject(into, node, depth);
    return into;
  }

  private fillObject(into: VaultObject, { entries }: ResolvedObject, depth: number): void {
    for (const [name, { node }] of entries) {
      if (!this.accepts(node, depth)) return;
      into[name] = this.value(node, depth);
    }
  }

  private array(items: readonly ResolvedNode[], depth: number): VaultValue[] {
    // A copy has the length that is needed; its items are then replaced.
    const into = items.slice() as unknown as VaultValue[];
    if (depth > mostCalls) this.waiting.push(() => this.fillArray(into, items, 0));
    else this.fillArray(into, items, depth);
    return into;
  }

  private fillArray(into: VaultValue[], items: readonly ResolvedNode[], depth: number): void {
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index]!;
      if (!this.accepts(item, depth)) return;
      into[index] = this.value(item, depth);
    }
  }

  private accepts(node: ResolvedNode, depth: number): boolean {
    if (!this.report) return true;
    if (this.stopped) return false;
    this.nodes += 1;
    if (node.kind === "scalar") this.characters += node.text.length;
    else if (node.kind !== "agent" && depth > limits.depth) {
      this.stop(
        "too-deep",
        `Values can be nested at most ${limits.depth} levels deep. Agents fail on vaults that are much deeper.`,
        node,
      );
      return false;
    }
    if (this.nodes <= limits.expandedNodes && this.characters <= limits.expandedStringLength) return true;
    this.stop(
      "expands-too-far",
      "With all references resolved, this vault is too large. Use fewer references to large values.",
      node,
    );
    return false;
  }

  private stop(code: string, message: string, node: ResolvedNode): void {
    this.report?.error(code, message, node);
    this.stopped = true;
  }

  value(node: ResolvedNode, depth: number): VaultValue {
    switch (node.kind) {
      case "scalar":
        return node.value;
      case "array":
        return this.array(node.items, depth + 1);
      case "object":
        return this.object(node, depth + 1);
      case "agent": {
        const chain = [node];
        let last = node.otherwise;
        for (; last?.kind === "agent"; last = last.otherwise) chain.push(last);
        let value = last ? this.value(last, depth) : undefined;
        for (const { parts } of chain.reverse()) value = new AgentText(parts, value);
        return value!;
      }
    }
  }
}
