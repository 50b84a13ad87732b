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
import type { Permission } from "@/lib/core/workspace/permissions";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";
import { prepareVaultText } from "./vault-check";
import type { VaultEditing, VaultReading } from "./vault-editing";
import { openStored, sealAuthorText, sealCanonical } from "./vault-texts";

export type VaultFacts = {
  /** 0 while the member has never saved one. */
  revision: number;
  enabled: boolean;
  format: VaultFormat;
  edited: { at: Date; byName: string; bySelf: boolean } | null;
};
export type VaultView = VaultFacts & { text: string };

export const emptyVault: VaultView = { revision: 0, enabled: true, format: "hocon", text: "", edited: null };

type Whose = Pick<VaultReading, "actor" | "ownerId">;

/** Where another text was saved since this one was opened, that one comes back and nothing is written. */
export type VaultSaved = { saved: true; vault: VaultView } | { saved: false; theirs: VaultView };

/** `restores` names the earlier revision whose text this is. */
export async function saveMemberVault<P extends Permission>(
  editing: VaultEditing<P>,
  edit: VaultEdit,
  { restores }: { restores?: number | undefined } = {},
): Promise<Outcome<VaultSaved>> {
  const { actor, permission, ownerId } = editing;
  const known = await editing.nameOf();
  if (!known.ok) return known;
  const before = await findPersonalVault(actor.workspaceId, ownerId);
  if ((before?.revision ?? 0) !== edit.baseRevision) return conflictWith(editing);
  const isSame = before && openStored(actor, before) === edit.text && before.format === edit.format;
  if (isSame) {
    if (!edit.turnOff) return done({ saved: true, vault: await viewMemberVault(editing) });
    const switched = await switchMemberVault(editing, { enabled: false });
    return switched.ok ? done({ saved: true, vault: switched.value }) : switched;
  }
  const enabled = (before?.enabled ?? true) && !edit.turnOff;
  const prepared = await prepareVaultText(edit, enabled);
  if (!prepared.ok) return prepared;

  const saved = await actingIn(actor, permission, async (tx, revalidated) => {
    const named = await editing.nameOf(tx);
    if (!named.ok) return named;
    const at = now();
    const vaultId = before?.id ?? newId();
    const moved = before
      ? await advanceVault(tx, actor.workspaceId, before, at)
      : await insertVault(tx, {
          workspaceId: actor.workspaceId,
          id: vaultId,
          scope: "personal",
          ownerUserId: ownerId,
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
    if (before?.enabled && !enabled) await turnOff(tx, revalidated, { id: vaultId, name: named.value }, at);
    await recordAudit(tx, subjectOf(revalidated), {
      event: restores === undefined ? "vault.edited" : "vault.restored",
      targetId: vaultId,
      targetName: named.value,
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
  if (!saved.value) return conflictWith(editing);
  return done({ saved: true, vault: await viewMemberVault(editing) });
}

export async function switchMemberVault<P extends Permission>(
  editing: VaultEditing<P>,
  change: VaultSwitch,
): Promise<Outcome<VaultView>> {
  const { actor, permission, ownerId } = editing;
  const known = await editing.nameOf();
  if (!known.ok) return known;
  const before = await findPersonalVault(actor.workspaceId, ownerId);
  if (!before) return refused("not_found", "There is no vault to turn on or off. Write a vault first.");
  const { workspaceId } = actor;
  const made = change.enabled ? await makeCanonical(workspaceId, before) : done(null);
  if (!made.ok) return made;
  const switched = await actingIn(actor, permission, async (tx, revalidated) => {
    const named = await editing.nameOf(tx);
    if (!named.ok) return named;
    const vault = await lockVault(tx, workspaceId, before.id);
    if (vault?.revision !== before.revision) return editedJustNow;
    if (vault.enabled === change.enabled) return done();
    if (made.value) await updateCanonical(tx, { ...before, workspaceId }, made.value);
    await updateVaultEnabled(tx, workspaceId, before.id, change.enabled, now());
    await recordAudit(tx, subjectOf(revalidated), {
      event: change.enabled ? "vault.activated" : "vault.deactivated",
      targetId: before.id,
      targetName: named.value,
      before: { enabled: vault.enabled },
      after: { enabled: change.enabled },
    });
    return done();
  });
  return switched.ok ? done(await viewMemberVault(editing)) : switched;
}

/** With all of its revisions. What is saved next makes another one. */
export async function deleteMemberVault<P extends Permission>(editing: VaultEditing<P>): Promise<Outcome> {
  const { actor, permission, ownerId } = editing;
  const { workspaceId } = actor;
  return actingIn(
    actor,
    permission,
    async (tx, revalidated) => {
      const named = await editing.nameOf(tx);
      if (!named.ok) return named;
      const vault = await findPersonalVault(workspaceId, ownerId, tx);
      if (!vault) return refused("not_found", "There is no vault to delete.");
      await deletePersonalVault(tx, workspaceId, vault.id);
      const { enabled, revision, format, lineCount, byteCount } = vault;
      await recordAudit(tx, subjectOf(revalidated), {
        event: "vault.deleted",
        targetId: vault.id,
        targetName: named.value,
        before: { enabled, revision, format, lineCount, byteCount },
      });
      return done();
    },
    { takesAway: true },
  );
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

async function turnOff(
  tx: Transaction,
  revalidated: Revalidated,
  { id, name }: { id: string; name: string },
  at: Date,
): Promise<void> {
  await updateVaultEnabled(tx, revalidated.workspaceId, id, false, at);
  await recordAudit(tx, subjectOf(revalidated), {
    event: "vault.deactivated",
    targetId: id,
    targetName: name,
    before: { enabled: true },
    after: { enabled: false },
  });
}

async function conflictWith(reading: Whose): Promise<Outcome<VaultSaved>> {
  return done({ saved: false, theirs: await viewMemberVault(reading) });
}

export async function viewMemberVault({ actor, ownerId }: Whose): Promise<VaultView> {
  const stored = await findPersonalVault(actor.workspaceId, ownerId);
  return stored ? { ...factsOf(actor, stored), text: openStored(actor, stored) } : emptyVault;
}

export function factsOf({ userId }: { userId: string }, stored: StoredVault): VaultFacts {
  const { revision, enabled, format, editedAt: at, authorName: byName, authorUserId } = stored;
  return { revision, enabled, format, edited: { at, byName, bySelf: authorUserId === userId } };
}

export function measureText(text: string): { lineCount: number; byteCount: number } {
  const lines = text === "" ? 0 : text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  return { lineCount: lines, byteCount: Buffer.byteLength(text) };
}
