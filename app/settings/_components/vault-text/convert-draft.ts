import { firstError } from "@/lib/core/vault/checks/check-parsed";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import { formatNames } from "./format-names";

export type VaultDraft = { text: string; format: VaultFormat };

/** The text of an editor in another format, or why it stays in its own. */
export async function convertDraft(
  draft: VaultDraft,
  format: VaultFormat,
): Promise<{ draft: VaultDraft } | { problem: string }> {
  if (draft.text.trim() === "") return { draft: { ...draft, format } };
  const { convert } = await import("@/lib/core/vault/write/convert");
  const { text, diagnostics } = convert(draft.text, draft.format, format);
  if (text !== undefined) return { draft: { text, format } };
  const stays = `The text stays in ${formatNames[draft.format]}.`;
  const error = firstError(diagnostics);
  if (!error) return { problem: stays };
  const { line, column } = error.range.start;
  return { problem: `${stays} Line ${line}, column ${column}: ${error.message}` };
}
