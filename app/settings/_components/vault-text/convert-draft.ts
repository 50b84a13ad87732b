import { firstError } from "@/lib/core/vault/checks/check-parsed";
import type { Diagnostic, VaultFormat } from "@/lib/core/vault/model/types";
import { formatNames } from "./format-names";
import { runBeside } from "./text-worker";

export type VaultDraft = { text: string; format: VaultFormat };

export type ChangedDraft = { draft: VaultDraft } | { problem: string };

/** The text of an editor in another format, or why it stays in its own. */
export async function convertDraft(draft: VaultDraft, format: VaultFormat): Promise<ChangedDraft> {
  if (draft.text.trim() === "") return { draft: { ...draft, format } };
  const { text, diagnostics } = await runBeside({ ...onlyText(draft), kind: "convert", to: format });
  if (text !== undefined) return { draft: { text, format } };
  return { problem: problemOf(`The text stays in ${formatNames[draft.format]}.`, diagnostics) };
}

/** The same text, formatted, or why it is not. */
export async function formatDraft(draft: VaultDraft): Promise<ChangedDraft> {
  const { text, diagnostics } = await runBeside({ ...onlyText(draft), kind: "format" });
  if (text !== undefined) return { draft: { ...onlyText(draft), text } };
  return { problem: problemOf("The text was not formatted.", diagnostics) };
}

/** The place of the first error is where the user has to look. */
function problemOf(sentence: string, diagnostics: readonly Diagnostic[]): string {
  const error = firstError(diagnostics);
  if (!error) return sentence;
  const { line, column } = error.range.start;
  return `${sentence} Line ${line}, column ${column}: ${error.message}`;
}

function onlyText({ text, format }: VaultDraft): VaultDraft {
  return { text, format };
}
