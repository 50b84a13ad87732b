import { limits } from "../model/limits";
import type { Report } from "../model/report";
import type {
  AgentName,
  ResolvedAgentText,
  ResolvedNode,
  ResolvedObject,
  SourceScalar,
  Span,
} from "../model/types";
import { joinText, listItems, reportMixed } from "./join";

/**
 * Placeholder for a value whose error was reported, so that values that depend on it are not reported again.
 */
export const broken: SourceScalar = { kind: "scalar", value: null, text: "", quoted: true, start: 0, end: 0 };

/** Counts what resolving makes, so that a short text cannot grow without bound. */
export class Budget {
  private nodes = 0;
  private characters = 0;
  private reported = false;

  constructor(private readonly report: Report) {}

  get spent(): boolean {
    return this.reported;
  }

  addNodes(count: number, at: Span): boolean {
    this.nodes += count;
    return this.check(at);
  }

  addText(length: number, at: Span): boolean {
    this.characters += length;
    return this.check(at);
  }

  private check(at: Span): boolean {
    if (this.nodes <= limits.expandedNodes && this.characters <= limits.expandedStringLength) return true;
    if (!this.reported) {
      this.report.error(
        "expands-too-far",
        "With all references resolved, this vault is too large. Use fewer references to large values.",
        at,
      );
      this.reported = true;
    }
    return false;
  }
}

type TextLike = SourceScalar | ResolvedAgentText;

function isTextLike(node: ResolvedNode): node is TextLike {
  return node.kind === "scalar" || node.kind === "agent";
}

function isGap(node: ResolvedNode): boolean {
  return node.kind === "scalar" && !node.quoted && typeof node.value === "string" && node.text.trim() === "";
}

export function isOptional(node: ResolvedNode): node is ResolvedAgentText {
  return node.kind === "agent" && node.parts.every((part) => typeof part !== "string" && part.optional);
}

/** Joins the resolved parts of one value. Undefined when nothing is left of it. */
export function joinResolved(
  parts: readonly ResolvedNode[],
  whole: Span,
  report: Report,
  budget: Budget,
): ResolvedNode | undefined {
  if (parts.includes(broken)) return broken;
  const hasContainer = parts.some((part) => !isTextLike(part));
  const joined = hasContainer ? parts.filter((part) => !isGap(part) && !isOptional(part)) : parts;
  const [first, ...rest] = joined;
  if (first === undefined) return undefined;
  let left = first;
  for (const right of rest) {
    const both = joinPair(left, right, whole, report, budget);
    if (!both) return broken;
    left = both;
  }
  return left;
}

function joinPair(
  left: ResolvedNode,
  right: ResolvedNode,
  whole: Span,
  report: Report,
  budget: Budget,
): ResolvedNode | undefined {
  if (isTextLike(left) && isTextLike(right)) return joinTexts(left, right, whole, report, budget);
  if (left.kind === "object" && right.kind === "object") return overlay(right, left, whole, budget);
  if (left.kind === "array" || right.kind === "array") {
    const items = itemsOf(left, report);
    const others = items && itemsOf(right, report);
    if (items && others) {
      if (!budget.addNodes(items.length + others.length, whole)) return undefined;
      return { kind: "array", items: [...items, ...others], start: whole.start, end: whole.end };
    }
  }
  reportMixed(left, right, report);
  return undefined;
}

function itemsOf(node: ResolvedNode, report: Report): ResolvedNode[] | undefined {
  if (node.kind === "array") return node.items;
  return node.kind === "object" ? listItems(node, report) : undefined;
}

function joinTexts(
  left: TextLike,
  right: TextLike,
  { start, end }: Span,
  report: Report,
  budget: Budget,
): ResolvedNode | undefined {
  if (left.kind === "scalar" && right.kind === "scalar") {
    const joined = joinText(left, right, report);
    return budget.addText(joined.text.length, { start, end }) ? { ...joined, start, end } : undefined;
  }
  for (const part of [left, right]) {
    if (part.kind === "agent" && part.otherwise) {
      report.error(
        "open-choice-in-text",
        "This refers to a value that depends on the agent’s environment. Such a value can’t be part of a longer text. Write the text for each case, or remove the optional reference.",
        { start, end },
      );
      return undefined;
    }
  }
  const parts = [left, right].flatMap((part) => (part.kind === "agent" ? part.parts : [part.text]));
  return { kind: "agent", parts: withoutSeams(parts), start, end };
}

function withoutSeams(parts: readonly (string | AgentName)[]): (string | AgentName)[] {
  const out: (string | AgentName)[] = [];
  for (const part of parts) {
    const last = out[out.length - 1];
    if (typeof part === "string" && typeof last === "string") out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}

/** The higher value of one key over the lower. Objects merge; everything else replaces. */
export function over(high: ResolvedNode, low: ResolvedNode, budget: Budget): ResolvedNode {
  if (high === broken || low === broken) return broken;
  if (isOptional(high)) {
    const chain = [high];
    let last = high.otherwise;
    for (; last && isOptional(last); last = last.otherwise) chain.push(last);
    const lowest = last ? settle(last, low, budget) : low;
    return chain.reduceRight<ResolvedNode>((otherwise, choice) => ({ ...choice, otherwise }), lowest);
  }
  return settle(high, low, budget);
}

function settle(high: ResolvedNode, low: ResolvedNode, budget: Budget): ResolvedNode {
  if (high.kind !== "object") return high;
  const below = beneath(low);
  return below?.kind === "object" ? (overlay(high, below, high, budget) ?? broken) : high;
}

/** What an object would merge with: a text that the agent may not have gives way to what is below it. */
function beneath(node: ResolvedNode | undefined): ResolvedNode | undefined {
  return node?.kind === "agent" && node.otherwise?.kind === "object" ? node.otherwise : node;
}

/** A new object: resolved values are shared between references and never changed. */
function overlay(
  high: ResolvedObject,
  low: ResolvedObject,
  at: Span,
  budget: Budget,
): ResolvedObject | undefined {
  const root: ResolvedObject = { ...high, start: at.start, end: at.end, entries: new Map(low.entries) };
  const work: [ResolvedObject, ResolvedObject][] = [[high, root]];
  if (!budget.addNodes(low.entries.size, at)) return undefined;
  for (let pair = work.pop(); pair; pair = work.pop()) {
    const [source, target] = pair;
    if (!budget.addNodes(source.entries.size, at)) return undefined;
    for (const [name, entry] of source.entries) {
      const below = beneath(target.entries.get(name)?.node);
      if (below && isOptional(entry.node)) {
        const otherwise = entry.node.otherwise ?? below;
        target.entries.set(name, { key: entry.key, node: { ...entry.node, otherwise } });
        continue;
      }
      if (entry.node.kind !== "object" || below?.kind !== "object" || entry.node === below) {
        target.entries.set(name, entry);
        continue;
      }
      const copy: ResolvedObject = { ...entry.node, entries: new Map(below.entries) };
      if (!budget.addNodes(below.entries.size, at)) return undefined;
      target.entries.set(name, { key: entry.key, node: copy });
      work.push([entry.node, copy]);
    }
  }
  return root;
}
