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

/** A token behind which no value goes on. */
export function endsValue(kind: Kind): boolean {
  return (
    kind === Kind.newline ||
    kind === Kind.comma ||
    kind === Kind.closeCurly ||
    kind === Kind.closeSquare ||
    kind === Kind.comment ||
    kind === Kind.end
  );
}

export interface Reference {
  path: string[];
  optional: boolean;
}

const inKeyBit = 16;
/** Behind the last token, so that looking ahead finds the end of the text. */
const room = 4;

const noMarks = new Uint8Array(0);
const noPlaces = new Uint32Array(0);
/** The arrays of a text that has been read, for the next one. */
const spare: { marks: Uint8Array; places: Uint32Array } = { marks: noMarks, places: noPlaces };

/** Tokens side by side in arrays: one object per token would cost more than all the rest of lexing. */
export class Tokens {
  /** The kind of each token, with a bit for those where a key is. */
  private marks: Uint8Array;
  /** Start and end of each token. */
  private places: Uint32Array;
  /** What the token stands for, where that is neither its own text nor what is between its quotes. */
  readonly strings = new Map<number, string>();
  readonly references = new Map<number, Reference>();
  length = 0;

  constructor(readonly text: string) {
    // Most texts have a token for every five characters; others make the arrays grow.
    const size = (text.length >>> 2) + 16;
    const isRoomy = spare.marks.length >= size;
    this.marks = isRoomy ? spare.marks : new Uint8Array(size);
    this.places = isRoomy ? spare.places : new Uint32Array(2 * size);
    spare.marks = noMarks;
    spare.places = noPlaces;
  }

  push(kind: Kind, start: number, end: number, inKey: boolean): void {
    const index = this.length;
    if (index + room > this.marks.length) this.grow();
    this.marks[index] = inKey ? kind | inKeyBit : kind;
    this.places[2 * index] = start;
    this.places[2 * index + 1] = end;
    this.length = index + 1;
  }

  /** Ends the tokens at the end of the text. */
  finish(inKey: boolean): void {
    const { length } = this.text;
    this.push(Kind.end, length, length, inKey);
    this.marks.fill(Kind.end, this.length, this.length + room - 1);
  }

  /** Gives the arrays to the next text. The tokens can’t be read any more. */
  release(): void {
    if (this.marks.length > spare.marks.length) {
      spare.marks = this.marks;
      spare.places = this.places;
    }
    this.marks = noMarks;
    this.places = noPlaces;
  }

  private grow(): void {
    const { marks, places } = this;
    this.marks = new Uint8Array(2 * marks.length);
    this.places = new Uint32Array(2 * places.length);
    this.marks.set(marks);
    this.places.set(places);
  }

  kind(index: number): Kind {
    return (this.marks[index]! & (inKeyBit - 1)) as Kind;
  }

  /** Whether the token is in a key. */
  inKey(index: number): boolean {
    return (this.marks[index]! & inKeyBit) !== 0;
  }

  start(index: number): number {
    return this.places[2 * index]!;
  }

  end(index: number): number {
    return this.places[2 * index + 1]!;
  }

  source(index: number): string {
    return this.text.slice(this.start(index), this.end(index));
  }

  /** The text of a `text` or `quoted` token, escapes read. */
  string(index: number): string {
    const known = this.strings.size > 0 ? this.strings.get(index) : undefined;
    if (known !== undefined) return known;
    const edge = this.kind(index) === Kind.quoted ? 1 : 0;
    return this.text.slice(this.start(index) + edge, this.end(index) - edge);
  }
}
