import { limits } from "../model/limits";
import type { Report } from "../model/report";
import type {
  Environment,
  ResolvedEntry,
  ResolvedNode,
  ResolvedObject,
  SourceReference,
} from "../model/types";
import { Budget, broken, isOptional, joinResolved, over } from "./combine";
import { type GraphNode, type GraphObject, type GraphStack, isSettled } from "./graph";
import { ReferenceFindings } from "./reference-findings";
import type {
  ArrayFrame,
  Candidate,
  ConcatenationFrame,
  Frame,
  MergeFrame,
  Node,
  ObjectFrame,
  ReferenceFrame,
  SearchFrame,
  View,
} from "./resolve-frames";

/**
 * Fills in every reference. What only an agent can answer is left to it, unless an environment is given.
 * Works on a stack of its own, since references can nest deeper than the call stack.
 */
export function resolveGraph(
  root: GraphObject,
  report: Report,
  environment: Environment | undefined,
): ResolvedObject | undefined {
  if (root.settled) return root as ResolvedObject;
  return new Resolver(root, report, environment).run();
}

class Resolver {
  private readonly frames: Frame[] = [];
  private readonly memo = new Map<Node, ResolvedNode | undefined>();
  private readonly stackMemo = new Map<GraphStack, Map<number, ResolvedNode | undefined>>();
  private readonly active = new Set<SourceReference>();
  private readonly budget: Budget;
  private readonly findings: ReferenceFindings;
  /** What the frame that ended last has made, for the one below it. */
  private result: ResolvedNode | undefined;
  /** Where the walk that ended last has led, the highest value first. */
  private found: readonly Candidate[] = [];
  /** The walk has met a value that hides everything below it. */
  private blocked = false;
  private hiddenUses = 0;

  constructor(
    private readonly root: GraphObject,
    private readonly report: Report,
    private readonly environment: Environment | undefined,
  ) {
    this.budget = new Budget(report);
    this.findings = new ReferenceFindings(report);
  }

  run(): ResolvedObject | undefined {
    this.enter(this.root, undefined);
    while (this.frames.length > 0) {
      if (this.budget.spent || this.report.full) return undefined;
      this.step(this.frames[this.frames.length - 1]!);
    }
    return this.result as ResolvedObject;
  }

  private step(frame: Frame): void {
    switch (frame.kind) {
      case "reference":
        this.stepReference(frame);
        return;
      case "concatenation":
        this.stepConcatenation(frame);
        return;
      case "array":
        this.stepArray(frame);
        return;
      case "object":
        this.stepObject(frame);
        return;
      case "merge":
        this.stepMerge(frame);
        return;
      case "search":
        this.stepSearch(frame);
        return;
      case "chase":
        this.frames.pop();
        this.active.delete(frame.node);
        return;
      case "enter":
        this.frames.pop();
        if (this.result) this.walk(this.result, frame.path, frame.at, undefined);
        else this.found = [];
    }
  }

  private finish(result: ResolvedNode | undefined): void {
    this.frames.pop();
    this.result = result;
  }

  /** Leads to the value of a node in `result`: at once, or when the frame pushed here ends. */
  private enter(node: Node, view: View | undefined): void {
    if (this.memo.has(node)) this.result = this.memo.get(node);
    else if (node.kind === "agent" || isSettled(node as GraphNode)) this.result = node as ResolvedNode;
    else this.open(node as GraphNode, view);
  }

