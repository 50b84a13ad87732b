import { code, isDigit } from "./characters";
import type { Scalar } from "./types";

const largestLong = "9223372036854775807";
const smallestLong = "9223372036854775808";

function skipDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

function isLong(digits: string, negative: boolean): boolean {
  let first = 0;
  while (first < digits.length - 1 && digits.charCodeAt(first) === 48) first += 1;
  const significant = digits.slice(first);
  const bound = negative ? smallestLong : largestLong;
  return significant.length < bound.length || (significant.length === bound.length && significant <= bound);
}

/** The number that a text stands for: a 64-bit integer, or a decimal; anything else is text. Infinity when too large. */
export function readNumber(text: string): number | undefined {
  const negative = text.charCodeAt(0) === code.minus;
  const start = negative ? 1 : 0;
  let at = skipDigits(text, start);
  let digits = at - start;
  if (at === text.length) {
    if (digits === 0 || !isLong(text.slice(start), negative)) return undefined;
    return Number(text) || 0;
  }
  if (text[at] === ".") {
    const fraction = at + 1;
    at = skipDigits(text, fraction);
    digits += at - fraction;
  }
  if (digits === 0) return undefined;
  if (at < text.length && (text[at] === "e" || text[at] === "E")) {
    at += 1;
    if (text[at] === "+" || text[at] === "-") at += 1;
    const exponent = at;
    at = skipDigits(text, exponent);
    if (at === exponent) return undefined;
  }
  return at === text.length ? Number(text) || 0 : undefined;
}

/** What unquoted text means when it stands alone. Words count in any case, as they do for the agents. */
export function readLiteral(text: string): Scalar {
  const first = text.charCodeAt(0);
  if (isDigit(first) || first === code.minus) return readNumber(text) ?? text;
  if (text.length === 4 || text.length === 5) {
    switch (text.toLowerCase()) {
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
    }
  }
  return text;
}
