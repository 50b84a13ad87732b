import type { Report } from "../model/report";
import type { SourceArray, SourceField, SourceObject } from "../model/types";
import { FieldReader } from "./field-reader";
import { Children, OpenContainer } from "./open-container";
import { gapBetween, simpleValue } from "./simple-values";
import { SyntaxErrors } from "./syntax-errors";
import { TokenCursor } from "./token-cursor";
import { endsValue, isSimple, Kind, type Tokens } from "./tokens";
import { TreeLimits } from "./tree-limits";

/** Reads tokens into a tree. Every error is reported at its position, and reading continues after it. */
export function parseTokens(tokens: Tokens, report: Report): SourceObject {
  return new Parser(tokens, report).run();
}

class Parser {
  private readonly frames: OpenContainer[] = [];
  /** Closed containers, to be used again. */
  private readonly spare: OpenContainer[] = [];
  private readonly children = new Children();
  private readonly cursor: TokenCursor;
  private readonly errors: SyntaxErrors;
  private readonly limits: TreeLimits;
  private readonly fields: FieldReader;

  constructor(
    tokens: Tokens,
    private readonly report: Report,
  ) {
    this.cursor = new TokenCursor(tokens);
    this.errors = new SyntaxErrors(this.cursor, report);
    this.limits = new TreeLimits(this.errors);
    this.fields = new FieldReader(this.cursor, this.errors, this.limits, this.frames);
  }

  run(): SourceObject {
    const comments = this.cursor.skipToContent();
    const kind = this.cursor.kind;
    const root: SourceObject = { kind: "object", start: 0, end: this.cursor.tokens.text.length, fields: [] };
    if (kind === Kind.openSquare) return this.rootArray(root);
    if (kind === Kind.openCurly) {
      root.start = this.cursor.start;
      this.cursor.index += 1;
    }
    const frame = this.push(root, 0, kind !== Kind.openCurly);
    frame.comments = comments;
    this.loop();
    if (this.frames.length > 0) this.keepRead(root);
    if (kind === Kind.openCurly && !this.limits.stopped) this.expectEnd();
    return root;
  }

  /** Where reading stopped early, the root has what was complete. */
  private keepRead(root: SourceObject): void {
    const read = this.children.take<SourceField>(0);
    root.fields = read.slice(0, this.frames[1]?.base);
  }

  private rootArray(root: SourceObject): SourceObject {
    const span = this.cursor.span();
    this.cursor.index += 1;
    this.push({ kind: "array", start: span.start, end: span.end, items: [] }, 1, false);
    this.loop();
    if (!this.limits.stopped) this.expectEnd();
    if (!this.report.failed) this.errors.rootList(span);
    return root;
  }

  private loop(): void {
    const { frames, limits, report } = this;
    while (frames.length > 0 && !limits.stopped && !report.full) {
      const frame = frames[frames.length - 1]!;
      if (frame.expect === "separator") this.readSeparator(frame);
      else if (frame.expect === "field") this.readField(frame);
      else this.readValue(frame);
    }
  }

  private push(node: SourceObject | SourceArray, depth: number, isBare: boolean): OpenContainer {
    const frame = this.spare.pop() ?? new OpenContainer();
    this.frames.push(frame.begin(node, depth, this.children.length, isBare));
    return frame;
  }

  private readField(frame: OpenContainer): void {
    if (frame.skipLines(this.cursor)) frame.ended = undefined;
    switch (this.cursor.kind) {
      case Kind.text:
      case Kind.quoted:
        if (this.fields.readSimple(frame)) this.readValue(frame);
        else this.fields.read(frame);
        return;
      case Kind.closeCurly:
        if (frame.isBare) {
          this.errors.unmatchedCurly();
          this.cursor.index += 1;
        } else this.close(frame);
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
        frame.recover(this.cursor);
        return;
      default:
        this.errors.keyExpected();
        frame.recover(this.cursor);
    }
  }

  private extraComma(): void {
    this.errors.extraComma();
    this.cursor.index += 1;
  }

  private reachEnd(frame: OpenContainer): void {
    if (!frame.isBare) this.errors.unclosed(frame.node);
    this.limits.stopped = true;
    while (this.frames.length > 0) this.finishFrame();
  }