  private open(node: GraphNode, view: View | undefined): void {
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

  private levelOf(stack: GraphStack, view: View | undefined): number {
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
  private begin(node: SourceReference): boolean {
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

  private stepReference(frame: ReferenceFrame): void {
    const { node } = frame;
    if (frame.step === "start") {
      frame.step = "found";
      this.walk(this.root, node.path, 0, frame.view);
      return;
    }
    if (frame.step === "found") {
      frame.step = "resolved";
      const [only, second] = this.found;
      if (only === undefined) this.result = this.unanswered(node);
      else if (second === undefined) this.enter(only.node, only.view);
      else {
        const candidates = this.found;
        this.frames.push({ kind: "merge", candidates, next: 0, waiting: false, done: [], memo: undefined });
      }
      return;
    }
    this.active.delete(node);
    if (this.result === undefined && !node.optional) {
      this.findings.unresolved(node);
      this.result = broken;
    }
    this.memo.set(node, this.result);
    this.finish(this.result);
  }

  private unanswered(node: SourceReference): ResolvedNode | undefined {
    const { optional, start, end } = node;
    const name = node.path.join(".");
    if (this.environment) {
      const text = Object.hasOwn(this.environment, name) ? this.environment[name] : undefined;
      if (text === undefined) return undefined;
      return { kind: "scalar", value: text, text, quoted: true, start, end };
    }
    if (name.length > 256 || !/^\w+$/.test(name))
      return this.findings.unanswerable(node) ? broken : undefined;
    if (!optional) this.findings.leftToAgent(node);
    return { kind: "agent", parts: [{ name, optional }], start, end };
  }

  private stepConcatenation(frame: ConcatenationFrame): void {
    const { node, done } = frame;
    if (frame.waiting && this.result) done.push(this.result);
    if (frame.next < node.parts.length) {
      frame.waiting = true;
      frame.next += 1;
      this.enter(node.parts[frame.next - 1]!, frame.view);
      return;
    }
    const joined = joinResolved(done, node, this.report, this.budget);
    this.memo.set(node, joined);
    this.finish(
      joined && joined !== broken && node.comments ? { ...joined, comments: node.comments } : joined,
    );
  }

  private stepArray(frame: ArrayFrame): void {
    const { node, done } = frame;
    if (frame.waiting && this.result) this.addItem(done, this.result);
    if (frame.next < node.items.length) {
      frame.waiting = true;
      frame.next += 1;
      this.enter(node.items[frame.next - 1]!, frame.view);
      return;
    }
    const { start, end, comments, trailing } = node;
    this.budget.addNodes(done.length, node);
    const result: ResolvedNode = {
      kind: "array",
      items: done,
      start,
      end,
      comments,
      ...(trailing ? { trailing } : {}),
    };
    if (frame.hidden === this.hiddenUses) this.memo.set(node, result);
    this.finish(result);
  }

  private addItem(done: ResolvedNode[], item: ResolvedNode): void {
    done.push(item);
    if (item.kind === "agent" && item.otherwise) this.findings.openChoiceInList(item);
    else if (isOptional(item)) this.findings.optionalInList(item);
  }

  private stepObject(frame: ObjectFrame): void {
    const { node, names, done } = frame;
    if (frame.waiting && this.result) {
      const name = names[frame.next - 1]!;
      done.set(name, { key: node.entries.get(name)!.key, node: this.result });
    }
    if (frame.next < names.length) {
      frame.waiting = true;
      frame.next += 1;
      this.enter(node.entries.get(names[frame.next - 1]!)!.node, frame.view);
      return;
    }
    const { start, end, comments, trailing } = node;
    this.budget.addNodes(done.size, node);
    const entries = inOrder(node, done);
    const result: ResolvedNode = {
      kind: "object",
      entries,
      start,
      end,
      comments,
      ...(trailing ? { trailing } : {}),
    };
    if (frame.hidden === this.hiddenUses) this.memo.set(node, result);
    this.finish(result);
  }

  private stepMerge(frame: MergeFrame): void {
    const { candidates, done, memo } = frame;
    if (frame.waiting && this.result) done.push(this.result);
    const candidate = candidates[frame.next];
    if (candidate) {
      frame.waiting = true;
      frame.next += 1;
      this.enter(candidate.node, candidate.view);
      return;
    }
    let merged = done.pop();
    for (let high = done.pop(); merged && high; high = done.pop()) merged = over(high, merged, this.budget);
    if (memo) {
      const levels = this.stackMemo.get(memo.stack) ?? new Map<number, ResolvedNode | undefined>();
      this.stackMemo.set(memo.stack, levels.set(memo.from, merged));
    }
    this.finish(merged);
  }

  /** Follows a path from a node, resolving no more than the way needs, and leaves where it leads in `found`. */
  private walk(from: Node, steps: readonly string[], first: number, seen: View | undefined): void {
    let node = from;
    let path = steps;
    let at = first;
    let view = seen;
    this.blocked = false;
    this.found = [];
    for (;;) {
      if (node === broken || at === path.length) {
        this.found = [{ node, view }];
        return;
      }
      if (node.kind === "object") {
        const entry: { node: Node } | undefined = node.entries.get(path[at]!);
        if (!entry) return;
        node = entry.node;
        at += 1;
        continue;
      }
      if (node.kind === "scalar" || node.kind === "agent" || node.kind === "array") {
        this.blocked = true;
        return;
      }
      const known = this.memo.get(node);
      if (known) {
        node = known;
        view = undefined;
      } else if (node.kind === "reference") {
        if (!this.begin(node)) return;
        this.frames.push({ kind: "chase", node });
        path = [...node.path, ...path.slice(at)];
        node = this.root;
        at = 0;
      } else if (node.kind === "concatenation") {
        this.frames.push({ kind: "enter", path, at });
        this.open(node, view);
        return;
      } else {
        const next = this.levelOf(node, view);
        this.frames.push({ kind: "search", stack: node, path, at, view, next, waiting: false, found: [] });
        return;
      }
    }
  }

  private stepSearch(frame: SearchFrame): void {
    const { stack, found } = frame;
    if (frame.waiting) {
      found.push(...this.found);
      const last = found[found.length - 1]?.node;
      const decided = last && (last.kind === "scalar" || last.kind === "agent" || last.kind === "array");
      if (decided || this.blocked) frame.next = stack.layers.length;
    }
    if (frame.next < stack.layers.length) {
      const { node, view } = layer(stack, frame.next, frame.view);
      frame.waiting = true;
      frame.next += 1;
      this.walk(node, frame.path, frame.at, view);
      return;
    }
    this.frames.pop();
    this.found = found;
  }
}

function layer(stack: GraphStack, index: number, view: View | undefined): Candidate {
  const node = stack.layers[index]!;
  const hides = node.kind === "reference" || node.kind === "concatenation";
  return { node, view: hides ? { stack, from: index + 1, parent: view } : view };
}

/** Keys of several values go first, so that what refers to them meets them resolved, wherever it stands. */
function stacksFirst({ entries }: GraphObject): readonly string[] {
  const names = [...entries.keys()];
  const isStack = (name: string) => entries.get(name)!.node.kind === "stack";
  return names.some(isStack) ? [...names.filter(isStack), ...names.filter((name) => !isStack(name))] : names;
}

function inOrder({ entries }: GraphObject, done: Map<string, ResolvedEntry>): Map<string, ResolvedEntry> {
  const ordered = new Map<string, ResolvedEntry>();
  for (const name of entries.keys()) {
    const entry = done.get(name);
    if (entry) ordered.set(name, entry);
  }
  return ordered;
}
