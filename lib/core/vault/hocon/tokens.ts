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
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 where a key stands, 0 where a value does. */
  readonly inKey: Uint8Array;
  /** What the token stands for, where that is neither its own text nor what is between its quotes. */
  readonly strings = new Map<number, string>();
  readonly references = new Map<number, Reference>();
  length = 0;

  /** Every token but the last takes a character at least. */
  constructor(readonly text: string) {
    this.kinds = new Uint8Array(text.length + 1);
    this.starts = new Uint32Array(text.length + 1);
    this.ends = new Uint32Array(text.length + 1);
    this.inKey = new Uint8Array(text.length + 1);
  }

  push(kind: Kind, start: number, end: number, inKey: boolean): void {
    const index = this.length;
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.inKey[index] = inKey ? 1 : 0;
    this.length = index + 1;
  }

  kind(index: number): Kind {
    return this.kinds[index] as Kind;
  }

  source(index: number): string {
    return this.text.slice(this.starts[index], this.ends[index]);
  }

  /** The text of a `text` or `quoted` token, escapes read. */
  string(index: number): string {
    const known = this.strings.get(index);
    if (known !== undefined) return known;
    const edge = this.kinds[index] === Kind.quoted ? 1 : 0;
    return this.text.slice(this.starts[index]! + edge, this.ends[index]! - edge);
  }
}
