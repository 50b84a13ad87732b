import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import { limits } from "@/lib/core/vault/model/limits";
import type { VaultTarget } from "@/lib/core/vault/model/types";
import { runVaultWork, type WorkProblem } from "@/lib/server/vault-workers";

/** Why a text could not be checked at all. */
export const workProblems = {
  busy: "Too many large vaults are being checked. Try again in a minute.",
  too_slow: "Checking this text took too long. Shorten it, and use fewer references.",
  failed: "This text could not be checked. Shorten it, or try again in a minute.",
  cancelled: "The request was cancelled.",
} as const satisfies Record<WorkProblem, string>;

export type PreparedVaultText = {
  /** `null` where the text has errors. */
  canonical: string | null;
  credentialCount: number | null;
};

/**
 * The canonical text of a vault's text. One with errors may stay as long as its vault is
 * off: clients drop such a vault with one line in a log, so nobody would notice.
 */
export async function prepareVaultText(
  { text, format }: { text: string; format: VaultFormat },
  enabled: boolean,
  target: VaultTarget = "personal",
): Promise<Outcome<PreparedVaultText>> {
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.textBytes) {
    const size = `${Math.ceil(bytes / 1024)} KB. A vault can have at most ${limits.textBytes / 1024} KB.`;
    return refused("invalid", "The vault was not saved.", { text: `The text has ${size}` });
  }
  const prepared = await runVaultWork({ kind: "prepare", text, format, target });
  if ("problem" in prepared) {
    const code = prepared.problem === "busy" ? "limited" : "invalid";
    return refused(code, "The vault was not saved.", { text: workProblems[prepared.problem] });
  }
  const { error, canonical = null, credentialCount = null } = prepared.value;
  if (!error) return done({ canonical, credentialCount });
  if (!enabled) return done({ canonical: null, credentialCount });
  const { line, column } = error.range.start;
  return refused(
    "invalid",
    "A vault that is on can’t contain errors, because clients would ignore the whole vault.",
    {
      text: `Line ${line}, column ${column}: ${error.message}`,
    },
  );
}
