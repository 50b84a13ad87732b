import type { FixDraft, Report } from "../model/report";
import { escapes, loneSurrogate, readHex } from "../model/strings";
import type { Scalar } from "../model/types";
import { type VaultNumber, vaultNumber } from "../model/vault-number";

const words: Record<string, Scalar> = { true: true, false: false, null: null };
/** What other languages write for JSON's words. */
const misspelt: Record<string, string> = { true: "true", false: "false", null: "null", none: "null" };

const word = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const numeric = /[+-]?(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Reads the smallest pieces of JSON one after another. What JSON lacks and its neighbours have, from comments to
 * single quotes, is reported once for each kind and read on.
 */
export class JsonScanner {
  at = 0;
  /** An error that says all has been reported. */
  failed = false;
  private readonly reported = new Set<string>();

  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {}

  peek(): string {
    return this.text[this.at] ?? "";
  }

  private error(code: string, message: string, start: number, end: number, fix?: FixDraft): void {
    this.report.error(code, message, { start, end: Math.min(end, this.text.length) }, fix);
  }

  /** An error that a text in another language has at every turn: the first is enough. */
  foreign(code: string, message: string, start: number, end: number, fix?: FixDraft): void {
    if (this.reported.has(code)) return;
    this.reported.add(code);
    this.error(code, message, start, end, fix);
  }

  /** Skips white space, and what is none in JSON. */
  skip(): void {
    for (;;) {
      const character = this.peek();
      if (character === " " || character === "\n" || character === "\r" || character === "\t") this.at += 1;
      else if (character !== "" && /\s/.test(character)) this.skipStrangeSpace();
      else if (!this.skipComment()) return;
    }
  }

  private skipStrangeSpace(): void {
    const { at } = this;
    this.at += 1;
    // A byte-order mark at the start is warned of for every format.
    if (at === 0 && this.text.charCodeAt(0) === 0xfeff) return;
    const name = this.text.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
    this.foreign(
      "strange-space",
      `The invisible character U+${name} is not a space in JSON. Replace it with a space.`,
      at,
      at + 1,
      { label: "Write a space", span: { start: at, end: at + 1 }, text: " " },
    );
  }

  private skipComment(): boolean {
    const { text, at } = this;
    const isBlock = text.startsWith("/*", at);
    if (!isBlock && !text.startsWith("//", at) && text[at] !== "#") return false;
    const found = isBlock ? text.indexOf("*/", at + 2) : text.indexOf("\n", at);
    this.at = found < 0 ? text.length : found + (isBlock ? 2 : 0);
    if (isBlock && found < 0) {
      this.error("unclosed-comment", "This comment is never closed. Write */ where it ends.", at, at + 2);
      this.failed = true;
      return true;
    }
    this.foreign(
      "comment-in-json",
      "JSON has no comments. Remove them, or choose the HOCON format, which has comments that start with # or //.",
      at,
      this.at,
      { label: "Remove it", span: { start: at, end: this.at }, text: "" },
    );
    return true;
  }

  key(): string | undefined {
    const character = this.peek();
    if (character === '"' || character === "'") return this.string();
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0];
    if (found === undefined) return undefined;
    const start = this.at;
    this.at += found.length;
    this.foreign("bare-key", `JSON keys must be in quotes. Write "${found}".`, start, this.at, {
      label: "Put it in quotes",
      span: { start, end: this.at },
      text: `"${found}"`,
    });
    return found;
  }

  scalar(): Scalar | undefined {
    const character = this.peek();
    if (character === '"' || character === "'") return this.string();
    const start = this.at;
    const found = this.match(numeric) ?? this.match(word);
    if (found === undefined || !this.endsHere()) {
      this.at = start;
      return this.notFinite(start);
    }
    if (Object.hasOwn(words, found)) return words[found];
    if (!/^[\p{ID_Start}$_]/u.test(found)) return this.number(found, start);
    const lower = found.toLowerCase();
    const meant = Object.hasOwn(misspelt, lower) ? misspelt[lower] : undefined;
    if (meant !== undefined) {
      const fix = { label: `Write ${meant}`, span: { start, end: this.at }, text: meant };
      this.error("word-in-json", `In JSON, write this word as ${meant}.`, start, this.at, fix);
      return words[meant];
    }
    this.at = start;
    return this.notFinite(start);
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
    const sign = found.startsWith("-") ? "-" : "";
    const digits = found.replace(/^[+-]/, "");
    const number = vaultNumber(/^0[xX]/.test(digits) ? `${sign}${BigInt(digits)}` : found);
    const span = { start, end: this.at };
    if (!jsonNumber.test(found)) {
      const isCode = /^0\d/.test(digits);
      const text = isCode ? `"${found}"` : number.text;
      const message = isCode
        ? "A JSON number can’t start with 0. Put it in quotes to keep the 0, or remove the 0."
        : `This is not a valid JSON number. Write ${text}.`;
      const label = isCode ? "Put it in quotes" : `Write ${text}`;
      this.error("number-in-json", message, start, this.at, { label, span, text });
    } else if (!Number.isFinite(number.value)) {
      const message = "This number is too large. Put it in quotes.";
      this.error("number-too-large", message, start, this.at);
    }
    return number;
  }

  private notFinite(start: number): undefined {
    const found = /^[+-]?(NaN|Infinity)/.exec(this.text.slice(start, start + 10))?.[0];
    if (found === undefined) return undefined;
    this.error(
      "not-a-number",
      `Agents don’t support the value ${found}. Put it in quotes.`,
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
    let bad = -1;
    let control = -1;
    for (;;) {
      const character = text[at] ?? "\n";
      if (character === quote) break;
      if (character === "\n" || character === "\r") {
        this.error(
          "unclosed-string",
          `This string is not closed on its line. Close it with ${quote}.`,
          start,
          at,
        );
        this.failed = true;
        return undefined;
      }
      if (character !== "\\") {
        if (character < " " && control < 0) control = at;
        at += 1;
        continue;
      }
      value += text.slice(run, at);
      const isQuote = quote === "'" && text[at + 1] === quote;
      const decoded = isQuote ? { value: quote, end: at + 2 } : this.escape(at + 1);
      value += decoded?.value ?? "";
      if (!decoded && bad < 0) bad = at;
      at = run = decoded?.end ?? at + 1;
    }
    value += text.slice(run, at);
    this.at = at + 1;
    if (bad >= 0) this.badEscape(start, bad);
    if (control >= 0) this.controlCharacter(control);
    if (quote === "'") this.singleQuotes(start);
    if (loneSurrogate.test(value)) {
      this.error("half-character", "One of the \\u escapes is an incomplete character.", start, this.at);
    }
    return value;
  }

  private escape(at: number): { value: string; end: number } | undefined {
    const letter = this.text[at] ?? "";
    if (letter === "u") {
      const code = readHex(this.text, at + 1, 4);
      return code === undefined ? undefined : { value: String.fromCharCode(code), end: at + 5 };
    }
    return Object.hasOwn(escapes, letter) ? { value: escapes[letter]!, end: at + 1 } : undefined;
  }

  /** In a path, `\b` and `\t` are no escapes either, so every backslash of the text is doubled. */
  private badEscape(start: number, bad: number): void {
    const written = this.text.slice(start, this.at);
    const letter = this.text[bad + 1] ?? "";
    const shown = letter === "" || letter === "\n" || letter === "\r" ? "A backslash here" : `\\${letter}`;
    this.error(
      "bad-escape",
      `${shown} is not a valid escape sequence. Write \\\\ for a backslash.`,
      bad,
      bad + 2,
      {
        label: "Double the backslashes",
        span: { start, end: this.at },
        text: written.replaceAll(/\\(["\\])|\\/g, (pair, kept?: string) => (kept ? pair : "\\\\")),
      },
    );
  }

  private controlCharacter(at: number): void {
    const code = this.text.charCodeAt(at).toString(16).padStart(4, "0");
    const written = this.text[at] === "\t" ? "\\t" : `\\u${code}`;
    this.error(
      "control-character",
      this.text[at] === "\t"
        ? "In JSON, write a tab inside quotes as \\t."
        : `This string contains the invisible character U+${code.toUpperCase()}. Remove it, or write ${written}.`,
      at,
      at + 1,
      { label: `Write ${written}`, span: { start: at, end: at + 1 }, text: written },
    );
  }

  private singleQuotes(start: number): void {
    const inside = this.text.slice(start + 1, this.at - 1);
    this.foreign(
      "single-quotes",
      "JSON strings must be in double quotes, not single quotes.",
      start,
      this.at,
      /["\\]/.test(inside)
        ? undefined
        : { label: 'Write "', span: { start, end: this.at }, text: `"${inside}"` },
    );
  }
}
