import { limits } from "./limits";
import { readLiteral } from "./literals";
import { PathBuilder, pathText } from "./path-expression";
import type { Report } from "./report";
import { isKeyTooLong } from "./text-checks";
import { isSimple, Kind, type Tokens } from "./tokens";
import type {
  Comments,
  SourceArray,
  SourceField,
  SourceNode,
  SourceObject,
  SourceScalar,
  Span,
} from "./types";

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
}

/** Reads tokens into a tree. Every error is reported where it stands, and reading goes on behind it. */
export function parseTokens(tokens: Tokens, report: Report): SourceObject {
  return new Parser(tokens, report).run();
}

class Parser {
  private index = 0;
  private nodes = 0;
  private references = 0;
  private readonly frames: Frame[] = [];
  private stopped = false;
  private bare: Frame | undefined;

  constructor(
    private readonly tokens: Tokens,
    private readonly report: Report,
  ) {}

  run(): SourceObject {
    const comments = this.skipToContent();
    const kind = this.kind;
    const root: SourceObject = { kind: "object", start: 0, end: this.tokens.text.length, fields: [] };
    if (kind === Kind.openSquare) return this.rootArray(root);
    if (kind === Kind.openCurly) {
      root.start = this.start;
      this.index += 1;
    }
    this.push(root, 0);
    this.top.comments = comments;
    if (kind !== Kind.openCurly) this.bare = this.top;
    this.loop();
    if (kind === Kind.openCurly && !this.stopped) this.expectEnd();
    return root;
  }

  private rootArray(root: SourceObject): SourceObject {
    const span = this.span();
    this.index += 1;
    this.push({ kind: "array", start: span.start, end: span.end, items: [] }, 1);
    this.loop();
    if (!this.stopped) this.expectEnd();
    if (!this.report.failed) {
      this.report.error(
        "root-list",
        "A vault is a set of keys, and this text is a list. Give the list a key, as in key = [ … ].",
        span,
      );
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

  private get kind(): Kind {
    return this.tokens.kind(this.index);
  }

  private get start(): number {
    return this.tokens.starts[this.index]!;
  }

  private span(): Span {
    return { start: this.start, end: this.tokens.ends[this.index]! };
  }

  private stop(kind: string, message: string, span: Span): void {
    if (!this.stopped) this.report.error(kind, message, span);
    this.stopped = true;
  }

  private count(): void {
    this.nodes += 1;
    if (this.nodes > limits.nodes) {
      this.stop(
        "too-many-values",
        `A vault can hold ${limits.nodes.toLocaleString("en")} values at most. Split this one, or shorten it.`,
        this.span(),
      );
    }
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
    });
  }

  private commentText(): string {
    const source = this.tokens.source(this.index);
    return source.slice(source.startsWith("#") ? 1 : 2).trim();
  }

  private skipToContent(): string[] {
    const comments: string[] = [];
    for (;;) {
      const kind = this.kind;
      if (kind === Kind.comment) comments.push(this.commentText());
      else if (kind !== Kind.newline) return comments;
      this.index += 1;
    }
  }

  /** Skips line ends and comments; a comment behind a value on its line is kept with it, others wait for the next one. */
  private skipLines(frame: Frame): boolean {
    let crossed = false;
    for (;;) {
      const kind = this.kind;
      if (kind === Kind.newline) {
        crossed = true;
        frame.last = undefined;
      } else if (kind === Kind.comment) {
        if (frame.last) commentsOf(frame.last).after ??= this.commentText();
        else frame.comments.push(this.commentText());
      } else return crossed;
      this.index += 1;
    }
  }

