import { limits } from "../model/limits";
import type { Report } from "../model/report";
import { isKeyTooLong } from "../model/text-checks";
import type {
  Comments,
  SourceArray,
  SourceField,
  SourceNode,
  SourceObject,
  SourceScalar,
  Span,
} from "../model/types";
import { gapBetween, simpleValue } from "./simple-values";
import { SyntaxErrors } from "./syntax-errors";
import { TokenCursor } from "./token-cursor";
import { isSimple, Kind, type Tokens } from "./tokens";

type Expect = "field" | "value" | "separator";

interface Frame {
  node: SourceObject | SourceArray;
  /** How many containers are around it; a key of several parts makes one of each. */
  depth: number;
  expect: Expect;
  /** The field whose value is being read; until then it has none. */
  field: SourceField | undefined;
  parts: SourceNode[];
  /** `key {…}` without a separator takes that one object. */
  single: boolean;
  /** What a comment on the same line belongs to. */
  last: SourceNode | undefined;
  comments: string[];
  /** The field that a comma ended on the line being read. */
  ended: SourceField | undefined;
}

/** Reads tokens into a tree. Every error is reported where it stands, and reading goes on behind it. */
export function parseTokens(tokens: Tokens, report: Report): SourceObject {
  return new Parser(tokens, report).run();
}

class Parser {
  private nodes = 0;
  private references = 0;
  private readonly frames: Frame[] = [];
  private stopped = false;
  private bare: Frame | undefined;

  private readonly cursor: TokenCursor;
  private readonly errors: SyntaxErrors;

  constructor(
    tokens: Tokens,
    private readonly report: Report,
  ) {
    this.cursor = new TokenCursor(tokens);
    this.errors = new SyntaxErrors(this.cursor, report);
  }

  run(): SourceObject {
    const comments = this.skipToContent();
    const kind = this.cursor.kind;
    const root: SourceObject = { kind: "object", start: 0, end: this.cursor.tokens.text.length, fields: [] };
    if (kind === Kind.openSquare) return this.rootArray(root);
    if (kind === Kind.openCurly) {
      root.start = this.cursor.start;
      this.cursor.index += 1;
    }
    this.push(root, 0);
    this.top.comments = comments;
    if (kind !== Kind.openCurly) this.bare = this.top;
    this.loop();
    if (kind === Kind.openCurly && !this.stopped) this.expectEnd();
    return root;
  }

  private rootArray(root: SourceObject): SourceObject {
    const span = this.cursor.span();
    this.cursor.index += 1;
    this.push({ kind: "array", start: span.start, end: span.end, items: [] }, 1);
    this.loop();
    if (!this.stopped) this.expectEnd();
    if (!this.report.failed) {
      this.errors.rootList(span);
    }
    return root;
  }

  private loop(): void {
    const depth = this.frames.length;
    while (this.frames.length >= depth && !this.stopped && !this.report.full) {
      const frame = this.top;
      if (frame.expect === "separator") this.readSeparator(frame);
      else if (frame.expect === "field") this.readField(frame);
      else this.readValue(frame);
    }
  }

  private get top(): Frame {
    return this.frames[this.frames.length - 1]!;
  }

  private count(): void {
    this.nodes += 1;
    if (this.nodes <= limits.nodes || this.stopped) return;
    this.errors.tooManyValues();
    this.stopped = true;
  }

  private push(node: SourceObject | SourceArray, depth: number): void {
    this.frames.push({
      node,
      depth,
      expect: node.kind === "object" ? "field" : "value",
      field: undefined,
      parts: [],
      single: false,
      last: undefined,
      comments: [],
      ended: undefined,
    });
  }

  private skipToContent(): string[] {
    const comments: string[] = [];
    for (;;) {
      const kind = this.cursor.kind;
      if (kind === Kind.comment) comments.push(this.cursor.comment());
      else if (kind !== Kind.newline) return comments;
      this.cursor.index += 1;
    }
  }

