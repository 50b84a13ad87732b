import { limits } from "../model/limits";
import type { Span } from "../model/types";
import { code } from "./characters";
import { PathBuilder } from "./path-expression";
import { isSimple, Kind, type Tokens } from "./tokens";

export interface ReadKey {
  /** Undefined when a period is misplaced. */
  names: string[] | undefined;
  span: Span;
  /** The word that would make agents read a file or an address. */
  isInclude: boolean;
}

/** The place of reading among the tokens. */
export class TokenCursor {
  index = 0;

  constructor(readonly tokens: Tokens) {}

  get kind(): Kind {
    return this.tokens.kind(this.index);
  }

  get start(): number {
    return this.tokens.start(this.index);
  }

  span(): Span {
    return { start: this.start, end: this.tokens.end(this.index) };
  }

  /** The text of a comment, without its mark. */
  comment(): string {
    const { text } = this.tokens;
    const mark = text.charCodeAt(this.start) === code.hash ? 1 : 2;
    return text.slice(this.start + mark, this.tokens.end(this.index)).trim();
  }

  /** Skips line ends and comments, and gives the comments. */
  skipToContent(): string[] {
    const comments: string[] = [];
    for (;;) {
      const kind = this.kind;
      if (kind === Kind.comment) comments.push(this.comment());
      else if (kind !== Kind.newline) return comments;
      this.index += 1;
    }
  }

  /** What is here, for a message. */
  describe(): string {
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

  /** Takes a key: words and quoted texts side by side, periods between its parts. */
  readKey(): ReadKey {
    const first = this.index;
    const start = this.start;
    const isInclude = this.kind === Kind.text && this.tokens.source(first) === "include";
    const simple = this.simpleKey();
    if (simple) {
      this.index += 1;
      return { names: simple, span: { start, end: this.tokens.end(first) }, isInclude };
    }
    const path = new PathBuilder();
    let end = start;
    while (this.kind === Kind.text || this.kind === Kind.quoted) {
      path.addUnquoted(this.tokens.text.slice(end, this.start));
      if (this.kind === Kind.quoted) path.addQuoted(this.tokens.string(this.index));
      else path.addUnquoted(this.tokens.source(this.index));
      end = this.tokens.end(this.index);
      this.index += 1;
      if (end - start > 4 * limits.keyLength) break;
    }
    return { names: path.finish(), span: { start, end }, isInclude };
  }

  /** Whether this is the first thing behind line ends and comments. */
  isNextContent(kind: Kind): boolean {
    let at = this.index;
    while (this.tokens.kind(at) === Kind.newline || this.tokens.kind(at) === Kind.comment) at += 1;
    return this.tokens.kind(at) === kind;
  }

  /** The key is the `http` of `http://…`, whose slashes were taken for a comment. */
  isAddress({ start, end }: Span): boolean {
    const { tokens, index } = this;
    return (
      tokens.kind(index) === Kind.colon &&
      tokens.kind(index + 1) === Kind.comment &&
      tokens.start(index + 1) === end + 1 &&
      /^[a-z][a-z\d+]{1,9}$/.test(tokens.text.slice(start, end)) &&
      tokens.text.startsWith("//", end + 1)
    );
  }

  /** Passes over texts and commas, up to a key with a value, a bracket or the line's end. */
  takePieces(from: number): { end: number; isPlain: boolean } {
    let end = from;
    let isPlain = true;
    if (this.kind === Kind.colon) {
      const comment = this.tokens.source(this.index + 1);
      end = this.tokens.start(this.index + 1) + /^[^\s}\]]*/.exec(comment)![0].replace(/,$/, "").length;
      this.index += 2;
    }
    while (this.kind === Kind.comma) {
      let at = this.index + 1;
      while (isSimple(this.tokens.kind(at))) {
        isPlain &&= this.tokens.kind(at) === Kind.text;
        at += 1;
      }
      const next = this.tokens.kind(at);
      const isPiece =
        next === Kind.comma || next === Kind.newline || next === Kind.comment || next === Kind.end;
      if (at === this.index + 1 || !(isPiece || next === Kind.closeCurly)) break;
      end = this.tokens.end(at - 1);
      this.index = at;
    }
    return { end, isPlain };
  }

  /** Nearly every key: one word without a period. */
  private simpleKey(): string[] | undefined {
    const next = this.tokens.kind(this.index + 1);
    if (this.kind !== Kind.text || next === Kind.text || next === Kind.quoted) return undefined;
    const source = this.tokens.source(this.index);
    return source.includes(".") ? undefined : [source];
  }
}