  private readField(frame: Frame): void {
    this.skipLines(frame);
    switch (this.kind) {
      case Kind.text:
      case Kind.quoted:
        this.readKey(frame);
        return;
      case Kind.closeCurly:
        if (this.isImplicit(frame)) {
          this.report.error("unmatched-close", "There is no { that this } closes. Remove it.", this.span());
          this.index += 1;
        } else this.close();
        return;
      case Kind.end:
        this.reachEnd(frame);
        return;
      case Kind.comma:
        this.extraComma();
        return;
      case Kind.closeSquare:
        this.mismatched(frame, "unmatched-close", "There is no [ that this ] closes. Remove it.");
        return;
      case Kind.broken:
        this.recover(frame);
        return;
      default:
        this.report.error(
          "key-expected",
          `A key is expected here, not ${this.describe()}. Write key = value.`,
          this.span(),
        );
        this.recover(frame);
    }
  }

  private describe(): string {
    switch (this.kind) {
      case Kind.end:
        return "the end of the text";
      case Kind.reference:
        return "a reference";
      case Kind.text:
      case Kind.quoted: {
        const source = this.tokens.source(this.index);
        const [line = ""] = source.slice(0, 40).split("\n");
        return line.length < source.length ? `${line}…` : source;
      }
      default:
        return this.tokens.source(this.index);
    }
  }

  /** The root object without braces: the end of the text closes it, and nothing else does. */
  private isImplicit(frame: Frame): boolean {
    return frame === this.bare;
  }

  private extraComma(): void {
    this.report.error("extra-comma", "This comma is one too many. Remove it.", this.span(), {
      label: "Remove the comma",
      span: this.span(),
      text: "",
    });
    this.index += 1;
  }

  private reachEnd(frame: Frame): void {
    if (!this.isImplicit(frame)) {
      const { node } = frame;
      const [open, close] = node.kind === "object" ? ["{", "}"] : ["[", "]"];
      const line = this.tokens.text.slice(0, node.start).split("\n").length;
      this.stop(
        "unclosed",
        `The ${open} of line ${line} is never closed. Write ${close} where it ends.`,
        this.span(),
      );
    }
    this.stopped = true;
    while (this.frames.length > 0) this.finishFrame();
  }

  private readKey(frame: Frame): void {
    const first = this.index;
    const simple = this.simpleKey();
    if (simple) {
      this.index += 1;
      this.finishKey(frame, simple, { start: this.tokens.starts[first]!, end: this.tokens.ends[first]! });
      return;
    }
    const path = new PathBuilder();
    let end = this.start;
    while (this.kind === Kind.text || this.kind === Kind.quoted) {
      if (this.index > first && this.start > end) path.addUnquoted(this.tokens.text.slice(end, this.start));
      if (this.kind === Kind.quoted) path.addQuoted(this.tokens.string(this.index));
      else path.addUnquoted(this.tokens.source(this.index));
      end = this.tokens.ends[this.index]!;
      this.index += 1;
      if (end - this.tokens.starts[first]! > 4 * limits.keyLength) break;
    }
    const key = { start: this.tokens.starts[first]!, end };
    if (this.tokens.kinds[first] === Kind.text && this.tokens.source(first) === "include") {
      this.report.error(
        "include",
        "include is not allowed in a vault: every agent would read the file or address itself. Paste its content instead, or quote the word if it is a key.",
        key,
      );
      this.recover(frame);
      return;
    }
    this.finishKey(frame, path.finish(), key);
  }

  /** Nearly every key: one word without a period. */
  private simpleKey(): string[] | undefined {
    const next = this.tokens.kind(this.index + 1);
    if (this.kind !== Kind.text || next === Kind.text || next === Kind.quoted) return undefined;
    const source = this.tokens.source(this.index);
    return source.includes(".") || source === "include" ? undefined : [source];
  }

  private finishKey(frame: Frame, names: string[] | undefined, key: Span): void {
    if (names === undefined) {
      this.report.error(
        "bad-key",
        "This key has a period too many. Write section.key, or put the key in quotes if the period belongs to it.",
        key,
      );
    } else this.checkKey(frame, names, key);
    const crossed = this.skipLines(frame);
    frame.field = { path: names ?? [""], key, append: false, value: nothing };
    switch (this.kind) {
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
        this.report.error(
          "separator-expected",
          `${pathText(names ?? [])} has no value: = or : or { is expected behind it, not ${this.describe()}.`,
          this.span(),
        );
    }
    frame.field = undefined;
    if (!crossed) this.recover(frame);
  }

