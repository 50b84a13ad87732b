import { code } from "../hocon/characters";
import type { FixDraft, Report } from "./report";

/** What HOCON and JSON write behind a backslash, but for `u`. */
export const escapes: Record<string, string> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Matches half of a surrogate pair, which UTF-8 cannot carry. */
export const loneSurrogate = /[\ud800-\udfff]/u;

/** Exactly so many hexadecimal digits, as a number. */
export function readHex(text: string, at: number, length: number): number | undefined {
  let value = 0;
  for (let index = at; index < at + length; index += 1) {
    const digit = "0123456789abcdef".indexOf((text[index] ?? "x").toLowerCase());
    if (digit < 0) return undefined;
    value = value * 16 + digit;
  }
  return value;
}

export interface ReadString {
  value: string;
  end: number;
  broken: boolean;
}

function badEscape(letter: string): string {
  return `\\${letter} is not a valid escape sequence. Write \\\\ for a backslash.`;
}

/** Doubles every backslash of a Windows path; in other texts those that mean nothing. */
export function doubleAll(text: string, start: number, at: number): FixDraft {
  const line = text.slice(start + 1, at + 2000);
  const inner = /^(?:[^"\\\n\r]|\\[^\n\r])*(?=")/.exec(line)?.[0];
  if (inner === undefined)
    return { label: "Double the backslash", span: { start: at, end: at + 1 }, text: "\\\\" };
  const better = isWindowsPath(inner)
    ? doubleBackslashes(inner)
    : inner.replace(/\\(?!["\\/bfnrtu])|\\[\s\S]/g, (found) => (found.length > 1 ? found : "\\\\"));
  return {
    label: "Double the backslashes",
    span: { start: start + 1, end: start + 1 + inner.length },
    text: better,
  };
}

/** What is between quotes looks like `C:\data`, `.\data` or `\\host\share`. */
export function isWindowsPath(inner: string): boolean {
  return /(?:^|[\s=:,;'])(?:[A-Za-z]:|~|\.{1,2}|%\w+%)\\|^\\\\[\w.-]+\\/.test(inner);
}

/** Single backslashes, doubled; those that are doubled stay, but for the two that begin a share. */
export function doubleBackslashes(inner: string): string {
  const isShare = /^\\\\[\w.-]+\\(?!\\)/.test(inner);
  return inner.replace(/\\\\|\\/g, (found, at: number) =>
    isShare && at === 0 ? "\\\\\\\\" : found === "\\" ? "\\\\" : found,
  );
}

/** Reads `"…"` from its opening quote. It ends on its line. */
export function readQuoted(text: string, start: number, report: Report): ReadString {
  let value = "";
  let at = start + 1;
  let run = at;
  let broken = false;
  let control = -1;
  let surrogate = false;
  for (;;) {
    const unit = at < text.length ? text.charCodeAt(at) : code.lineFeed;
    if (unit === code.quote) break;
    if (unit === code.lineFeed) {
      report.error(
        "unclosed-string",
        'This string starts with " and is not closed on its line. Close it with ", or use """ for text of several lines.',
        { start, end: at },
      );
      return { value: value + text.slice(run, at), end: at, broken: true };
    }
    if (unit === code.backslash) {
      value += text.slice(run, at);
      const letter = text[at + 1] ?? "";
      const unicode = letter === "u" ? readHex(text, at + 2, 4) : undefined;
      if (unicode !== undefined) {
        value += String.fromCharCode(unicode);
        surrogate ||= unicode >= 0xd800 && unicode <= 0xdfff;
        at += 6;
      } else if (Object.hasOwn(escapes, letter)) {
        value += escapes[letter];
        at += 2;
      } else {
        if (letter !== "\n" && letter !== "") {
          if (!broken)
            report.error(
              "bad-escape",
              badEscape(letter),
              { start: at, end: at + 2 },
              doubleAll(text, start, at),
            );
          broken = true;
        }
        at += letter === "\n" || letter === "" ? 1 : 2;
      }
      run = at;
      continue;
    }
    if (unit < 32 && control < 0) control = at;
    at += 1;
  }
  if (control >= 0) {
    report.warn(
      "control-character",
      "This string contains an invisible character. If it is a tab, write \\t. Otherwise remove it.",
      { start: control, end: control + 1 },
      text.charCodeAt(control) === code.tab
        ? { label: "Write \\t", span: { start: control, end: control + 1 }, text: "\\t" }
        : undefined,
    );
  }
  value = run === start + 1 ? text.slice(run, at) : value + text.slice(run, at);
  if (surrogate && loneSurrogate.test(value)) {
    report.error(
      "half-character",
      "One of the \\u escapes is an incomplete character. Write the character itself.",
      {
        start,
        end: at + 1,
      },
    );
    broken = true;
  }
  return { value, end: at + 1, broken };
}

/** Reads `"""…"""` from its opening quotes. Nothing in it is special; further quotes at its end belong to it. */
export function readTripleQuoted(text: string, start: number, report: Report): ReadString {
  const close = text.indexOf('"""', start + 3);
  if (close < 0) {
    report.error("unclosed-string", 'A string that starts with """ is not closed. Close it with """.', {
      start: text.length,
      end: text.length,
    });
    return { value: text.slice(start + 3), end: text.length, broken: true };
  }
  let end = close + 3;
  while (text.charCodeAt(end) === code.quote) end += 1;
  return { value: text.slice(start + 3, end - 3), end, broken: false };
}

const pathEscapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", "\\": "\\" };

/** A backslash in unquoted text reads as the agents read it: `\n`, `\r`, `\t` and `\\` count, others stay. */
export function readUnquotedEscapes(text: string): string {
  let value = "";
  let run = 0;
  for (let at = text.indexOf("\\"); at >= 0; at = text.indexOf("\\", run)) {
    const letter = text[at + 1] ?? "";
    const known = Object.hasOwn(pathEscapes, letter);
    value += text.slice(run, at) + (known ? pathEscapes[letter] : `\\${letter}`);
    run = at + 2;
  }
  return value + text.slice(run);
}
