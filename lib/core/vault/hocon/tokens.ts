export const Kind = {
  end: 0,
  newline: 1,
  comment: 2,
  comma: 3,
  colon: 4,
  equals: 5,
  plusEquals: 6,
  openCurly: 7,
  closeCurly: 8,
  openSquare: 9,
  closeSquare: 10,
  text: 11,
  quoted: 12,
  reference: 13,
  /** Something unreadable that the lexer has reported itself. */
  broken: 14,
} as const;

export type Kind = (typeof Kind)[keyof typeof Kind];

/** A token that may stand inside a text value. */
export function isSimple(kind: Kind): boolean {
  return kind === Kind.text || kind === Kind.quoted || kind === Kind.reference;
}

export interface Reference {
  path: string[];
  optional: boolean;
}

/** Tokens side by side in arrays: one object per token would cost more than all the rest of lexing. */
export class Tokens {
  kinds: Uint8Array;
  starts: Uint32Array;
  ends: Uint32Array;
  /** 1 where a key stands, 0 where a value does. */
  inKey: Uint8Array;
  /** What the token stands for, where that is neither its own text nor what is between its quotes. */
  readonly strings = new Map<number, string>();
  readonly references = new Map<number, Reference>();
  length = 0;

  constructor(readonly text: string) {
    // Most texts have a token for every five characters; others make the arrays grow.
    const room = (text.length >>> 2) + 16;
    this.kinds = new Uint8Array(room);
    this.starts = new Uint32Array(room);
    this.ends = new Uint32Array(room);
    this.inKey = new Uint8Array(room);
  }

  push(kind: Kind, start: number, end: number, inKey: boolean): void {
    const index = this.length;
    if (index === this.kinds.length) this.grow();
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.inKey[index] = inKey ? 1 : 0;
    this.length = index + 1;
  }

  private grow(): void {
    const room = this.kinds.length * 2;
    const { kinds, starts, ends, inKey } = this;
    this.kinds = new Uint8Array(room);
    this.starts = new Uint32Array(room);
    this.ends = new Uint32Array(room);
    this.inKey = new Uint8Array(room);
    this.kinds.set(kinds);
    this.starts.set(starts);
    this.ends.set(ends);
    this.inKey.set(inKey);
  }

  kind(index: number): Kind {
    return this.kinds[index] as Kind;
  }

  source(index: number): string {
    return this.text.slice(this.starts[index], this.ends[index]);
  }

  /** The text of a `text` or `quoted` token, escapes read. */
  string(index: number): string {
    const known = this.strings.size > 0 ? this.strings.get(index) : undefined;
    if (known !== undefined) return known;
    const edge = this.kinds[index] === Kind.quoted ? 1 : 0;
    return this.text.slice(this.starts[index]! + edge, this.ends[index]! - edge);
  }
}