  /** Skips line ends and comments; a comment behind a value on its line is kept with it, others wait for the next one. */
  private skipLines(frame: Frame): boolean {
    let crossed = false;
    for (;;) {
      const kind = this.cursor.kind;
      if (kind === Kind.newline) {
        crossed = true;
        frame.last = undefined;
      } else if (kind === Kind.comment) {
        if (frame.last) commentsOf(frame.last).after ??= this.cursor.comment();
        else frame.comments.push(this.cursor.comment());
      } else return crossed;
      this.cursor.index += 1;
    }
  }

  private readField(frame: Frame): void {
    if (this.skipLines(frame)) frame.ended = undefined;
    switch (this.cursor.kind) {
      case Kind.text:
      case Kind.quoted:
        this.readKey(frame);
        return;
      case Kind.closeCurly:
        if (this.isImplicit(frame)) {
          this.errors.unmatchedCurly();
          this.cursor.index += 1;
        } else this.close();
        return;
      case Kind.end:
        this.reachEnd(frame);
        return;
      case Kind.comma:
        this.extraComma();
        return;
      case Kind.closeSquare:
        this.mismatched(frame);
        return;
      case Kind.broken:
        this.recover(frame);
        return;
      default:
        this.errors.keyExpected();
        this.recover(frame);
    }
  }

  /** The root object without braces: the end of the text closes it, and nothing else does. */
  private isImplicit(frame: Frame): boolean {
    return frame === this.bare;
  }

  private extraComma(): void {
    this.errors.extraComma();
    this.cursor.index += 1;
  }

  private reachEnd(frame: Frame): void {
    if (!this.isImplicit(frame)) this.errors.unclosed(frame.node);
    this.stopped = true;
    while (this.frames.length > 0) this.finishFrame();
  }

  private readKey(frame: Frame): void {
    const { names, span, isInclude } = this.cursor.readKey();
    if (isInclude) {
      this.errors.include(span);
      this.recover(frame);
    } else this.finishKey(frame, names, span);
  }

  private finishKey(frame: Frame, names: string[] | undefined, key: Span): void {
    const { ended } = frame;
    frame.ended = undefined;
    if (ended && (this.endsWithoutValue() || this.cursor.isAddress(key))) {
      this.commaInValue(frame, ended, key);
      return;
    }
    if (names === undefined) {
      this.errors.badKey(key);
    } else this.checkKey(frame, names, key);
    const crossed = this.skipLines(frame);
    frame.field = { path: names ?? [""], key, append: false, value: nothing };
    switch (this.cursor.kind) {
      case Kind.openCurly:
        frame.single = true;
        frame.expect = "value";
        return;
      case Kind.plusEquals:
        frame.field.append = true;
        this.announce(frame);
        return;
      case Kind.colon:
      case Kind.equals:
        this.announce(frame);
        return;
      case Kind.broken:
        break;
      default:
        if (names) this.errors.separatorExpected(names, key);
    }
    frame.field = undefined;
    if (!crossed) this.recover(frame);
  }

  private announce(frame: Frame): void {
    this.cursor.index += 1;
    frame.expect = "value";
    if (this.cursor.kind === Kind.comment) this.errors.commentForValue();
  }

  /** Behind a key: nothing on its line, or a comma, where only a line's end or a bracket may follow the group. */
  private endsWithoutValue(): boolean {
    const { kind } = this.cursor;
    if (kind === Kind.comma || kind === Kind.closeCurly || kind === Kind.end) return true;
    if (kind !== Kind.newline && kind !== Kind.comment) return false;
    return !this.cursor.isNextContent(Kind.openCurly);
  }

  /** Takes all the pieces that the commas of one value have made. */
  private commaInValue(frame: Frame, { path, value }: SourceField, key: Span): void {
    const parents = this.frames.slice(0, -1).flatMap(({ field }) => field?.path ?? []);
    const { end, isPlain } = this.cursor.takePieces(key.end);
    const whole = { start: value.start, end };
    this.errors.commaInValue(
      [...parents, ...path],
      whole,
      this.cursor.tokens.text.slice(key.start, key.end),
      isPlain && value.kind === "scalar" && !value.quoted,
    );
    frame.field = undefined;
    frame.expect = "separator";
  }

