import type { Transaction } from "@/db/client";
import {
  countAdminVaultsIn,
  listGroupsNamed,
  findAdminVault as readAdminVault,
  type StoredAdminVault,
  type VaultGroup,
} from "@/db/reads/admin-vaults";
import {
  deleteAdminVault as deleteAdminVaultRow,
  replaceVaultGroups,
  updateAdminVault,
} from "@/db/writes/admin-vaults";
import { insertVault, insertVaultRevision, updateCanonical, updateVaultEnabled } from "@/db/writes/vaults";
import type { AuditEventName } from "@/lib/core/audit/events";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import {
  type AdminVaultChoice,
  type AdminVaultEdit,
  type AdminVaultSwitch,
  mostAdminVaults,
  type NewAdminVault,
} from "@/lib/core/vault/admin-vault";
import { isSameGroups } from "@/lib/core/vault/admin-vault-words";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import { targetOf } from "@/lib/core/vault/vault-types";
import type { Actor } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";
import { type AdminVaultView, adminVaultView, type VaultManager, vaultGone } from "./admin-vault-view";
import { measureText } from "./member-vaults";
import { type PreparedVaultText, prepareVaultText } from "./vault-check";
import { openStored, sealAuthorText, sealCanonical, tryToOpen } from "./vault-texts";

const goneGroup = "A group you chose is no longer in the workspace.";

/** It comes last in the order, so that it wins over those that are there. */
export async function createAdminVault(
  actor: VaultManager,
  wanted: NewAdminVault,
): Promise<Outcome<{ vaultId: string }>> {
  const { workspaceId } = actor;
  const { name, type, enabled, groupIds } = wanted;
  const prepared = await prepareVaultText(wanted, enabled, targetOf({ scope: "group", type }));
  if (!prepared.ok) return prepared;
  return actingIn(actor, "vaults.manage", async (tx, revalidated) => {
    const groups = await listGroupsNamed(workspaceId, groupIds, tx);
    if (groups.length < groupIds.length) return refused("not_found", goneGroup, { groupIds: goneGroup });
    const before = await countAdminVaultsIn(workspaceId, tx);
    if (before >= mostAdminVaults) {
      return refused(
        "limited",
        `A workspace can have at most ${mostAdminVaults} administrator vaults. Delete one first.`,
      );
    }
    const at = now();
    const id = newId();
    await insertVault(tx, {
      workspaceId,
      id,
      scope: "group",
      type,
      name,
      position: before + 1,
      enabled,
      revision: 1,
      createdAt: at,
      updatedAt: at,
      updatedByName: actor.name,
    });
    await replaceVaultGroups(tx, workspaceId, id, groupIds);
    await insertText(tx, revalidated, { id, revision: 1 }, wanted, prepared.value);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "admin_vault.created",
      targetId: id,
      targetName: name,
      after: {
        ...{ name, target: type, enabled, groups: groups.map(auditedGroup) },
        ...{ revision: 1, format: wanted.format, ...measureText(wanted.text) },
      },
    });
    return done({ vaultId: id });
  });
}

/** Where somebody else was quicker, what they saved comes back and nothing is written. */
export type AdminVaultSaved =
  | { saved: true; vault: AdminVaultView }
  | { saved: false; theirs: AdminVaultView };

export async function editAdminVault(
  actor: VaultManager,
  edit: AdminVaultEdit,
): Promise<Outcome<AdminVaultSaved>> {
  const { workspaceId } = actor;
  const before = await readAdminVault(workspaceId, edit.vaultId);
  if (!before) return vaultGone;
  if (!isBase(before, edit.base)) return done({ saved: false, theirs: adminVaultView(actor, before) });
  const isNewText = edit.format !== before.format || edit.text !== tryToOpen(() => openStored(actor, before));
  const enabled = before.enabled && !edit.turnOff;
  const prepared = isNewText
    ? await prepareVaultText(edit, enabled, targetOf({ scope: "group", type: before.type }))
    : undefined;
  if (prepared && !prepared.ok) return prepared;

  const saved = await actingIn(actor, "vaults.manage", async (tx, revalidated) => {
    const current = await readAdminVault(workspaceId, before.id, tx);
    if (!current) return vaultGone;
    if (!isBase(current, edit.base)) return done(false);
    if (current.enabled !== before.enabled) return switchedJustNow;
    const groups = await listGroupsNamed(workspaceId, edit.groupIds, tx);
    if (groups.length < edit.groupIds.length) return refused("not_found", goneGroup, { groupIds: goneGroup });
    const isEdited = isNewText || edit.name !== before.name || !isSameGroups(edit.groupIds, idsOf(before));
    if (!isEdited && enabled === before.enabled) return done(true);
    const revision = before.revision + (isNewText ? 1 : 0);
    const by = { name: actor.name, at: now() };
    const state = { name: edit.name, revision, enabled, isNewText };
    await updateAdminVault(tx, workspaceId, before.id, state, by);
    await replaceVaultGroups(tx, workspaceId, before.id, edit.groupIds);
    if (prepared) await insertText(tx, revalidated, { id: before.id, revision }, edit, prepared.value);
    if (isEdited) {
      await recordAudit(tx, subjectOf(revalidated), {
        event: "admin_vault.edited",
        targetId: before.id,
        targetName: edit.name,
        before: { name: before.name, groups: before.groups.map(auditedGroup), ...measureOf(before) },
        after: {
          ...{ name: edit.name, groups: groups.map(auditedGroup) },
          ...{ revision, format: edit.format, ...measureText(edit.text) },
        },
      });
    }
    if (enabled !== before.enabled)
      await recordSwitch(tx, revalidated, { ...before, name: edit.name }, enabled);
    return done(true);
  });
  if (!saved.ok) return saved;
  const stored = await readAdminVault(workspaceId, edit.vaultId);
  if (!stored) return vaultGone;
  const vault = adminVaultView(actor, stored);
  return done(saved.value ? { saved: true, vault } : { saved: false, theirs: vault });
}

