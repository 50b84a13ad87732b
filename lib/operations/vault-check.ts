import { type Refusal, refused } from "@/lib/core/outcome";
import { firstError } from "@/lib/core/vault/check-parsed";
import { checkVault } from "@/lib/core/vault/check-vault";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import { limits } from "@/lib/core/vault/limits";

/**
 * Why a text may not be kept. One with errors may stay as long as its vault is off: clients drop such a vault
 * with one line in a log, so nobody would notice.
 */
export function refuseVaultText(
  vault: { text: string; format: VaultFormat },
  enabled: boolean,
): { ok: false; refusal: Refusal } | undefined {
  const bytes = Buffer.byteLength(vault.text);
  if (bytes > limits.textBytes) {
    const size = `${Math.ceil(bytes / 1024)} KB; a vault can have at most ${limits.textBytes / 1024} KB.`;
    return refused("invalid", "The vault was not saved.", { text: `The text has ${size}` });
  }
  if (!enabled) return undefined;
  const error = firstError(checkVault(vault.text, vault.format, "personal").diagnostics);
  if (!error) return undefined;
  const { line, column } = error.range.start;
  return refused("invalid", "A vault that is on can’t hold errors: clients would drop all of it.", {
    text: `Line ${line}, column ${column}: ${error.message}`,
  });
}