  private checkKey(frame: Frame, names: readonly string[], key: Span): void {
    for (const name of names) {
      if (name === "__proto__") this.errors.forbiddenKey(key);
      if (isKeyTooLong(name)) this.errors.keyTooLong(key);
    }
    if (frame.depth + names.length - 1 > limits.depth) this.tooDeep(key);
  }

  private tooDeep(span: Span): void {
    if (!this.stopped) this.errors.tooDeep(span);
    this.stopped = true;
  }

  private readValue(frame: Frame): void {
    if (frame.parts.length === 0) this.skipLines(frame);
    const kind = this.cursor.kind;
    if (isSimple(kind)) {
      this.addSimple(frame, kind);
      return;
    }
    if (kind === Kind.openCurly || kind === Kind.openSquare) {
      this.openContainer(frame, kind);
      return;
    }
    if (kind === Kind.broken) {
      this.recover(frame);
      return;
    }
    if (frame.parts.length > 0) {
      this.finishValue(frame);
      return;
    }
    if (frame.node.kind === "array") this.missingItem(frame);
    else {
      this.errors.emptyValue(frame.field?.path ?? []);
      frame.field = undefined;
      if (kind === Kind.comma || kind === Kind.closeCurly || kind === Kind.end) frame.expect = "separator";
      else this.recover(frame);
    }
  }

  private missingItem(frame: Frame): void {
    switch (this.cursor.kind) {
      case Kind.closeSquare:
        this.close();
        return;
      case Kind.comma:
        this.extraComma();
        return;
      case Kind.end:
        this.reachEnd(frame);
        return;
      case Kind.closeCurly:
        this.mismatched(frame);
        return;
      default:
        this.errors.valueExpected();
        this.recover(frame);
    }
  }

  private addSimple(frame: Frame, kind: Kind): void {
    const { tokens, index } = this.cursor;
    if (frame.parts.length > 0 && isSimple(tokens.kind(index - 1))) {
      const gap = gapBetween(tokens, index);
      if (gap) frame.parts.push(gap);
    }
    const last = frame.parts[frame.parts.length - 1];
    if (
      kind === Kind.text &&
      (last?.kind === "object" || last?.kind === "array") &&
      tokens.source(index) === ";"
    ) {
      this.errors.semicolon(this.cursor.span(), "");
      this.cursor.index += 1;
      return;
    }
    this.count();
    if (kind === Kind.reference) this.countReference();
    frame.parts.push(simpleValue(tokens, index, this.report));
    this.cursor.index += 1;
  }

  private countReference(): void {
    this.references += 1;
    if (this.references <= limits.references || this.stopped) return;
    this.errors.tooManyReferences();
    this.stopped = true;
  }

  private openContainer(frame: Frame, kind: Kind): void {
    this.count();
    const span = this.cursor.span();
    const depth = frame.depth + (frame.field?.path.length ?? 1);
    if (depth > limits.depth) {
      this.tooDeep(span);
      return;
    }
    this.cursor.index += 1;
    this.push(
      kind === Kind.openCurly
        ? { kind: "object", ...span, fields: [] }
        : { kind: "array", ...span, items: [] },
      depth,
    );
  }

  /** Ends the innermost container at its closing mark and hands it to the value around it. */
  private close(): void {
    this.top.node.end = this.cursor.tokens.ends[this.cursor.index]!;
    this.cursor.index += 1;
    this.finishFrame();
  }

  private finishFrame(): void {
    const { node, comments } = this.frames.pop()!;
    if (comments.length > 0) node.trailing = comments;
    const parent = this.frames[this.frames.length - 1];
    if (!parent) return;
    parent.parts.push(node);
    if (parent.single) this.finishValue(parent);
  }

