import type { Diagnostic } from "../model/types";

export const previewLimits = { lines: 200, characters: 16 * 1024, diagnostics: 20 } as const;

export type VaultPreview = {
  /** The first lines of the text, or all of it. */
  start: string;
  isWhole: boolean;
};

/** As much of a text as a page shows before it is asked for the rest. */
export function previewOf(text: string): VaultPreview {
  const end = endOfLines(text, previewLimits.lines);
  if (end <= previewLimits.characters) return { start: text.slice(0, end), isWhole: end === text.length };
  const line = text.lastIndexOf("\n", previewLimits.characters - 1) + 1;
  return { start: text.slice(0, line || beforeHalf(text, previewLimits.characters)), isWhole: false };
}

function endOfLines(text: string, lines: number): number {
  let end = 0;
  for (let line = 0; line < lines; line += 1) {
    const found = text.indexOf("\n", end);
    if (found < 0) return text.length;
    end = found + 1;
  }
  return end;
}

/** Not between the two halves of a character. */
function beforeHalf(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

/** The errors first, and as many of the rest as there is room for; in the order of the text. */
export function previewDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.filter(({ severity }) => severity !== "error");
  const shown = new Set([...errors, ...warnings].slice(0, previewLimits.diagnostics));
  return diagnostics.filter((diagnostic) => shown.has(diagnostic));
}
