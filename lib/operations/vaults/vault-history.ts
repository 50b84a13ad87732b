import {
  countRevisions,
  findRevision,
  findVaultHolding,
  listRevisionFacts,
  type RevisionFacts,
  type VaultHolding,
} from "@/db/reads/vault-revisions";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, pageOf } from "@/lib/core/page";
import type { RevisionChoice, RevisionRestore, VaultFormat } from "@/lib/core/vault/inputs";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import { openStored } from "./vault-texts";
import { saveOwnVault, type VaultView } from "./vaults";

/** One saved text of a vault, without the text. */
export type RevisionView = {
  number: number;
  format: VaultFormat;
  lineCount: number;
  byteCount: number;
  createdAt: Date;
  author: { name: string; isSelf: boolean };
};

export type RevisionText = RevisionView & { text: string };

export type VaultHistory = { vaultId: string; newest: number; page: Page<RevisionView> };

const perPage = 20;

/** Newest first. Nothing where the vault is not the actor's to read. */
export async function listVaultRevisionsPage(
  actor: ActorWith<"vaults.read_own">,
  { vaultId, page: wanted }: { vaultId: string; page: number },
): Promise<VaultHistory | undefined> {
  const vault = await findReadableVault(actor, vaultId);
  if (!vault) return undefined;
  const page = pageOf(await countRevisions(actor.workspaceId, vaultId), wanted, perPage);
  const rows = await listRevisionFacts(actor.workspaceId, vaultId, page);
  return { vaultId, newest: vault.revision, page: { ...page, rows: rows.map((row) => viewOf(actor, row)) } };
}

export async function findVaultRevision(
  actor: ActorWith<"vaults.read_own">,
  { vaultId, number }: RevisionChoice,
): Promise<RevisionText | undefined> {
  if (!(await findReadableVault(actor, vaultId))) return undefined;
  const stored = await findRevision(actor.workspaceId, vaultId, number);
  if (!stored) return undefined;
  const text = openStored(actor, { ...stored, id: vaultId, revision: number });
  return { ...viewOf(actor, stored), text };
}

/** Saves an earlier text of one's own vault once more, as its newest revision. */
export async function restoreVaultRevision(
  actor: ActorWith<"vaults.edit_own">,
  { vaultId, number, baseRevision }: RevisionRestore,
): Promise<Outcome<VaultView>> {
  const vault = await findReadableVault(actor, vaultId);
  const isOwn = vault?.scope === "personal";
  const stored = isOwn ? await findRevision(actor.workspaceId, vaultId, number) : undefined;
  if (!stored) return refused("not_found", "This revision was not found.");
  const text = openStored(actor, { ...stored, id: vaultId, revision: number });
  const edit = { text, format: stored.format, baseRevision, turnOff: false };
  const saved = await saveOwnVault(actor, edit, { restores: number });
  if (!saved.ok) return saved;
  if (!saved.value.saved) {
    return refused(
      "conflict",
      "The vault was edited since this page was opened. Review it, then restore again.",
    );
  }
  return done(saved.value.vault);
}

/** A personal vault is readable by its owner alone, whatever role anybody has; one for groups by who manages it. */
async function findReadableVault(actor: Actor, vaultId: string): Promise<VaultHolding | undefined> {
  const vault = await findVaultHolding(actor.workspaceId, vaultId);
  if (!vault) return undefined;
  const isReadable =
    vault.scope === "personal"
      ? vault.ownerUserId === actor.userId
      : grant(actor, "vaults.manage") !== undefined;
  return isReadable ? vault : undefined;
}

function viewOf({ userId }: Actor, facts: RevisionFacts): RevisionView {
  const { number, format, lineCount, byteCount, createdAt, authorName, authorUserId } = facts;
  const author = { name: authorName, isSelf: authorUserId === userId };
  return { number, format, lineCount, byteCount, createdAt, author };
}