  private finishValue(frame: Frame): void {
    const { parts } = frame;
    const node = parts.length === 1 ? parts.pop()! : joined(parts);
    if (parts.length > 0) frame.parts = [];
    if (frame.comments.length > 0) {
      commentsOf(node).before = frame.comments;
      frame.comments = [];
    }
    if (frame.node.kind === "array") frame.node.items.push(node);
    else if (frame.field) {
      frame.field.value = node;
      frame.node.fields.push(frame.field);
    }
    frame.field = undefined;
    frame.single = false;
    frame.last = node;
    frame.expect = "separator";
  }

  /** Behind a value: a comma or a line end, or the end of what holds it. */
  private readSeparator(frame: Frame): void {
    const crossed = this.skipLines(frame);
    const isObject = frame.node.kind === "object";
    if (this.cursor.kind === Kind.comma) {
      this.cursor.index += 1;
      frame.expect = isObject ? "field" : "value";
      if (isObject && !crossed) frame.ended = this.endedField(frame.node as SourceObject);
      return;
    }
    if (crossed) {
      frame.expect = isObject ? "field" : "value";
      return;
    }
    switch (this.cursor.kind) {
      case Kind.end:
        this.reachEnd(frame);
        return;
      case Kind.closeCurly:
        if (!isObject) this.mismatched(frame);
        else frame.expect = "field";
        return;
      case Kind.closeSquare:
        if (isObject) this.mismatched(frame);
        else this.close();
        return;
      case Kind.broken:
        break;
      default:
        if (this.cursor.kind === Kind.text && this.cursor.tokens.source(this.cursor.index) === ";") {
          this.errors.semicolon(this.cursor.span(), "");
          this.cursor.index += 1;
          return;
        }
        this.errors.behindValue(!isObject);
    }
    this.recover(frame);
  }

  /** The field before a comma, when its value could have held that comma. */
  private endedField({ fields }: SourceObject): SourceField | undefined {
    const last = fields[fields.length - 1];
    const kind = last?.value.kind;
    return kind === "scalar" || kind === "reference" || kind === "concatenation" ? last : undefined;
  }

  /** A closing mark of the other kind: it closes what is around, if that is of its kind. */
  private mismatched(frame: Frame): void {
    if (frame.node.kind === "object") this.errors.unmatchedSquare();
    else this.errors.openList();
    const around = this.frames[this.frames.length - 2];
    const fits = around && around.node.kind !== frame.node.kind;
    if (!fits) {
      this.cursor.index += 1;
      return;
    }
    this.finishFrame();
    if (around.parts.length > 0) this.finishValue(around);
    around.expect = "separator";
  }

  /** Gives up the value being read and goes on behind the next comma or line end of this container. */
  private recover(frame: Frame): void {
    let depth = 0;
    for (; this.cursor.kind !== Kind.end; this.cursor.index += 1) {
      const kind = this.cursor.kind;
      if (depth === 0 && (kind === Kind.newline || kind === Kind.comma)) break;
      if (kind === Kind.openCurly || kind === Kind.openSquare) depth += 1;
      else if (kind === Kind.closeCurly || kind === Kind.closeSquare) {
        if (depth === 0 && !this.isImplicit(frame)) break;
        depth = Math.max(0, depth - 1);
      }
    }
    frame.parts = [];
    frame.field = undefined;
    frame.single = false;
    frame.expect = "separator";
  }

  private expectEnd(): void {
    this.skipToContent();
    if (this.cursor.kind === Kind.end || this.cursor.kind === Kind.broken) return;
    this.errors.textAfterEnd();
  }
}

const nothing: SourceScalar = { kind: "scalar", value: null, text: "", quoted: true, start: 0, end: 0 };

function commentsOf(node: SourceNode): Comments {
  node.comments ??= { before: [] };
  return node.comments;
}

function joined(parts: SourceNode[]): SourceNode {
  return { kind: "concatenation", parts, start: parts[0]!.start, end: parts[parts.length - 1]!.end };
}