  private announce(frame: Frame): void {
    this.index += 1;
    frame.expect = "value";
  }

  private checkKey(frame: Frame, names: readonly string[], key: Span): void {
    for (const name of names) {
      if (name === "__proto__") {
        this.report.error("forbidden-key", "__proto__ cannot be a key. Choose another name.", key);
      }
      if (isKeyTooLong(name)) {
        this.report.error("key-too-long", `A key can have ${limits.keyLength} bytes at most.`, key);
      }
    }
    if (frame.depth + names.length - 1 > limits.depth) this.tooDeep(key);
  }

  private tooDeep(span: Span): void {
    this.stop(
      "too-deep",
      `Values can lie ${limits.depth} levels deep at most: agents fail on much deeper vaults.`,
      span,
    );
  }

  private readValue(frame: Frame): void {
    if (frame.parts.length === 0) this.skipLines(frame);
    const kind = this.kind;
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
      this.report.error(
        "empty-value",
        `${pathText(frame.field?.path ?? [])} has no value. Write one, "" for an empty text, or null.`,
        this.span(),
      );
      frame.field = undefined;
      if (kind === Kind.comma || kind === Kind.closeCurly || kind === Kind.end) frame.expect = "separator";
      else this.recover(frame);
    }
  }

  private missingItem(frame: Frame): void {
    switch (this.kind) {
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
        this.mismatched(frame, "unclosed", "A list ends with ], and } stands here. Close the list first.");
        return;
      default:
        this.report.error(
          "value-expected",
          `A value is expected here, not ${this.describe()}. Lists hold values without keys; put quotes around text with special characters.`,
          this.span(),
        );
        this.recover(frame);
    }
  }

  private addSimple(frame: Frame, kind: Kind): void {
    const { tokens, index } = this;
    const start = this.start;
    const before = tokens.ends[index - 1] ?? start;
    if (frame.parts.length > 0 && start > before && isSimple(tokens.kind(index - 1))) {
      frame.parts.push(textPart(tokens.text.slice(before, start), before, start, false));
    }
    this.count();
    const end = tokens.ends[index]!;
    if (kind === Kind.reference) {
      this.references += 1;
      if (this.references > limits.references) {
        this.stop(
          "too-many-references",
          `A vault can hold ${limits.references.toLocaleString("en")} references at most.`,
          this.span(),
        );
      }
      frame.parts.push({ kind: "reference", ...tokens.references.get(index)!, start, end });
    } else if (kind === Kind.quoted) {
      frame.parts.push(textPart(tokens.string(index), start, end, true));
    } else {
      const text = tokens.string(index);
      const value = text.length === end - start ? readLiteral(text) : text;
      if (typeof value === "number") this.checkNumber(value, { start, end });
      if (/^-?\.\d|^-?\d+\.$/.test(text)) this.warnOfOddNumber(text, { start, end });
      frame.parts.push({ kind: "scalar", value, text, quoted: false, start, end });
    }
    this.index += 1;
  }

  private checkNumber(value: number, span: Span): void {
    const quote = {
      label: "Put it in quotes",
      span,
      text: `"${this.tokens.text.slice(span.start, span.end)}"`,
    };
    if (!Number.isFinite(value)) {
      this.report.error(
        "number-too-large",
        "This number is too large to keep. Put it in quotes.",
        span,
        quote,
      );
    } else if (Math.abs(value) > Number.MAX_SAFE_INTEGER && /^-?\d+$/.test(quote.text.slice(1, -1))) {
      this.report.warn(
        "inexact-number",
        "This number is too long to be kept to its last digit. Put it in quotes if every digit matters.",
        span,
        quote,
      );
    }
  }

  private warnOfOddNumber(text: string, span: Span): void {
    this.report.warn(
      "odd-number",
      `Some parsers read ${text} as a number and some as text. Write digits on both sides of the period, or quotes around it.`,
      span,
      { label: "Put it in quotes", span, text: `"${text}"` },
    );
  }

  private openContainer(frame: Frame, kind: Kind): void {
    this.count();
    const span = this.span();
    const depth = frame.depth + (frame.field?.path.length ?? 1);
    if (depth > limits.depth) {
      this.tooDeep(span);
      return;
    }
    this.index += 1;
    this.push(
      kind === Kind.openCurly
        ? { kind: "object", ...span, fields: [] }
        : { kind: "array", ...span, items: [] },
      depth,
    );
  }

  /** Ends the innermost container at its closing mark and hands it to the value around it. */
  private close(): void {
    this.top.node.end = this.tokens.ends[this.index]!;
    this.index += 1;
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
    if (this.kind === Kind.comma) {
      this.index += 1;
      frame.expect = isObject ? "field" : "value";
      return;
    }
    if (crossed) {
      frame.expect = isObject ? "field" : "value";
      return;
    }
    switch (this.kind) {
      case Kind.end:
        this.reachEnd(frame);
        return;
      case Kind.closeCurly:
        if (!isObject) {
          this.mismatched(frame, "unclosed", "A list ends with ], and } stands here. Close the list first.");
        } else frame.expect = "field";
        return;
      case Kind.closeSquare:
        if (isObject)
          this.mismatched(frame, "unmatched-close", "There is no [ that this ] closes. Remove it.");
        else this.close();
        return;
      case Kind.broken:
        break;
      default:
        this.unexpectedBehindValue(frame);
    }
    this.recover(frame);
  }

  private unexpectedBehindValue(frame: Frame): void {
    const kind = this.kind;
    const isSeparator = kind === Kind.colon || kind === Kind.equals || kind === Kind.plusEquals;
    if (!isSeparator) {
      this.report.error(
        "comma-expected",
        `A comma or a new line is missing before ${this.describe()}.`,
        this.span(),
      );
    } else if (frame.node.kind === "array") {
      this.report.error(
        "key-in-list",
        `Lists hold values without keys, and ${this.describe()} makes a key. Put { } around the pair, quotes around the text, or close the list before it.`,
        this.span(),
      );
    } else {
      this.report.error(
        "two-pairs",
        `${this.describe()} makes a second key before the first has ended. Put a comma or a new line between two pairs, a value behind every key, and quotes around text that holds ${this.describe()}.`,
        this.span(),
      );
    }
  }

  /** A closing mark of the other kind: it closes what is around, if that is of its kind. */
  private mismatched(frame: Frame, kind: string, message: string): void {
    this.report.error(kind, message, this.span());
    const around = this.frames[this.frames.length - 2];
    const fits = around && around.node.kind !== frame.node.kind;
    if (!fits) {
      this.index += 1;
      return;
    }
    this.finishFrame();
    if (around.parts.length > 0) this.finishValue(around);
    around.expect = "separator";
  }

  /** Gives up the value being read and goes on behind the next comma or line end of this container. */
  private recover(frame: Frame): void {
    let depth = 0;
    for (; this.kind !== Kind.end; this.index += 1) {
      const kind = this.kind;
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
    if (this.kind === Kind.end || this.kind === Kind.broken) return;
    this.report.error(
      "text-after-end",
      `The vault ended with the bracket before ${this.describe()}. Move this inside, or remove it.`,
      this.span(),
    );
  }
}

const nothing: SourceScalar = { kind: "scalar", value: null, text: "", quoted: true, start: 0, end: 0 };

function commentsOf(node: SourceNode): Comments {
  node.comments ??= { before: [] };
  return node.comments;
}

function textPart(text: string, start: number, end: number, quoted: boolean): SourceScalar {
  return { kind: "scalar", value: text, text, quoted, start, end };
}

function joined(parts: SourceNode[]): SourceNode {
  return { kind: "concatenation", parts, start: parts[0]!.start, end: parts[parts.length - 1]!.end };
}
