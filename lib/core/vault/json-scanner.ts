import type { Report } from "./report";
import { loneSurrogate, readHex } from "./strings";
import type { Scalar } from "./types";
import { type VaultNumber, vaultNumber } from "./vault-number";

const escapes: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

const word = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const numeric = /[+-]?(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const lineEnds = "\n\r\u2028\u2029";

/** Reads the smallest pieces of JSON5 one after another. */
export class JsonScanner {
  at = 0;
  /** An error that says all has been reported. */
  failed = false;

  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {}

  peek(): string {
    return this.text[this.at] ?? "";
  }

  private error(code: string, message: string, start: number, end: number): void {
    this.report.error(code, message, { start, end: Math.min(end, this.text.length) });
  }

  /** Skips white space and comments. `beside` is a comment that begins on the line where skipping began. */
  skip(): { above: string[]; beside: string | undefined } {
    const above: string[] = [];
    let beside: string | undefined;
    let crossed = false;
    for (;;) {
      const character = this.peek();
      if (character !== "" && /\s/.test(character)) {
        crossed ||= character === "\n";
        this.at += 1;
        continue;
      }
      const comment = this.comment();
      if (comment === undefined) return { above, beside };
      if (crossed || beside !== undefined) above.push(comment);
      else beside = comment;
    }
  }

  private comment(): string | undefined {
    const { text, at } = this;
    if (text.startsWith("//", at)) {
      const end = text.indexOf("\n", at);
      this.at = end < 0 ? text.length : end;
      return text.slice(at + 2, this.at).trim();
    }
    if (!text.startsWith("/*", at)) return undefined;
    const end = text.indexOf("*/", at + 2);
    if (end < 0) {
      this.error("unclosed-comment", "This comment is never closed. Write */ where it ends.", at, at + 2);
      this.failed = true;
      this.at = text.length;
      return "";
    }
    this.at = end + 2;
    return text.slice(at + 2, end).trim();
  }

  key(): string | undefined {
    const character = this.peek();
    if (character === '"' || character === "'") return this.string();
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  scalar(): Scalar | undefined {
    const character = this.peek();
    if (character === '"' || character === "'") return this.string();
    const start = this.at;
    const found = this.match(numeric) ?? this.match(word);
    if (found === undefined || !this.endsHere() || /^[+-]?0\d/.test(found)) {
      this.at = start;
      return this.notFinite(start);
    }
    switch (found) {
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
    }
    if (/^[\p{ID_Start}$_]/u.test(found)) {
      this.at = start;
      return this.notFinite(start);
    }
    return this.number(found, start);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Nothing may touch the end of a number or a word. */
  private endsHere(): boolean {
    return !/[\w$."'+-]/.test(this.peek());
  }

  private number(found: string, start: number): VaultNumber {
    const hex = /^[+-]?0[xX]/.test(found);
    const sign = found.startsWith("-") ? "-" : "";
    const number = vaultNumber(hex ? `${sign}${BigInt(found.replace(/^[+-]/, ""))}` : found);
    if (!Number.isFinite(number.value)) {
      const message = "This number is too large to keep. Put it in quotes.";
      this.error("number-too-large", message, start, this.at);
    }
    return number;
  }

  private notFinite(start: number): undefined {
    const found = /^[+-]?(NaN|Infinity)/.exec(this.text.slice(start, start + 10))?.[0];
    if (found === undefined) return undefined;
    this.error(
      "not-a-number",
      `${found} is no value that agents can hold. Put it in quotes.`,
      start,
      start + found.length,
    );
    this.failed = true;
    return undefined;
  }

  private string(): string | undefined {
    const { text } = this;
    const start = this.at;
    const quote = this.peek();
    let value = "";
    let at = start + 1;
    let run = at;
    for (;;) {
      const character = text[at] ?? "\n";
      if (character === quote) break;
      if (character === "\n" || character === "\r") {
        this.error(
          "unclosed-string",
          `This text is not closed on its line. Close it with ${quote}.`,
          start,
          at,
        );
        this.failed = true;
        return undefined;
      }
      if (character !== "\\") {
        at += 1;
        continue;
      }
      value += text.slice(run, at);
      const decoded = this.escape(at + 1);
      if (!decoded) return undefined;
      value += decoded.value;
      at = run = decoded.end;
    }
    value += text.slice(run, at);
    this.at = at + 1;
    if (loneSurrogate.test(value)) {
      this.error("half-character", "One of the \\u escapes here is half of a character.", start, this.at);
    }
    return value;
  }

  private escape(at: number): { value: string; end: number } | undefined {
    const letter = this.text[at] ?? "";
    if (letter === "u" || letter === "x") {
      const length = letter === "u" ? 4 : 2;
      const code = readHex(this.text, at + 1, length);
      if (code !== undefined) return { value: String.fromCharCode(code), end: at + 1 + length };
    } else if (letter === "\r" && this.text[at + 1] === "\n") return { value: "", end: at + 2 };
    else if (letter !== "" && lineEnds.includes(letter)) return { value: "", end: at + 1 };
    else if (letter === "0" && !/\d/.test(this.text[at + 1] ?? "")) return { value: "\0", end: at + 1 };
    else if (letter !== "" && !/\d/.test(letter)) return { value: escapes[letter] ?? letter, end: at + 1 };
    this.error("bad-escape", "This escape means nothing. Write \\\\ for a backslash.", at - 1, at + 1);
    this.failed = true;
    return undefined;
  }
}
