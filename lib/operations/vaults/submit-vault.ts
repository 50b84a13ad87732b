import { done, type Outcome } from "@/lib/core/outcome";
import type { VaultEdit } from "@/lib/core/vault/inputs";
import type { Diagnostic } from "@/lib/core/vault/model/types";
import { previewDiagnostics } from "@/lib/core/vault/write/preview";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { runVaultWork } from "@/lib/server/vault-workers";
import type { VaultView } from "./member-vaults";
import { saveOwnVault } from "./vaults";

export type VaultSubmitted =
  | { saved: true; revision: number }
  /** Another text was saved since this one was opened. */
  | { saved: false; theirs: VaultView }
  /** The text has errors, which are among these. */
  | { saved: false; message: string; diagnostics: Diagnostic[] };

/** Saves a vault for a page without scripts, which has to be told all that an editor would find by itself. */
export async function submitOwnVault(
  actor: ActorWith<"vaults.edit_own">,
  edit: VaultEdit,
): Promise<Outcome<VaultSubmitted>> {
  const outcome = await saveOwnVault(actor, edit);
  if (outcome.ok) {
    const { value } = outcome;
    return done(value.saved ? { saved: true, revision: value.vault.revision } : value);
  }
  if (outcome.refusal.code !== "invalid") return outcome;
  const { text, format } = edit;
  const work = await runVaultWork({ kind: "check", text, format, target: "personal" });
  const found = "problem" in work ? [] : previewDiagnostics(work.value);
  if (found.length === 0) return outcome;
  return done({ saved: false, message: outcome.refusal.message, diagnostics: found });
}
