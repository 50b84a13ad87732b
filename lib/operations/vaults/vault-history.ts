import {
  findServiceAccountHolding,
  findVaultHolding,
  listRevisionFacts,
  listStoredRevisions,
  type RevisionFacts,
  type StoredRevision,
  type VaultHolding,
} from "@/db/reads/vault-revisions";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, pageOf } from "@/lib/core/page";
import type { HistoryQuery, RevisionRestore, VaultFormat } from "@/lib/core/vault/inputs";
import type { ServiceAccountVaultRestore } from "@/lib/core/vault/service-account-vault";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import type { ServiceAccountChoice } from "@/lib/core/workspace/service-account";
import { saveMemberVault, type VaultView } from "./member-vaults";
import { ownVault, serviceAccountVault, type VaultEditing } from "./vault-editing";
import { openStored } from "./vault-texts";

/** One saved text of a vault, without the text. */
export type RevisionView = {
  number: number;
  format: VaultFormat;
  lineCount: number;
  byteCount: number;
  createdAt: Date;
  author: { name: string; isSelf: boolean };
};

/** A revision beside the one before it, or beside the newest one. */
export type RevisionComparison = {
  number: number;
  text: string;
  against: HistoryQuery["against"];
  /** Empty before the first revision. */
  otherText: string;
};

export type VaultHistory = {
  vaultId: string;
  newest: number;
  /** Newest first. */
  page: Page<RevisionView>;
  /** Undefined where there is no revision of the wanted number. */
  comparison: RevisionComparison | undefined;
};

const perPage = 20;

/** The history of a vault: one's own where no ID is given. Undefined where it is not the actor's to read. */
export async function findVaultHistory(
  actor: ActorWith<"vaults.read_own">,
  { vaultId: wanted, page: number, revision, against }: HistoryQuery & { vaultId?: string },
): Promise<VaultHistory | undefined> {
  const vault = await findReadableVault(
    actor,
    wanted === undefined ? { ownerUserId: actor.userId } : { vaultId: wanted },
  );
  return vault && historyOf(actor, vault, { page: number, revision, against });
}

/** The same of a service account's vault. Undefined where there is no such account, its `history` before a first text. */
export async function findServiceAccountVaultHistory(
  actor: ActorWith<"service_accounts.manage">,
  { accountId, ...query }: HistoryQuery & ServiceAccountChoice,
): Promise<{ name: string; history: VaultHistory | undefined } | undefined> {
  const found = await findServiceAccountHolding(actor.workspaceId, accountId);
  if (!found) return undefined;
  const { name, vault } = found;
  return { name, history: vault && (await historyOf(actor, vault, query)) };
}

async function historyOf(
  actor: Actor,
  vault: VaultHolding,
  { page: number, revision, against }: HistoryQuery,
): Promise<VaultHistory> {
  const { id: vaultId, revision: newest } = vault;
  const page = pageOf(newest, number, perPage);
  const range = { from: newest - page.to + 1, to: newest - page.from + 1 };
  const [rows, comparison] = await Promise.all([
    listRevisionFacts(actor.workspaceId, vaultId, range),
    compareRevision(actor, vault, { number: revision ?? newest, against }),
  ]);
  return { vaultId, newest, page: { ...page, rows: rows.map((row) => viewOf(actor, row)) }, comparison };
}

async function compareRevision(
  actor: Actor,
  { id, revision: newest }: VaultHolding,
  { number, against: wanted }: { number: number; against: HistoryQuery["against"] },
): Promise<RevisionComparison | undefined> {
  if (number > newest) return undefined;
  const against = number === newest ? "before" : wanted;
  const other = against === "before" ? number - 1 : newest;
  const stored = await listStoredRevisions(actor.workspaceId, id, [number, other]);
  const textOf = (which: number) => {
    const found = stored.find((revision) => revision.number === which);
    return found && openRevision(actor, id, found);
  };
  const text = textOf(number);
  return text === undefined ? undefined : { number, text, against, otherText: textOf(other) ?? "" };
}

/** Saves an earlier text of one's own vault once more, as its newest revision. */
export async function restoreVaultRevision(
  actor: ActorWith<"vaults.edit_own">,
  { vaultId, number, baseRevision }: RevisionRestore,
): Promise<Outcome<VaultView>> {
  const vault = await findReadableVault(actor, { vaultId });
  const isOwn = vault?.scope === "personal";
  const [stored] = isOwn ? await listStoredRevisions(actor.workspaceId, vaultId, [number]) : [];
  if (!stored) return notFound;
  return restore(ownVault(actor), vaultId, stored, baseRevision);
}

/** The same of a service account's vault. */
export async function restoreServiceAccountVaultRevision(
  actor: ActorWith<"service_accounts.manage">,
  { accountId, number, baseRevision }: ServiceAccountVaultRestore,
): Promise<Outcome<VaultView>> {
  const vaultId = (await findServiceAccountHolding(actor.workspaceId, accountId))?.vault?.id;
  const [stored] = vaultId ? await listStoredRevisions(actor.workspaceId, vaultId, [number]) : [];
  if (!vaultId || !stored) return notFound;
  return restore(serviceAccountVault(actor, accountId), vaultId, stored, baseRevision);
}

const notFound = refused("not_found", "This revision was not found.");

async function restore<P extends Permission>(
  editing: VaultEditing<P>,
  vaultId: string,
  stored: StoredRevision,
  baseRevision: number,
): Promise<Outcome<VaultView>> {
  const text = openRevision(editing.actor, vaultId, stored);
  const edit = { text, format: stored.format, baseRevision, turnOff: false };
  const saved = await saveMemberVault(editing, edit, { restores: stored.number });
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
async function findReadableVault(
  actor: Actor,
  which: Parameters<typeof findVaultHolding>[1],
): Promise<VaultHolding | undefined> {
  const vault = await findVaultHolding(actor.workspaceId, which);
  if (!vault) return undefined;
  const isReadable =
    vault.scope === "personal"
      ? vault.ownerUserId === actor.userId
      : grant(actor, "vaults.manage") !== undefined;
  return isReadable ? vault : undefined;
}

function openRevision(actor: Actor, vaultId: string, stored: StoredRevision): string {
  return openStored(actor, { ...stored, id: vaultId, revision: stored.number });
}

function viewOf({ userId }: Actor, facts: RevisionFacts): RevisionView {
  const { number, format, lineCount, byteCount, createdAt, authorName, authorUserId } = facts;
  const author = { name: authorName, isSelf: authorUserId === userId };
  return { number, format, lineCount, byteCount, createdAt, author };
}
