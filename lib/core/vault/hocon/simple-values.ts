import type { Report } from "../model/report";
import type { SourceNode, SourceScalar, Span } from "../model/types";
import { VaultNumber } from "../model/vault-number";
import { code, isDigit } from "./characters";
import { readLiteral } from "./literals";
import { Kind, type Tokens } from "./tokens";

/** A part of a value that is one token: a text, a number, a word or a reference. */
export function simpleValue(tokens: Tokens, index: number, report: Report): SourceNode {
  const start = tokens.start(index);
  const end = tokens.end(index);
  const kind = tokens.kind(index);
  if (kind === Kind.reference) {
    const { path, optional } = tokens.references.get(index)!;
    return { kind: "reference", path, optional, start, end };
  }
  const text = tokens.string(index);
  if (kind === Kind.quoted) return textPart(text, start, end, true);
  const value = text.length === end - start ? readLiteral(text) : text;
  if (value instanceof VaultNumber && isTooLarge(value)) reportTooLarge(text, { start, end }, report);
  if (mayBeOddNumber(text) && /^-?\.\d|^-?\d+\.$/.test(text)) warnOfOddNumber(text, { start, end }, report);
  return { kind: "scalar", value, text, quoted: false, start, end };
}

function mayBeOddNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  return (
    first === code.period ||
    first === code.minus ||
    (isDigit(first) && text.charCodeAt(text.length - 1) === code.period)
  );
}

/** What is between two parts: it counts when both turn out to be text. */
export function gapBetween(tokens: Tokens, index: number): SourceScalar | undefined {
  const start = tokens.end(index - 1);
  const end = tokens.start(index);
  return end > start ? textPart(tokens.text.slice(start, end), start, end, false) : undefined;
}

function textPart(text: string, start: number, end: number, quoted: boolean): SourceScalar {
  return { kind: "scalar", value: text, text, quoted, start, end };
}

function isTooLarge(number: VaultNumber): boolean {
  const { text } = number;
  return (text.length >= 300 || /[eE]/.test(text)) && !Number.isFinite(number.value);
}

function reportTooLarge(text: string, span: Span, report: Report): void {
  const quote = { label: "Put it in quotes", span, text: `"${text}"` };
  report.error("number-too-large", "This number is too large. Put it in quotes.", span, quote);
}

function warnOfOddNumber(text: string, span: Span, report: Report): void {
  report.warn(
    "odd-number",
    `Some parsers read ${text} as a number and some as text. Write digits on both sides of the period, or put it in quotes.`,
    span,
    { label: "Put it in quotes", span, text: `"${text}"` },
  );
}
