import type {
  Comments,
  SourceArray,
  SourceField,
  SourceNode,
  SourceObject,
  SourceScalar,
} from "../model/types";
import type { TokenCursor } from "./token-cursor";
import { Kind } from "./tokens";

type Child = SourceField | SourceNode;

/** What open containers have collected, on one stack: each takes what lies above its base when it closes. */
export class Children {
  private readonly stack: Child[] = [];
  length = 0;

  /** The field before a comma, when its value could have held that comma. */
  endedField(base: number): SourceField | undefined {
    if (this.length <= base) return undefined;
    const last = this.stack[this.length - 1] as SourceField;
    const { kind } = last.node;
    return kind === "scalar" || kind === "reference" || kind === "concatenation" ? last : undefined;
  }

  push(child: Child): void {
    this.stack[this.length] = child;
    this.length += 1;
  }

  take<Kind extends Child>(base: number): Kind[] {
    const taken = this.stack.slice(base, this.length) as Kind[];
    this.length = base;
    return taken;
  }
}

const none: never[] = [];
const nothing: SourceScalar = { kind: "scalar", value: null, text: "", quoted: true, start: 0, end: 0 };

/** An object or list whose end has not been read yet. */
export class OpenContainer {
  node!: SourceObject | SourceArray;
  /** How many containers are around it; a key of several parts makes one of each. */
  depth = 0;
  base = 0;
  /** The root object without braces: the end of the text closes it, and nothing else does. */
  isBare = false;
  expect: "field" | "value" | "separator" = "field";
  /** The field whose value is being read; until then it has none. */
  field: SourceField | undefined = undefined;
  /** What has been read of the value that is being read. */
  parts: readonly SourceNode[] = none;
  /** `key {…}` without a separator takes that one object. */
  single = false;
  /** What a comment on the same line belongs to. */
  last: SourceNode | undefined = undefined;
  comments: readonly string[] = none;
  /** The field that a comma ended on the line being read. */
  ended: SourceField | undefined = undefined;

  /** One that has closed begins again with another node. */
  begin(node: SourceObject | SourceArray, depth: number, base: number, isBare: boolean): this {
    this.node = node;
    this.depth = depth;
    this.base = base;
    this.isBare = isBare;
    this.expect = node.kind === "object" ? "field" : "value";
    this.field = undefined;
    this.parts = none;
    this.single = false;
    this.last = undefined;
    this.comments = none;
    this.ended = undefined;
    return this;
  }

  beginField(path: readonly string[], key: SourceField["key"]): SourceField {
    this.field = { path, key, append: false, node: nothing };
    return this.field;
  }

  addPart(part: SourceNode): void {
    if (this.parts.length === 0) this.parts = [part];
    else (this.parts as SourceNode[]).push(part);
  }

  /** The value that the parts make. */
  joinedParts(): SourceNode {
    const { parts } = this;
    const first = parts[0]!;
    if (parts.length === 1) return first;
    return {
      kind: "concatenation",
      parts: parts as SourceNode[],
      start: first.start,
      end: parts[parts.length - 1]!.end,
    };
  }

  /** Puts a value among the children, with the comments above it. */
  finishValue(node: SourceNode, children: Children): void {
    if (this.comments.length > 0) {
      commentsOf(node).before = this.comments as string[];
      this.comments = none;
    }
    const { field } = this;
    if (this.node.kind === "array") children.push(node);
    else if (field) {
      field.node = node;
      children.push(field);
    }
    this.expectSeparator();
    this.last = node;
  }

  private expectSeparator(): void {
    this.parts = none;
    this.field = undefined;
    this.single = false;
    this.expect = "separator";
  }

  /** Skips line ends and comments; a comment behind a value on its line is kept with it, others wait for the next one. */
  skipLines(cursor: TokenCursor): boolean {
    let crossed = false;
    for (;;) {
      const kind = cursor.kind;
      if (kind === Kind.newline) {
        crossed = true;
        this.last = undefined;
      } else if (kind === Kind.comment) {
        if (this.last) commentsOf(this.last).after ??= cursor.comment();
        else if (this.comments.length === 0) this.comments = [cursor.comment()];
        else (this.comments as string[]).push(cursor.comment());
      } else return crossed;
      cursor.index += 1;
    }
  }

  /** Gives up the value being read and goes on behind the next comma or line end of this container. */
  recover(cursor: TokenCursor): void {
    let depth = 0;
    for (; cursor.kind !== Kind.end; cursor.index += 1) {
      const kind = cursor.kind;
      if (depth === 0 && (kind === Kind.newline || kind === Kind.comma)) break;
      if (kind === Kind.openCurly || kind === Kind.openSquare) depth += 1;
      else if (kind === Kind.closeCurly || kind === Kind.closeSquare) {
        if (depth === 0 && !this.isBare) break;
        depth = Math.max(0, depth - 1);
      }
    }
    this.expectSeparator();
  }

  /** Takes over what was collected. */
  close(children: Children): void {
    const { node, base } = this;
    if (node.kind === "object") node.fields = children.take<SourceField>(base);
    else node.items = children.take<SourceNode>(base);
    if (this.comments.length > 0) node.trailing = this.comments as string[];
  }
}

function commentsOf(node: SourceNode): Comments {
  node.comments ??= { before: [] };
  return node.comments;
}
