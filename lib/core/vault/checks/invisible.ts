import type { Report } from "../model/report";
import type { Span } from "../model/types";

const names: Record<string, string> = {
  "\u00a0": "no-break space (U+00A0)",
  "\u00ad": "soft hyphen (U+00AD)",
  "\u200b": "zero-width space (U+200B)",
  "\u200c": "zero-width non-joiner (U+200C)",
  "\u200d": "zero-width joiner (U+200D)",
  "\u200e": "left-to-right mark (U+200E)",
  "\u200f": "right-to-left mark (U+200F)",
  "\u2028": "line separator (U+2028)",
  "\u2029": "paragraph separator (U+2029)",
  "\u202f": "narrow no-break space (U+202F)",
  "\u2060": "word joiner (U+2060)",
  "\u3000": "ideographic space (U+3000)",
  "\ufeff": "byte-order mark (U+FEFF)",
};

const invisible =
  /[\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]/;
const spaces = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const indented =
  /(^|\n)([ \t]*)([\u00a0\u00ad\u2000-\u200f\u202f\u205f-\u2064\u3000\ufeff][^\S\n]*)+(?=[^\s#/])/g;

function nameOf(character: string): string {
  return (
    names[character] ??
    `invisible character U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`
  );
}

export function mayHoldInvisible(text: string): boolean {
  return invisible.test(text);
}

/** The place of the first invisible character; joiners inside writing that needs them do not count. */
export function findInvisible(text: string): number {
  const first = text.search(invisible);
  for (let at = first < 0 ? text.length : first; at < text.length; at += 1) {
    if (!invisible.test(text[at]!)) continue;
    const isJoiner = text[at] === "\u200c" || text[at] === "\u200d";
    if (isJoiner && (text.charCodeAt(at - 1) > 127 || text.charCodeAt(at + 1) > 127)) continue;
    return at;
  }
  return -1;
}

/** Without invisible characters: those that look like a space become one. */
export function visible(text: string): string {
  return text.replace(spaces, " ").replace(new RegExp(invisible, "g"), "");
}

/** Invisible characters in keys, or where lines are indented: one error for all of them. */
export function reportInvisibleKeys(
  report: Report,
  keys: readonly Span[],
  strings: readonly Span[],
): boolean {
  const { text } = report;
  if (!invisible.test(text)) return false;
  const places = keys.filter(({ start, end }) => findInvisible(text.slice(start, end)) >= 0);
  const kept = strings.filter(({ start, end }) => text.slice(start, end).includes("\n"));
  for (const found of text.matchAll(indented)) {
    const start = found.index + found[1]!.length;
    const end = found.index + found[0].length;
    if (start === 0 && /^\ufeff[ \t]*$/.test(found[0])) continue;
    if (!kept.some((span) => span.start < start && end < span.end)) places.push({ start, end });
  }
  if (places.length === 0) return false;
  const first = places.reduce((a, b) => (b.start < a.start ? b : a));
  const last = Math.max(...places.map(({ end }) => end));
  const at = first.start + Math.max(0, findInvisible(text.slice(first.start, first.end)));
  let better = "";
  let done = first.start;
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start)) {
    if (start < done) continue;
    const clean = visible(text.slice(start, end));
    better += text.slice(done, start) + (keys.some((key) => key.start === start) ? trimmed(clean) : clean);
    done = end;
  }
  report.error(
    "invisible-character",
    `An invisible ${nameOf(text[at]!)} changes the key or its indentation. Replace it with a space, or remove it.`,
    { start: at, end: at + 1 },
    { label: "Remove invisible characters from keys", span: { start: first.start, end: last }, text: better },
  );
  return true;
}

function trimmed(key: string): string {
  return key.replace(/^(["'])\s+/, "$1").replace(/\s+(["'])$/, "$1");
}

/** Invisible characters inside a value. */
export function warnOfInvisible(report: Report, { start, end }: Span, isQuoted: boolean): void {
  const source = report.text.slice(start, end);
  const at = findInvisible(source);
  if (at < 0) return;
  const better = visible(source);
  report.warn(
    "invisible-in-value",
    `This value contains an invisible ${nameOf(source[at]!)}. Remove it unless you need it.`,
    { start: start + at, end: start + at + 1 },
    { label: "Remove it", span: { start, end }, text: isQuoted ? better : better.trim() },
  );
}
