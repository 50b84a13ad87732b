import type { ResolvedEntry, ResolvedNode, SourceReference } from "../model/types";
import type { GraphArray, GraphConcatenation, GraphNode, GraphObject, GraphStack } from "./graph";

export type Node = GraphNode | ResolvedNode;

/**
 * Which layers of a stack cannot be seen: while one of its references is being resolved, that reference sees only
 * what is below it. This is what makes `path = ${path}":/bin"` mean the earlier value.
 */
export interface View {
  stack: GraphStack;
  from: number;
  parent: View | undefined;
}

export interface Candidate {
  node: Node;
  view: View | undefined;
}

export interface ReferenceFrame {
  kind: "reference";
  node: SourceReference;
  view: View | undefined;
  step: "start" | "found" | "resolved";
}

export interface ConcatenationFrame {
  kind: "concatenation";
  node: GraphConcatenation;
  view: View | undefined;
  next: number;
  waiting: boolean;
  done: ResolvedNode[];
}

export interface ArrayFrame {
  kind: "array";
  node: GraphArray;
  view: View | undefined;
  next: number;
  waiting: boolean;
  done: ResolvedNode[];
  hidden: number;
}

export interface ObjectFrame {
  kind: "object";
  node: GraphObject;
  view: View | undefined;
  names: readonly string[];
  next: number;
  waiting: boolean;
  done: Map<string, ResolvedEntry>;
  hidden: number;
}

/** Resolves several values of one key, the highest first, and merges them. */
export interface MergeFrame {
  kind: "merge";
  candidates: readonly Candidate[];
  next: number;
  waiting: boolean;
  done: ResolvedNode[];
  /** Where the result is remembered, for a stack that is in the text. */
  memo: { stack: GraphStack; from: number } | undefined;
}

/** A reference in the middle of a path. */
export interface ChaseFrame {
  kind: "chase";
  node: SourceReference;
}

/** A joined value in the middle of a path: resolved first, then walked into. */
export interface EnterFrame {
  kind: "enter";
  path: readonly string[];
  at: number;
}

/** A key with several values in the middle of a path: each may hold a part of what is looked for. */
export interface SearchFrame {
  kind: "search";
  stack: GraphStack;
  path: readonly string[];
  at: number;
  view: View | undefined;
  next: number;
  waiting: boolean;
  found: Candidate[];
}

export type Frame =
  | ReferenceFrame
  | ConcatenationFrame
  | ArrayFrame
  | ObjectFrame
  | MergeFrame
  | ChaseFrame
  | EnterFrame
  | SearchFrame;
