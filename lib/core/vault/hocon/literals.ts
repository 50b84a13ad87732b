import type { Scalar } from "../model/types";
import { VaultNumber, vaultNumber } from "../model/vault-number";
import { code, isDigit } from "./characters";

const zero = 48;

function skipDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

/** The number that a text stands for: an integer of any length, or a decimal; anything else is text. */
export function readNumber(text: string): VaultNumber | undefined {
  const start = text.charCodeAt(0) === code.minus ? 1 : 0;
  let at = skipDigits(text, start);
  let digits = at - start;
  if (at === text.length) {
    if (digits === 0) return undefined;
    return digits > 1 && text.charCodeAt(start) === zero ? vaultNumber(text) : new VaultNumber(text);
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
  return at === text.length ? vaultNumber(text) : undefined;
}

/** What unquoted text means when it is alone. Words count in any case, as they do for the agents. */
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