  private readValue(frame: OpenContainer): void {
    if (frame.parts.length === 0) frame.skipLines(this.cursor);
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
      frame.recover(this.cursor);
      return;
    }
    if (frame.parts.length > 0) {
      frame.finishValue(frame.joinedParts(), this.children);
      return;
    }
    if (frame.node.kind === "array") this.missingItem(frame);
    else {
      this.errors.emptyValue(frame.field?.path ?? []);
      frame.field = undefined;
      if (kind === Kind.comma || kind === Kind.closeCurly || kind === Kind.end) frame.expect = "separator";
      else frame.recover(this.cursor);
    }
  }

  private missingItem(frame: OpenContainer): void {
    switch (this.cursor.kind) {
      case Kind.closeSquare:
        this.close(frame);
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
        frame.recover(this.cursor);
    }
  }

  private addSimple(frame: OpenContainer, kind: Kind): void {
    const { tokens, index } = this.cursor;
    const isFirst = frame.parts.length === 0;
    if (!isFirst && this.addGap(frame, kind)) return;
    this.limits.countNode();
    if (kind === Kind.reference) this.limits.countReference();
    const node = simpleValue(tokens, index, this.report);
    this.cursor.index = index + 1;
    if (isFirst && endsValue(tokens.kind(index + 1)) && !this.limits.stopped) {
      frame.finishValue(node, this.children);
    } else frame.addPart(node);
  }

  /** What is between the last part and the next. True where that next one is no part. */
  private addGap(frame: OpenContainer, kind: Kind): boolean {
    const { tokens, index } = this.cursor;
    if (isSimple(tokens.kind(index - 1))) {
      const gap = gapBetween(tokens, index);
      if (gap) frame.addPart(gap);
    }
    const last = frame.parts[frame.parts.length - 1];
    const isContainer = last?.kind === "object" || last?.kind === "array";
    if (!isContainer || kind !== Kind.text || tokens.source(index) !== ";") return false;
    this.errors.semicolon(this.cursor.span(), "");
    this.cursor.index += 1;
    return true;
  }

  private openContainer(frame: OpenContainer, kind: Kind): void {
    this.limits.countNode();
    const { start } = this.cursor;
    const depth = frame.depth + (frame.field ? frame.field.path.length : 1);
    const end = start + 1;
    if (!this.limits.checkDepth(depth, { start, end })) return;
    this.cursor.index += 1;
    const node: SourceObject | SourceArray =
      kind === Kind.openCurly
        ? { kind: "object", start, end, fields: [] }
        : { kind: "array", start, end, items: [] };
    this.push(node, depth, false);
  }

  /** Ends the innermost container at its closing mark and hands it to the value around it. */
  private close(frame: OpenContainer): void {
    frame.node.end = this.cursor.tokens.end(this.cursor.index);
    this.cursor.index += 1;
    this.finishFrame();
  }

  private finishFrame(): void {
    const frame = this.frames.pop()!;
    this.spare.push(frame);
    frame.close(this.children);
    const parent = this.frames[this.frames.length - 1];
    if (!parent) return;
    const isFirst = parent.parts.length === 0;
    if (isFirst && (parent.single || endsValue(this.cursor.kind)) && !this.limits.stopped)
      parent.finishValue(frame.node, this.children);
    else {
      parent.addPart(frame.node);
      if (parent.single) parent.finishValue(parent.joinedParts(), this.children);
    }
  }

  /** Behind a value: a comma or a line end, or the end of what holds it. */
  private readSeparator(frame: OpenContainer): void {
    const crossed = frame.skipLines(this.cursor);
    const isObject = frame.node.kind === "object";
    if (this.cursor.kind === Kind.comma) {
      this.cursor.index += 1;
      frame.expect = isObject ? "field" : "value";
      if (isObject && !crossed) frame.ended = this.children.endedField(frame.base);
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
        else this.close(frame);
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
    frame.recover(this.cursor);
  }

  /** A closing mark of the other kind: it closes what is around, if that is of its kind. */
  private mismatched(frame: OpenContainer): void {
    if (frame.node.kind === "object") this.errors.unmatchedSquare();
    else this.errors.openList();
    const around = this.frames[this.frames.length - 2];
    const fits = around && around.node.kind !== frame.node.kind;
    if (!fits) {
      this.cursor.index += 1;
      return;
    }
    this.finishFrame();
    if (around.parts.length > 0) around.finishValue(around.joinedParts(), this.children);
    around.expect = "separator";
  }

  private expectEnd(): void {
    this.cursor.skipToContent();
    if (this.cursor.kind === Kind.end || this.cursor.kind === Kind.broken) return;
    this.errors.textAfterEnd();
  }
}
