const reserved = '$"{}[]:=,+#`^?!@*&\\';

const text = 0;
const special = 1;
const space = 2;

/** One entry for each ASCII character, so that the lexer's inner loop is one look-up. */
const kinds = new Uint8Array(128);
for (const character of reserved) kinds[character.charCodeAt(0)] = special;
for (const code of [9, 10, 11, 12, 13, 28, 29, 30, 31, 32]) kinds[code] = space;

function isUnicodeSpace(unit: number): boolean {
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}

/** ASCII characters that text without quotes holds wherever they stand: all that it may hold but `/`. */
export const plainCharacters = kinds.map((kind, unit) => (kind === text && unit !== 47 ? 1 : 0));

/** ASCII characters that quoted text cannot hold as they are. */
export const endsQuoted = kinds.map((_, unit) => (unit < 32 || unit === 34 || unit === 92 ? 1 : 0));

/** White space of HOCON, line feed included. */
export function isSpace(unit: number): boolean {
  return unit < 128 ? kinds[unit] === space : isUnicodeSpace(unit);
}

/** A character that text without quotes may hold. */
export function isTextCharacter(unit: number): boolean {
  return unit < 128 ? kinds[unit] === text : !isUnicodeSpace(unit);
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** `0-9 e E + - .`: what may follow the first character of a number. */
export function isNumberCharacter(unit: number): boolean {
  return isDigit(unit) || unit === 46 || unit === 45 || unit === 43 || unit === 101 || unit === 69;
}

export const code = {
  tab: 9,
  lineFeed: 10,
  space: 32,
  bang: 33,
  quote: 34,
  hash: 35,
  dollar: 36,
  apostrophe: 39,
  plus: 43,
  comma: 44,
  minus: 45,
  period: 46,
  slash: 47,
  colon: 58,
  equals: 61,
  question: 63,
  openSquare: 91,
  backslash: 92,
  closeSquare: 93,
  openCurly: 123,
  closeCurly: 125,
} as const;
