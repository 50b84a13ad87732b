import { Report } from "../model/report";
import { lex } from "./lexer";
import { readLiteral } from "./literals";
import { isSimple, Kind, type Tokens } from "./tokens";

export type HighlightKind = "key" | "string" | "number" | "comment" | "substitution" | "punctuation";

export interface HighlightToken {
  kind: HighlightKind;
  /** Offsets in the text, `end` exclusive. What lies between two tokens needs no colour. */
  start: number;
  end: number;
}

/** The pieces of a HOCON text for a code view, in their order. Words such as true and null count as numbers. */
export function highlightHocon(text: string): HighlightToken[] {
  const tokens = lex(text, new Report(text));
  const highlighted: HighlightToken[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const kind = kindOf(tokens, index);
    if (kind) highlighted.push({ kind, start: tokens.start(index), end: tokens.end(index) });
  }
  return highlighted;
}

function kindOf(tokens: Tokens, index: number): HighlightKind | undefined {
  const kind = tokens.kind(index);
  switch (kind) {
    case Kind.end:
    case Kind.newline:
      return undefined;
    case Kind.comment:
      return "comment";
    case Kind.reference:
      return "substitution";
    case Kind.quoted:
      return tokens.inKey(index) ? "key" : "string";
    case Kind.text:
      if (tokens.inKey(index)) return "key";
      return isAlone(tokens, index) && typeof readLiteral(tokens.source(index)) !== "string"
        ? "number"
        : "string";
    case Kind.broken:
      return "string";
    default:
      return "punctuation";
  }
}

/** `10` is a number and the 10 of `10 m` is text. */
function isAlone(tokens: Tokens, index: number): boolean {
  const before = index > 0 && isSimple(tokens.kind(index - 1)) && !tokens.inKey(index - 1);
  return !before && !isSimple(tokens.kind(index + 1));
}
