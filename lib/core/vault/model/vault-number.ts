import { code } from "../hocon/characters";

const zero = 48;

/**
 * A number in the digits that its author chose, spelt as JSON spells numbers: to a client, `8.0` is not `8`, and an
 * integer has as many digits as it likes.
 */
export class VaultNumber {
  constructor(readonly text: string) {}

  get value(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }

  toJSON(): number {
    return this.value;
  }
}

/** From decimal digits as HOCON, JSON5 or YAML write them: `+7`, `007`, `.5` and `5.` become JSON's `7`, `7`, `0.5`, `5.0`. */
export function vaultNumber(written: string): VaultNumber {
  const sign = written.charCodeAt(0) === code.minus ? "-" : "";
  let start = sign !== "" || written.charCodeAt(0) === code.plus ? 1 : 0;
  while (written.charCodeAt(start) === zero && isDigitAt(written, start + 1)) start += 1;
  let text = written.slice(start);
  if (text.startsWith(".")) text = `0${text}`;
  const point = text.indexOf(".");
  if (point >= 0 && !isDigitAt(text, point + 1)) text = `${text.slice(0, point)}.0${text.slice(point + 1)}`;
  return new VaultNumber(sign + text);
}

function isDigitAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= zero && unit <= zero + 9;
}

/** How a client writes the number out again: it keeps integers and doubles, not the digits they were written with. */
export function clientText({ text, value }: VaultNumber): string {
  if (isInteger(text)) return text === "-0" ? "0" : text;
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    return value.toExponential().replace(/[+-](?=\d$)/, "$&0");
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Whether the text is an integer; with a point or an exponent it is a double, whatever its value. */
export function isInteger(text: string): boolean {
  return !/[.eE]/.test(text);
}
