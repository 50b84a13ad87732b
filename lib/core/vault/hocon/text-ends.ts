import { code, endsQuoted, isDigit, isNumberCharacter, isTextCharacter, plainCharacters } from "./characters";
import { readLiteral, readNumber } from "./literals";

/** Where the texts of a vault end. */
export class TextEnds {
  /** The unquoted text that was looked at last holds a backslash. */
  hasBackslash = false;

  constructor(
    private readonly text: string,
    private readonly units: Uint8Array | Uint16Array,
  ) {}

  unquoted(start: number, inKey: boolean): number {
    const { text, units } = this;
    const { length } = text;
    const first = units[start]!;
    let at = isDigit(first) || first === code.minus ? this.number(start, inKey) : start;
    let special = false;
    this.hasBackslash = false;
    for (; at < length; at += 1) {
      const unit = units[at]!;
      if (plainCharacters[unit] === 1) continue;
      if (unit === code.slash) {
        if (units[at + 1] === code.slash && !special) {
          if (inKey || typeof readLiteral(text.slice(start, at)) !== "string") break;
          special = true;
        }
      } else if (unit === code.colon) {
        if (inKey || !this.mayFollowColon(at + 1)) break;
        special = true;
      } else if (unit === code.backslash) {
        if (inKey || !this.isPathBackslash(at)) break;
        this.hasBackslash = true;
        at += 1;
      } else if (!isTextCharacter(unit)) break;
    }
    return at;
  }

  /** A plus sign belongs to an exponent alone. */
  private number(start: number, inKey: boolean): number {
    const { text, units } = this;
    let at = start;
    let plus = -1;
    for (; at < text.length; at += 1) {
      const unit = units[at]!;
      if (!isNumberCharacter(unit)) break;
      if (unit !== code.plus) continue;
      if (inKey && units[at + 1] === code.equals) break;
      if (plus < 0) plus = at;
    }
    return plus >= 0 && readNumber(text.slice(start, at)) === undefined ? plus : at;
  }

  /** Behind the colon of a value. */
  mayFollowColon(at: number): boolean {
    if (at >= this.text.length) return false;
    const unit = this.units[at]!;
    return (
      isTextCharacter(unit) ||
      (unit === code.dollar && this.units[at + 1] === code.openCurly) ||
      this.isPathBackslash(at)
    );
  }

  /** A backslash of a path such as `C:\data` or `\\host\share`. */
  isPathBackslash(at: number): boolean {
    if (this.units[at] !== code.backslash || at + 1 >= this.text.length) return false;
    const next = this.units[at + 1]!;
    return next === code.backslash || isTextCharacter(next);
  }

  /** The end of a quoted text that is its own value; -1 when it is not, or has to be looked at more closely. */
  simpleQuoted(start: number): number {
    const { units } = this;
    const { length } = this.text;
    for (let at = start + 1; at < length; at += 1) {
      const unit = units[at]!;
      if (endsQuoted[unit] !== 1) continue;
      if (unit === code.quote) {
        const isTriple = at === start + 1 && units[at + 1] === code.quote;
        return isTriple ? -1 : at + 1;
      }
      return -1;
    }
    return -1;
  }

  /** The end of what a reserved character spoils. */
  unreadable(start: number): number {
    let at = start;
    while (at < this.text.length && isTextCharacter(this.units[at]!) && this.units[at] !== code.slash)
      at += 1;
    return at;
  }
}
