import type { AuditEventName } from "../audit/events";
import type { VaultType } from "./vault-types";

/** What the activity log can be filtered by, and the event behind each. */
export const adminVaultActions = {
  create: "admin_vault.created",
  edit: "admin_vault.edited",
  activate: "admin_vault.activated",
  deactivate: "admin_vault.deactivated",
  reorder: "admin_vault.reordered",
  delete: "admin_vault.deleted",
  unreadable: "admin_vault.unreadable",
} as const satisfies Record<string, AuditEventName>;

export type AdminVaultAction = keyof typeof adminVaultActions;

/** As the log says it. */
export const adminVaultActionNames: Record<AdminVaultAction, string> = {
  create: "Created",
  edit: "Edited",
  activate: "Turned on",
  deactivate: "Turned off",
  reorder: "Moved in the order",
  delete: "Deleted",
  unreadable: "Could not be read",
};

export const actionNames = Object.keys(adminVaultActions) as [AdminVaultAction, ...AdminVaultAction[]];

export function actionOf(event: AuditEventName): AdminVaultAction | undefined {
  return actionNames.find((action) => adminVaultActions[action] === event);
}

export type VaultContent = {
  type: VaultType;
  lineCount: number;
  byteCount: number;
  credentialCount: number | null;
};

/** ‘28 lines (1.1 KB)’, or ‘1 credentials’ where the text holds those. */
export function contentSummary({ type, lineCount, byteCount, credentialCount }: VaultContent): string {
  if (type === "ui_storage_credentials" && credentialCount !== null) return `${credentialCount} credentials`;
  const lines = `${lineCount.toLocaleString("en")} ${lineCount === 1 ? "line" : "lines"}`;
  return `${lines} (${sizeText(byteCount)})`;
}

export function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}

export function isSameGroups(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}

/** What deleting an administrator vault removes, one line each. */
export function lossesOfDeletingVault({
  enabled,
  groups,
}: {
  enabled: boolean;
  groups: readonly { name: string }[];
}): string[] {
  return [
    enabled && groups.length > 0
      ? `Clients of ${listed(groups.map(({ name }) => name))} no longer get it, from their next start`
      : "No client gets it now",
    "Its text is lost. Download it first if you may need it again",
  ];
}

function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more groups`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : `${names[0]}`;
}

type Audited = { before: Record<string, unknown> | null; after: Record<string, unknown> | null };

/** What an entry of the log says next to its action: the change with the values before and after. */
export function changesOfVault({ before, after }: Audited): string {
  if (!before || !after) return "";
  const changes: string[] = [];
  if (before.position !== after.position) changes.push(`place ${before.position} → ${after.position}`);
  if (before.name !== after.name) changes.push(`name “${before.name}” → “${after.name}”`);
  const [had, has] = [groupNames(before), groupNames(after)];
  if (had !== has) changes.push(`groups ${had || "none"} → ${has || "none"}`);
  if (before.revision !== after.revision)
    changes.push(`text, ${before.lineCount} → ${after.lineCount} lines`);
  return changes.join("; ");
}

function groupNames({ groups }: Record<string, unknown>): string {
  if (!Array.isArray(groups)) return "";
  return groups.map((group: { name?: unknown }) => String(group.name)).join(", ");
}
