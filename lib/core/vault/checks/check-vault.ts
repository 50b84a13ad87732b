import { LineTable } from "../model/report";
import type { Diagnostic, Fix, ParsedVault, VaultFormat, VaultTarget } from "../model/types";
import { parseVault } from "../parse";
import { type CheckedVault, checkParsed } from "./check-parsed";
import { nestedText } from "./nest-keys";

/** As `checkParsed`, from the text in any format, with the fixes that need a writer of that format. */
export function checkVault(text: string, format: VaultFormat, target: VaultTarget): CheckedVault {
  const { parsed, diagnostics } = checkParsed(parseVault(text, format), target);
  return { parsed, diagnostics: withNesting(parsed, diagnostics) };
}

function withNesting(parsed: ParsedVault, diagnostics: Diagnostic[]): Diagnostic[] {
  if (!diagnostics.some(({ code }) => code === "dotted-key")) return diagnostics;
  const text = nestedText(parsed);
  if (text === undefined) return diagnostics;
  const range = new LineTable(parsed.text).range({ start: 0, end: parsed.text.length });
  const fix: Fix = { label: "Nest all keys that contain periods", range, text };
  return diagnostics.map((found) => (found.code === "dotted-key" ? { ...found, fix } : found));
}
