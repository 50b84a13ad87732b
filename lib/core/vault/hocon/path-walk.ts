import { broken } from "./combine";
import { layer, type Resolution } from "./resolution";
import type { Node, SearchFrame, View } from "./resolve-frames";

/** Finds what a reference points to. */
export class PathWalk {
  /** The walk has met a value that hides everything below it. */
  private blocked = false;

  constructor(private readonly state: Resolution) {}

  /** Follows a path from a node, resolving no more than the way needs, and leaves where it leads in `found`. */
  walk(from: Node, steps: readonly string[], first: number, seen: View | undefined): void {
    let node = from;
    let path = steps;
    let at = first;
    let view = seen;
    this.blocked = false;
    this.state.found = [];
    for (;;) {
      if (node === broken || at === path.length) {
        this.state.found = [{ node, view }];
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
      const known = this.state.memo.get(node);
      if (known) {
        node = known;
        view = undefined;
      } else if (node.kind === "reference") {
        if (!this.state.begin(node)) return;
        this.state.frames.push({ kind: "chase", node });
        path = [...node.path, ...path.slice(at)];
        node = this.state.root;
        at = 0;
      } else if (node.kind === "concatenation") {
        this.state.frames.push({ kind: "enter", path, at });
        this.state.open(node, view);
        return;
      } else {
        const next = this.state.levelOf(node, view);
        this.state.frames.push({
          kind: "search",
          stack: node,
          path,
          at,
          view,
          next,
          waiting: false,
          found: [],
        });
        return;
      }
    }
  }

  stepSearch(frame: SearchFrame): void {
    const { stack, found } = frame;
    if (frame.waiting) {
      found.push(...this.state.found);
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
    this.state.frames.pop();
    this.state.found = found;
  }
}
