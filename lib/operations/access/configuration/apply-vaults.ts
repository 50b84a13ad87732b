import {
  deleteAdminVault,
  orderAdminVaults,
  replaceVaultGroups,
  updateAdminVault,
} from "@/db/writes/admin-vaults";
import { insertVault, updateCanonical } from "@/db/writes/vaults";
import type { VaultFacts } from "@/lib/core/access/configuration/facts";
import type { ConfigurationPlan } from "@/lib/core/access/configuration/plan";
import { PlanNames } from "@/lib/core/access/configuration/plan-names";
import { newId } from "@/lib/server/crypto";
import { type AuditFacts, recordAuditOfEach } from "../../audit/audit";
import { insertText } from "../../vaults/admin-vaults";
import { measureText } from "../../vaults/member-vaults";
import { sealCanonical } from "../../vaults/vault-texts";
import type { ConfigurationChange, NewGroupIds } from "./change";
import type { PreparedTexts } from "./vault-contents";

export async function writeVaults(
  { tx, workspaceId, changer, facts, at }: ConfigurationChange,
  plan: ConfigurationPlan,
  newGroupIds: NewGroupIds,
  texts: PreparedTexts,
): Promise<void> {
  const { added, changed, removed, order } = plan.vaults;
  const names = new PlanNames(plan, facts);
  const author = { workspaceId, name: changer.name, userId: changer.userId ?? facts.ownerUserId };
  const by = { name: changer.name, at };
  const stored = (ids: readonly string[]) => ids.map((id) => newGroupIds.get(id) ?? id);
  const shown = (ids: readonly string[]) =>
    ids.map((id) => ({ id: newGroupIds.get(id) ?? id, name: names.group(id) }));
  const measured = ({ revision, format, text }: VaultFacts) => ({
    revision,
    format,
    ...measureText(text ?? ""),
  });
  const entries: AuditFacts[] = [];

  const gone = new Set(removed.map(({ id }) => id));
  // From the last place on: those behind a deleted one move up.
  for (const vault of facts.vaults.filter(({ id }) => gone.has(id)).toReversed()) {
    await deleteAdminVault(tx, workspaceId, vault);
    const { id, name, type, enabled, groupIds } = vault;
    const before = { name, target: type, enabled, groups: shown(groupIds), ...measured(vault) };
    entries.push({ event: "admin_vault.deleted", targetId: id, targetName: name, before });
  }
  for (const { before, after } of changed) {
    const { id, name } = before;
    const { enabled, groupIds, content } = after;
    const revision = before.revision + (content ? 1 : 0);
    const state = { name, revision, enabled, isNewText: content !== undefined };
    await updateAdminVault(tx, workspaceId, id, state, by);
    await replaceVaultGroups(tx, workspaceId, id, stored(groupIds));
    const prepared = texts.get(id);
    if (content && prepared) await insertText(tx, author, { id, revision }, content, prepared);
    else if (prepared) {
      const sealed = sealCanonical(prepared.canonical, { workspaceId, vaultId: id, revision });
      await updateCanonical(tx, { workspaceId, id, revision }, sealed);
    }
    const target = { targetId: id, targetName: name };
    if (content || [...before.groupIds].sort().join() !== [...groupIds].sort().join()) {
      const measuredAfter = content
        ? { revision, format: content.format, ...measureText(content.text) }
        : measured(before);
      entries.push({
        ...{ event: "admin_vault.edited", ...target },
        before: { name, groups: shown(before.groupIds), ...measured(before) },
        after: { name, groups: shown(groupIds), ...measuredAfter },
      });
    }
    if (enabled !== before.enabled) {
      const event = enabled ? "admin_vault.activated" : "admin_vault.deactivated";
      entries.push({ event, ...target, before: { enabled: !enabled }, after: { enabled } });
    }
  }
  const vaultIds = new Map(facts.vaults.map(({ id }) => [id, id]));
  let position = facts.vaults.length - removed.length;
  for (const { key, name, type, enabled, groupIds, content } of added) {
    const id = newId();
    vaultIds.set(key, id);
    position += 1;
    await insertVault(tx, {
      ...{ workspaceId, id, scope: "group", type, name, position, enabled, revision: 1 },
      ...{ createdAt: at, updatedAt: at, updatedByName: changer.name },
    });
    await replaceVaultGroups(tx, workspaceId, id, stored(groupIds));
    await insertText(tx, author, { id, revision: 1 }, content, texts.get(key)!);
    const text = { revision: 1, format: content.format, ...measureText(content.text) };
    const after = { name, target: type, enabled, groups: shown(groupIds), ...text };
    entries.push({ event: "admin_vault.created", targetId: id, targetName: name, after });
  }
  if (order) {
    await orderAdminVaults(
      tx,
      workspaceId,
      order.map((key) => vaultIds.get(key) ?? key),
    );
    const nameOf = new Map([
      ...facts.vaults.map(({ id, name }) => [id, name] as const),
      ...added.map(({ key, name }) => [key, name] as const),
    ]);
    const before = { order: facts.vaults.map(({ name }) => name) };
    entries.push({
      event: "admin_vault.reordered",
      before,
      after: { order: order.map((key) => nameOf.get(key)) },
    });
  }
  await recordAuditOfEach(tx, changer.subject, entries);
}
