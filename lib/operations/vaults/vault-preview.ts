import { findPersonalVault } from "@/db/reads/vaults";
import type { Diagnostic } from "@/lib/core/vault/model/types";
import { previewDiagnostics, previewOf } from "@/lib/core/vault/write/preview";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { runVaultWork } from "@/lib/server/vault-workers";
import { workProblems } from "./vault-check";
import { openStored } from "./vault-texts";
import { emptyVault, factsOf, type VaultFacts } from "./vaults";

/** What the browser is sent of a vault. */
export type VaultSummary = VaultFacts & {
  lineCount: number;
  byteCount: number;
  /** The whole text, where the page shows all of it anyway. */
  text: string | null;
};

type Findings = {
  /** What is to say about the text, as far as a page shows it, and how much more there is. */
  diagnostics: Diagnostic[];
  moreDiagnostics: number;
  /** Why the text could not be checked now. */
  unchecked: string | null;
};

export type VaultPreview = Findings & {
  vault: VaultSummary;
  /** The first lines of the text, or all of it. */
  start: string;
};

/** One's own vault as its page shows it: whatever its size, it gives a page of a moderate one. */
export async function previewOwnVault(actor: ActorWith<"vaults.read_own">): Promise<VaultPreview> {
  const stored = await findPersonalVault(actor.workspaceId, actor.userId);
  if (!stored) {
    return { vault: { ...emptyVault, lineCount: 0, byteCount: 0 }, start: "", ...nothingFound };
  }
  const text = openStored(actor, stored);
  const { lineCount, byteCount } = stored;
  const { start, isWhole } = previewOf(text);
  return {
    vault: { ...factsOf(actor, stored), lineCount, byteCount, text: isWhole ? text : null },
    start,
    ...(await findingsIn(text, stored.format)),
  };
}

const nothingFound = { diagnostics: [], moreDiagnostics: 0, unchecked: null };

async function findingsIn(text: string, format: VaultFacts["format"]): Promise<Findings> {
  const work = await runVaultWork({ kind: "check", text, format, target: "personal" });
  if ("problem" in work) return { ...nothingFound, unchecked: workProblems[work.problem] };
  const diagnostics = previewDiagnostics(work.value);
  return { diagnostics, moreDiagnostics: work.value.length - diagnostics.length, unchecked: null };
}
