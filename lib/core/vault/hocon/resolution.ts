import { limits } from "../model/limits";
import type { Report } from "../model/report";
import type { ResolvedNode, SourceReference } from "../model/types";
import { Budget, broken } from "./combine";
import { type GraphNode, type GraphObject, type GraphStack, isSettled } from "./graph";
import { ReferenceFindings } from "./reference-findings";
import type { Candidate, Frame, Node, View } from "./resolve-frames";

/** How far the resolving of one vault has come: what is being worked on, and what is known already. */
export class Resolution {
  readonly frames: Frame[] = [];
  readonly memo = new Map<Node, ResolvedNode | undefined>();
  readonly stackMemo = new Map<GraphStack, Map<number, ResolvedNode | undefined>>();
  readonly active = new Set<SourceReference>();
  readonly budget: Budget;
  readonly findings: ReferenceFindings;
  /** What the frame that ended last has made, for the one below it. */
  result: ResolvedNode | undefined;
  /** Where the walk that ended last has led, the highest value first. */
  found: readonly Candidate[] = [];
  hiddenUses = 0;

  constructor(
    readonly root: GraphObject,
    report: Report,
  ) {
    this.budget = new Budget(report);
    this.findings = new ReferenceFindings(report);
  }

  finish(result: ResolvedNode | undefined): void {
    this.frames.pop();
    this.result = result;
  }

  /** Leads to the value of a node in `result`: at once, or when the frame pushed here ends. */
  enter(node: Node, view: View | undefined): void {
    if (this.memo.has(node)) this.result = this.memo.get(node);
    else if (node.kind === "agent" || isSettled(node as GraphNode)) this.result = node as ResolvedNode;
    else this.open(node as GraphNode, view);
  }

  open(node: GraphNode, view: View | undefined): void {
    const hidden = this.hiddenUses;
    switch (node.kind) {
      case "reference":
        if (this.begin(node)) this.frames.push({ kind: "reference", node, view, step: "start" });
        return;
      case "concatenation":
        this.frames.push({ kind: "concatenation", node, view, next: 0, waiting: false, done: [] });
        return;
      case "array":
        this.frames.push({ kind: "array", node, view, next: 0, waiting: false, done: [], hidden });
        return;
      case "object":
        this.frames.push({
          kind: "object",
          node,
          view,
          names: stacksFirst(node),
          next: 0,
          waiting: false,
          done: new Map(),
          hidden,
        });
        return;
      case "stack":
        this.openStack(node, view);
    }
  }

  private openStack(stack: GraphStack, view: View | undefined): void {
    const from = this.levelOf(stack, view);
    const memo = this.stackMemo.get(stack);
    if (memo?.has(from)) {
      this.result = memo.get(from);
      return;
    }
    const candidates: Candidate[] = [];
    for (let index = from; index < stack.layers.length; index += 1) {
      candidates.push(layer(stack, index, view));
    }
    this.frames.push({ kind: "merge", candidates, next: 0, waiting: false, done: [], memo: { stack, from } });
  }

  levelOf(stack: GraphStack, view: View | undefined): number {
    for (let at = view; at; at = at.parent) {
      if (at.stack === stack) {
        this.hiddenUses += 1;
        this.findings.toItself(this.frames.findLast((frame) => frame.kind === "reference")!.node);
        return at.from;
      }
    }
    return 0;
  }

  /** Marks a reference as being followed. False when it already is, or the chain is too long. */
  begin(node: SourceReference): boolean {
    if (this.active.has(node)) {
      this.unwind(node);
      return false;
    }
    if (this.active.size >= limits.referenceChain) {
      this.findings.chainTooLong(node);
      this.result = broken;
      this.found = [{ node: broken, view: undefined }];
      return false;
    }
    this.active.add(node);
    return true;
  }

  /** A reference has led back to itself: the last one on the way has no value. */
  private unwind(repeated: SourceReference): void {
    const active = [...this.active];
    let frame = this.frames.pop()!;
    while (frame.kind !== "reference" && frame.kind !== "chase") frame = this.frames.pop()!;
    const { node } = frame;
    this.active.delete(node);
    if (node.optional) {
      this.result = undefined;
      this.found = [];
      return;
    }
    this.findings.circular(node, [...active.slice(active.indexOf(repeated)), repeated]);
    this.memo.set(node, broken);
    this.result = broken;
    this.found = [{ node: broken, view: undefined }];
  }
}

/** A layer of a stack, and what can be seen from it. */
export function layer(stack: GraphStack, index: number, view: View | undefined): Candidate {
  const node = stack.layers[index]!;
  const hides = node.kind === "reference" || node.kind === "concatenation";
  return { node, view: hides ? { stack, from: index + 1, parent: view } : view };
}

/** Keys of several values go first, so that what refers to them meets them resolved, wherever it is. */
function stacksFirst({ entries }: GraphObject): readonly string[] {
  const names = [...entries.keys()];
  const isStack = (name: string) => entries.get(name)!.node.kind === "stack";
  return names.some(isStack) ? [...names.filter(isStack), ...names.filter((name) => !isStack(name))] : names;
}
