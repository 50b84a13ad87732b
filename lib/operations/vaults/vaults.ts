import type { Transaction } from "@/db/client";
import { findPersonalVault, type StoredVault } from "@/db/reads/vaults";
import {
  advanceVault,
  deletePersonalVault,
  insertVault,
  insertVaultRevision,
  lockVault,
  type MadeCanonical,
  updateCanonical,
  updateVaultEnabled,
} from "@/db/writes/vaults";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { VaultEdit, VaultFormat, VaultSwitch } from "@/lib/core/vault/inputs";
import type { Actor, ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";
import { prepareVaultText } from "./vault-check";
import { openStored, sealAuthorText, sealCanonical } from "./vault-texts";

export const personalVaultName = "Personal vault";

export type VaultFacts = {
  /** 0 while the member has never saved one. */
  revision: number;
  enabled: boolean;
  format: VaultFormat;
  edited: { at: Date; byName: string; bySelf: boolean } | null;
};
export type VaultView = VaultFacts & { text: string };

export const emptyVault: VaultView = { revision: 0, enabled: true, format: "hocon", text: "", edited: null };

export async function findOwnVault(actor: ActorWith<"vaults.read_own">): Promise<VaultView> {
  const stored = await findPersonalVault(actor.workspaceId, actor.userId);
  return stored ? viewOf(actor, stored) : emptyVault;
}

/** Nothing before the member has saved one. */
export async function findOwnVaultId(
  actor: ActorWith<"vaults.edit_own"> | ActorWith<"vaults.read_own">,
): Promise<string | undefined> {
  return (await findPersonalVault(actor.workspaceId, actor.userId))?.id;
}

/** Where another text was saved since this one was opened, that one comes back and nothing is written. */
export type VaultSaved = { saved: true; vault: VaultView } | { saved: false; theirs: VaultView };

/** `restores` names the earlier revision whose text this is. */
export async function saveOwnVault(
  actor: ActorWith<"vaults.edit_own">,
  edit: VaultEdit,
  { restores }: { restores?: number } = {},
): Promise<Outcome<VaultSaved>> {
  const before = await findPersonalVault(actor.workspaceId, actor.userId);
  if ((before?.revision ?? 0) !== edit.baseRevision) return conflictWith(actor);
  const isSame = before && openStored(actor, before) === edit.text && before.format === edit.format;
  if (isSame) {
    if (!edit.turnOff) return done({ saved: true, vault: viewOf(actor, before) });
    const switched = await switchOwnVault(actor, { enabled: false });
    return switched.ok ? done({ saved: true, vault: switched.value }) : switched;
  }
  const enabled = (before?.enabled ?? true) && !edit.turnOff;
  const prepared = await prepareVaultText(edit, enabled);
  if (!prepared.ok) return prepared;

  const saved = await actingIn(actor, "vaults.edit_own", async (tx, revalidated) => {
    const at = now();
    const vaultId = before?.id ?? newId();
    const moved = before
      ? await advanceVault(tx, actor.workspaceId, before, at)
      : await insertVault(tx, {
          workspaceId: actor.workspaceId,
          id: vaultId,
          scope: "personal",
          ownerUserId: actor.userId,
          type: "config",
          enabled,
          revision: 1,
          createdAt: at,
          updatedAt: at,
        });
    if (!moved) return done(false);
    const number = edit.baseRevision + 1;
    const place = { workspaceId: actor.workspaceId, vaultId, revision: number };
    const measure = measureText(edit.text);
    await insertVaultRevision(tx, {
      workspaceId: actor.workspaceId,
      vaultId,
      number,
      format: edit.format,
      sealedText: sealAuthorText(edit.text, place),
      ...sealCanonical(prepared.value.canonical, place),
      ...measure,
      authorUserId: actor.userId,
      authorName: actor.name,
      createdAt: at,
    });
    if (before?.enabled && !enabled) await turnOff(tx, revalidated, vaultId, at);
    await recordAudit(tx, subjectOf(revalidated), {
      event: restores === undefined ? "vault.edited" : "vault.restored",
      targetId: vaultId,
      targetName: personalVaultName,
      ...(before
        ? { before: { revision: before.revision, lineCount: before.lineCount, byteCount: before.byteCount } }
        : {}),
      after: {
        revision: number,
        format: edit.format,
        ...measure,
        ...(restores === undefined ? {} : { restoredRevision: restores }),
      },
    });
    return done(true);
  });
  if (!saved.ok) return saved;
  if (!saved.value) return conflictWith(actor);
  return done({ saved: true, vault: await currentView(actor) });
}

export async function switchOwnVault(
  actor: ActorWith<"vaults.edit_own">,
  change: VaultSwitch,
): Promise<Outcome<VaultView>> {
  const before = await findPersonalVault(actor.workspaceId, actor.userId);
  if (!before) return refused("not_found", "There is no vault to turn on or off. Write a vault first.");
  const { workspaceId } = actor;
  const made = change.enabled ? await makeCanonical(workspaceId, before) : done(null);
  if (!made.ok) return made;
  const switched = await actingIn(actor, "vaults.edit_own", async (tx, revalidated) => {
    const vault = await lockVault(tx, workspaceId, before.id);
    if (vault?.revision !== before.revision) return editedJustNow;
    if (vault.enabled === change.enabled) return done();
    if (made.value) await updateCanonical(tx, { ...before, workspaceId }, made.value);
    await updateVaultEnabled(tx, workspaceId, before.id, change.enabled, now());
    await recordAudit(tx, subjectOf(revalidated), {
      event: change.enabled ? "vault.activated" : "vault.deactivated",
      targetId: before.id,
      targetName: personalVaultName,
      before: { enabled: vault.enabled },
      after: { enabled: change.enabled },
    });
    return done();
  });
  return switched.ok ? done(await currentView(actor)) : switched;
}

/** With all of its revisions. What is saved next makes another one. */
export async function deleteOwnVault(actor: ActorWith<"vaults.edit_own">): Promise<Outcome> {
  const { workspaceId } = actor;
  return actingIn(actor, "vaults.edit_own", async (tx, revalidated) => {
    const vault = await findPersonalVault(workspaceId, actor.userId, tx);
    if (!vault) return refused("not_found", "There is no vault to delete.");
    await deletePersonalVault(tx, workspaceId, vault.id);
    const { enabled, revision, format, lineCount, byteCount } = vault;
    await recordAudit(tx, subjectOf(revalidated), {
      event: "vault.deleted",
      targetId: vault.id,
      targetName: personalVaultName,
      before: { enabled, revision, format, lineCount, byteCount },
    });
    return done();
  });
}

/** For what was saved off, or by an older version: a vault is turned on with a text to serve, or not at all. */
async function makeCanonical(workspaceId: WorkspaceId, stored: StoredVault): Promise<Outcome<MadeCanonical>> {
  const prepared = await prepareVaultText(
    { text: openStored({ workspaceId }, stored), format: stored.format },
    true,
  );
  if (!prepared.ok) return prepared;
  const place = { workspaceId, vaultId: stored.id, revision: stored.revision };
  return done(sealCanonical(prepared.value.canonical, place));
}

const editedJustNow = refused(
  "conflict",
  "Somebody has just edited the vault. Review it, then turn it on or off.",
);

async function turnOff(tx: Transaction, revalidated: Revalidated, vaultId: string, at: Date): Promise<void> {
  await updateVaultEnabled(tx, revalidated.workspaceId, vaultId, false, at);
  await recordAudit(tx, subjectOf(revalidated), {
    event: "vault.deactivated",
    targetId: vaultId,
    targetName: personalVaultName,
    before: { enabled: true },
    after: { enabled: false },
  });
}

async function conflictWith(actor: ActorWith<"vaults.edit_own">): Promise<Outcome<VaultSaved>> {
  return done({ saved: false, theirs: await currentView(actor) });
}

async function currentView(actor: ActorWith<"vaults.edit_own">): Promise<VaultView> {
  const stored = await findPersonalVault(actor.workspaceId, actor.userId);
  return stored ? viewOf(actor, stored) : emptyVault;
}

function viewOf(actor: Actor, stored: StoredVault): VaultView {
  return { ...factsOf(actor, stored), text: openStored(actor, stored) };
}

export function factsOf({ userId }: Pick<Actor, "userId">, stored: StoredVault): VaultFacts {
  const { revision, enabled, format, editedAt: at, authorName: byName, authorUserId } = stored;
  return { revision, enabled, format, edited: { at, byName, bySelf: authorUserId === userId } };
}

export function measureText(text: string): { lineCount: number; byteCount: number } {
  const lines = text === "" ? 0 : text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  return { lineCount: lines, byteCount: Buffer.byteLength(text) };
}
