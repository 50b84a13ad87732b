import { type AppliedVault, findVaultsOfMember, type VaultsOfMember } from "@/db/reads/member-vaults";
import type { StoredVault } from "@/db/reads/vaults";
import type { Diagnostic } from "@/lib/core/vault/model/types";
import { previewOf as beginningOf, previewDiagnostics } from "@/lib/core/vault/write/preview";
import type { Actor, ActorWith } from "@/lib/core/workspace/actor";
import type { ServiceAccountChoice } from "@/lib/core/workspace/service-account";
import { runVaultWork } from "@/lib/server/vault-workers";
import { emptyVault, factsOf, type VaultFacts } from "./member-vaults";
import { workProblems } from "./vault-check";
import { openStored } from "./vault-texts";

export type { AppliedVault };

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

/** A member's vaults as a page shows them. */
export type VaultsPreview = {
  own: VaultPreview;
  /** The administrator vaults that the member's clients merge below it, in their order. */
  applied: AppliedVault[];
};

/** Whatever the size of the vault, it gives a page of a moderate one. */
export async function previewOwnVaults(actor: ActorWith<"vaults.read_own">): Promise<VaultsPreview> {
  return previewOf(actor, await findVaultsOfMember(actor.workspaceId, actor.userId));
}

/** The same of a service account. Of anybody else there is nothing to see. */
export async function previewServiceAccountVaults(
  actor: ActorWith<"service_accounts.manage">,
  { accountId }: ServiceAccountChoice,
): Promise<VaultsPreview> {
  const kind = "service_account";
  return previewOf(actor, await findVaultsOfMember(actor.workspaceId, accountId, { kind }));
}

async function previewOf(actor: Actor, { personal, applied }: VaultsOfMember): Promise<VaultsPreview> {
  return { own: personal ? await previewStored(actor, personal) : emptyPreview, applied };
}

async function previewStored(actor: Actor, stored: StoredVault): Promise<VaultPreview> {
  const text = openStored(actor, stored);
  const { lineCount, byteCount } = stored;
  const { start, isWhole } = beginningOf(text);
  return {
    vault: { ...factsOf(actor, stored), lineCount, byteCount, text: isWhole ? text : null },
    start,
    ...(await findingsIn(text, stored.format)),
  };
}

const nothingFound = { diagnostics: [], moreDiagnostics: 0, unchecked: null };
const emptyPreview = { vault: { ...emptyVault, lineCount: 0, byteCount: 0 }, start: "", ...nothingFound };

async function findingsIn(text: string, format: VaultFacts["format"]): Promise<Findings> {
  const work = await runVaultWork({ kind: "check", text, format, target: "personal" });
  if ("problem" in work) return { ...nothingFound, unchecked: workProblems[work.problem] };
  const diagnostics = previewDiagnostics(work.value);
  return { diagnostics, moreDiagnostics: work.value.length - diagnostics.length, unchecked: null };
}
