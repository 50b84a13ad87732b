import type { FixDraft, Report } from "../model/report";
import type { ResolvedNode, SourceScalar } from "../model/types";
import { clientText, isInteger, VaultNumber } from "../model/vault-number";

export function isNumber(node: ResolvedNode): node is SourceScalar & { value: VaultNumber } {
  return node.kind === "scalar" && node.value instanceof VaultNumber;
}

/** Warns of a number that clients cannot keep to its last digit: a version, an id, a code. */
export function checkDigits(node: ResolvedNode, report: Report): void {
  if (!isNumber(node)) return;
  const lost = lostDigits(node.text, node.value);
  if (!lost) return;
  report.warn(
    "digits-lost",
    `Clients read ${shown(node.text)} as the number ${shown(clientText(node.value))}: ${lost}. Put it in quotes to keep every digit.`,
    node,
    quoteFix(node, report),
  );
}

/** An environment variable is text, so a number in it is read and written out again by each client. */
export function checkVariableNumber(name: string, node: SourceScalar, report: Report): void {
  if (!isNumber(node) || lostDigits(node.text, node.value)) return;
  const written = clientText(node.value);
  if (written !== node.text) {
    report.warn(
      "variable-rewritten",
      `${name} becomes ${shown(written)}, because this is a number. Put it in quotes to keep ${shown(node.text)}.`,
      node,
      quoteFix(node, report),
    );
  } else if (!isInteger(node.text)) {
    report.warn(
      "variable-of-number",
      `Clients parse ${name} as a number and may change its format. Put it in quotes to keep it unchanged.`,
      node,
      quoteFix(node, report),
    );
  }
}

export function quoteFix(node: ResolvedNode, report: Report): FixDraft {
  const written = report.text.slice(node.start, node.end);
  if (!/^[\w.+-]+$/.test(written)) return undefined;
  return { label: "Put it in quotes", span: { start: node.start, end: node.end }, text: `"${written}"` };
}

/** What a client drops of the digits: zeros in front, zeros behind, or more digits than a double can hold. */
function lostDigits(written: string, number: VaultNumber): string | undefined {
  const digits = written.replace(/^[+-]/, "");
  if (/^0[xo]/i.test(digits)) return undefined;
  const start = zeroesBefore(digits);
  if (start !== "") return `the ${start} at the start is lost`;
  if (isInteger(digits)) return undefined;
  const end = zeroesBehind(digits);
  if (end !== "") return `the ${end} at the end is lost`;
  return significant(digits) === significant(clientText(number)) ? undefined : "digits are lost";
}

function zeroesBefore(digits: string): string {
  let count = 0;
  while (digits[count] === "0" && /\d/.test(digits[count + 1] ?? "")) count += 1;
  return shown(digits.slice(0, count));
}

/** Clients keep one digit behind the period, and with an exponent nobody counts on more. */
function zeroesBehind(digits: string): string {
  if (/e/i.test(digits)) return "";
  const least = digits.indexOf(".") + 2;
  let end = digits.length;
  while (end > least && digits[end - 1] === "0") end -= 1;
  return shown(digits.slice(end));
}

function significant(number: string): string {
  const digits = number.replace(/e.*/i, "").replaceAll(/[^\d]/g, "");
  let start = 0;
  let end = digits.length;
  while (digits[start] === "0") start += 1;
  while (end > start && digits[end - 1] === "0") end -= 1;
  return digits.slice(start, end);
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