const switchedJustNow = refused("conflict", "Somebody has just turned the vault on or off. Save again.");

export async function switchAdminVault(
  actor: VaultManager,
  { vaultId, enabled }: AdminVaultSwitch,
): Promise<Outcome<{ name: string }>> {
  const { workspaceId } = actor;
  const before = await readAdminVault(workspaceId, vaultId);
  if (!before) return vaultGone;
  const prepared = enabled ? await prepareToTurnOn(actor, before) : undefined;
  if (prepared && !prepared.ok) return prepared;
  return actingIn(actor, "vaults.manage", async (tx, revalidated) => {
    const current = await readAdminVault(workspaceId, vaultId, tx);
    if (!current) return vaultGone;
    if (current.revision !== before.revision)
      return refused("conflict", "Somebody has just edited the vault. Review it, then turn it on or off.");
    if (current.enabled === enabled) return done({ name: current.name });
    if (prepared) {
      const place = { workspaceId, vaultId, revision: before.revision };
      const sealed = sealCanonical(prepared.value.canonical, place);
      await updateCanonical(tx, { workspaceId, id: vaultId, revision: before.revision }, sealed);
    }
    await updateVaultEnabled(tx, workspaceId, vaultId, enabled, now(), actor.name);
    await recordSwitch(tx, revalidated, current, enabled);
    return done({ name: current.name });
  });
}

/** For what was saved off, or by an older version: a vault is turned on with a text to serve, or not at all. */
async function prepareToTurnOn(
  actor: VaultManager,
  stored: StoredAdminVault,
): Promise<Outcome<PreparedVaultText>> {
  const text = tryToOpen(() => openStored(actor, stored));
  if (text === undefined) {
    return refused(
      "invalid",
      "The text of this vault can’t be read. Write it again, then turn the vault on.",
    );
  }
  const target = targetOf({ scope: "group", type: stored.type });
  return prepareVaultText({ text, format: stored.format }, true, target);
}

export async function deleteAdminVault(
  actor: VaultManager,
  { vaultId }: AdminVaultChoice,
): Promise<Outcome<{ name: string }>> {
  return actingIn(
    actor,
    "vaults.manage",
    async (tx, revalidated) => {
      const vault = await readAdminVault(actor.workspaceId, vaultId, tx);
      if (!vault) return vaultGone;
      await deleteAdminVaultRow(tx, actor.workspaceId, vault);
      await recordAudit(tx, subjectOf(revalidated), {
        event: "admin_vault.deleted",
        targetId: vault.id,
        targetName: vault.name,
        before: {
          ...{ name: vault.name, target: vault.type, enabled: vault.enabled },
          ...{ groups: vault.groups.map(auditedGroup), ...measureOf(vault) },
        },
      });
      return done({ name: vault.name });
    },
    { takesAway: true },
  );
}

/** The next revision of a vault, by its author. */
export async function insertText(
  tx: Transaction,
  { workspaceId, userId, name }: Pick<Actor, "workspaceId" | "userId" | "name">,
  { id: vaultId, revision }: { id: string; revision: number },
  { text, format }: { text: string; format: VaultFormat },
  { canonical, credentialCount }: PreparedVaultText,
): Promise<void> {
  const place = { workspaceId, vaultId, revision };
  await insertVaultRevision(tx, {
    workspaceId,
    vaultId,
    number: revision,
    format,
    sealedText: sealAuthorText(text, place),
    ...sealCanonical(canonical, place),
    ...measureText(text),
    credentialCount,
    authorUserId: userId,
    authorName: name,
    createdAt: now(),
  });
}

async function recordSwitch(
  tx: Transaction,
  revalidated: Revalidated,
  { id, name }: { id: string; name: string },
  enabled: boolean,
): Promise<void> {
  const event: AuditEventName = enabled ? "admin_vault.activated" : "admin_vault.deactivated";
  await recordAudit(tx, subjectOf(revalidated), {
    event,
    targetId: id,
    targetName: name,
    before: { enabled: !enabled },
    after: { enabled },
  });
}

function isBase(stored: StoredAdminVault, base: AdminVaultEdit["base"]): boolean {
  return (
    stored.revision === base.revision &&
    stored.name === base.name &&
    isSameGroups(idsOf(stored), base.groupIds)
  );
}

function idsOf({ groups }: { groups: VaultGroup[] }): string[] {
  return groups.map(({ id }) => id);
}

function auditedGroup({ id, name }: VaultGroup) {
  return { id, name };
}

function measureOf({ revision, format, lineCount, byteCount }: StoredAdminVault) {
  return { revision, format, lineCount, byteCount };
}
