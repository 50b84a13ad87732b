import type { Report } from "../model/report";
import type {
  Environment,
  ResolvedEntry,
  ResolvedNode,
  ResolvedObject,
  SourceReference,
} from "../model/types";
import { broken, isOptional, joinResolved, over } from "./combine";
import type { GraphObject } from "./graph";
import { PathWalk } from "./path-walk";
import { Resolution } from "./resolution";
import type {
  ArrayFrame,
  ConcatenationFrame,
  Frame,
  MergeFrame,
  ObjectFrame,
  ReferenceFrame,
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
  private readonly state: Resolution;
  private readonly paths: PathWalk;

  constructor(
    root: GraphObject,
    private readonly report: Report,
    private readonly environment: Environment | undefined,
  ) {
    this.state = new Resolution(root, report);
    this.paths = new PathWalk(this.state);
  }

  run(): ResolvedObject | undefined {
    this.state.enter(this.state.root, undefined);
    while (this.state.frames.length > 0) {
      if (this.state.budget.spent || this.report.full) return undefined;
      this.step(this.state.frames[this.state.frames.length - 1]!);
    }
    return this.state.result as ResolvedObject;
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
        this.paths.stepSearch(frame);
        return;
      case "chase":
        this.state.frames.pop();
        this.state.active.delete(frame.node);
        return;
      case "enter":
        this.state.frames.pop();
        if (this.state.result) this.paths.walk(this.state.result, frame.path, frame.at, undefined);
        else this.state.found = [];
    }
  }

  private stepReference(frame: ReferenceFrame): void {
    const { node } = frame;
    if (frame.step === "start") {
      frame.step = "found";
      this.paths.walk(this.state.root, node.path, 0, frame.view);
      return;
    }
    if (frame.step === "found") {
      frame.step = "resolved";
      const [only, second] = this.state.found;
      if (only === undefined) this.state.result = this.unanswered(node);
      else if (second === undefined) this.state.enter(only.node, only.view);
      else {
        const candidates = this.state.found;
        this.state.frames.push({
          kind: "merge",
          candidates,
          next: 0,
          waiting: false,
          done: [],
          memo: undefined,
        });
      }
      return;
    }
    this.state.active.delete(node);
    if (this.state.result === undefined && !node.optional) {
      this.state.findings.unresolved(node);
      this.state.result = broken;
    }
    this.state.memo.set(node, this.state.result);
    this.state.finish(this.state.result);
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
      return this.state.findings.unanswerable(node) ? broken : undefined;
    if (!optional) this.state.findings.leftToAgent(node);
    return { kind: "agent", parts: [{ name, optional }], start, end };
  }

  private stepConcatenation(frame: ConcatenationFrame): void {
    const { node, done } = frame;
    if (frame.waiting && this.state.result) done.push(this.state.result);
    if (frame.next < node.parts.length) {
      frame.waiting = true;
      frame.next += 1;
      this.state.enter(node.parts[frame.next - 1]!, frame.view);
      return;
    }
    const joined = joinResolved(done, node, this.report, this.state.budget);
    this.state.memo.set(node, joined);
    this.state.finish(
      joined && joined !== broken && node.comments ? { ...joined, comments: node.comments } : joined,
    );
  }

  private stepArray(frame: ArrayFrame): void {
    const { node, done } = frame;
    if (frame.waiting && this.state.result) this.addItem(done, this.state.result);
    if (frame.next < node.items.length) {
      frame.waiting = true;
      frame.next += 1;
      this.state.enter(node.items[frame.next - 1]!, frame.view);
      return;
    }
    const { start, end, comments, trailing } = node;
    this.state.budget.addNodes(done.length, node);
    const result: ResolvedNode = {
      kind: "array",
      items: done,
      start,
      end,
      comments,
      ...(trailing ? { trailing } : {}),
    };
    if (frame.hidden === this.state.hiddenUses) this.state.memo.set(node, result);
    this.state.finish(result);
  }

  private addItem(done: ResolvedNode[], item: ResolvedNode): void {
    done.push(item);
    if (item.kind === "agent" && item.otherwise) this.state.findings.openChoiceInList(item);
    else if (isOptional(item)) this.state.findings.optionalInList(item);
  }

  private stepObject(frame: ObjectFrame): void {
    const { node, names, done } = frame;
    if (frame.waiting && this.state.result) {
      const name = names[frame.next - 1]!;
      done.set(name, { key: node.entries.get(name)!.key, node: this.state.result });
    }
    if (frame.next < names.length) {
      frame.waiting = true;
      frame.next += 1;
      this.state.enter(node.entries.get(names[frame.next - 1]!)!.node, frame.view);
      return;
    }
    const { start, end, comments, trailing } = node;
    this.state.budget.addNodes(done.size, node);
    const entries = inOrder(node, done);
    const result: ResolvedNode = {
      kind: "object",
      entries,
      start,
      end,
      comments,
      ...(trailing ? { trailing } : {}),
    };
    if (frame.hidden === this.state.hiddenUses) this.state.memo.set(node, result);
    this.state.finish(result);
  }

  private stepMerge(frame: MergeFrame): void {
    const { candidates, done, memo } = frame;
    if (frame.waiting && this.state.result) done.push(this.state.result);
    const candidate = candidates[frame.next];
    if (candidate) {
      frame.waiting = true;
      frame.next += 1;
      this.state.enter(candidate.node, candidate.view);
      return;
    }
    let merged = done.pop();
    for (let high = done.pop(); merged && high; high = done.pop())
      merged = over(high, merged, this.state.budget);
    if (memo) {
      const levels = this.state.stackMemo.get(memo.stack) ?? new Map<number, ResolvedNode | undefined>();
      this.state.stackMemo.set(memo.stack, levels.set(memo.from, merged));
    }
    this.state.finish(merged);
  }
}

function inOrder({ entries }: GraphObject, done: Map<string, ResolvedEntry>): Map<string, ResolvedEntry> {
  const ordered = new Map<string, ResolvedEntry>();
  for (const name of entries.keys()) {
    const entry = done.get(name);
    if (entry) ordered.set(name, entry);
  }
  return ordered;
}
