import { limits } from "./limits";
import { PathBuilder } from "./path-expression";
import { Kind, type Tokens } from "./tokens";
import type { Span } from "./types";

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
    return this.tokens.starts[this.index]!;
  }

  span(): Span {
    return { start: this.start, end: this.tokens.ends[this.index]! };
  }

  /** The text of a comment, without its mark. */
  comment(): string {
    const source = this.tokens.source(this.index);
    return source.slice(source.startsWith("#") ? 1 : 2).trim();
  }

  /** What stands here, for a message. */
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
      return { names: simple, span: { start, end: this.tokens.ends[first]! }, isInclude };
    }
    const path = new PathBuilder();
    let end = start;
    while (this.kind === Kind.text || this.kind === Kind.quoted) {
      path.addUnquoted(this.tokens.text.slice(end, this.start));
      if (this.kind === Kind.quoted) path.addQuoted(this.tokens.string(this.index));
      else path.addUnquoted(this.tokens.source(this.index));
      end = this.tokens.ends[this.index]!;
      this.index += 1;
      if (end - start > 4 * limits.keyLength) break;
    }
    return { names: path.finish(), span: { start, end }, isInclude };
  }

  /** Nearly every key: one word without a period. */
  private simpleKey(): string[] | undefined {
    const next = this.tokens.kind(this.index + 1);
    if (this.kind !== Kind.text || next === Kind.text || next === Kind.quoted) return undefined;
    const source = this.tokens.source(this.index);
    return source.includes(".") ? undefined : [source];
  }
}
