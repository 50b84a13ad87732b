import {
  listGroupsNamed,
  findAdminVault as readAdminVault,
  type StoredAdminVault,
  type VaultGroup,
} from "@/db/reads/admin-vaults";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { AdminVaultChoice } from "@/lib/core/vault/admin-vault";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import type { VaultType } from "@/lib/core/vault/vault-types";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { openStored, tryToOpen } from "./vault-texts";

export type VaultManager = ActorWith<"vaults.manage">;

export type AdminVaultView = {
  id: string;
  name: string;
  type: VaultType;
  enabled: boolean;
  position: number;
  revision: number;
  format: VaultFormat;
  /** Nothing where it can't be opened: its key is gone, or what is stored was altered. */
  text: string | null;
  groups: VaultGroup[];
  edited: { at: Date; byName: string };
};

export const vaultGone = refused("not_found", "This vault no longer exists.");

export async function findAdminVault(
  actor: VaultManager,
  { vaultId }: AdminVaultChoice,
): Promise<AdminVaultView | undefined> {
  const stored = await readAdminVault(actor.workspaceId, vaultId);
  return stored && adminVaultView(actor, stored);
}

/** The same for an action of a page. */
export async function openAdminVault(
  actor: VaultManager,
  choice: AdminVaultChoice,
): Promise<Outcome<AdminVaultView>> {
  const vault = await findAdminVault(actor, choice);
  return vault ? done(vault) : vaultGone;
}

/** A group that a vault can be given to. */
export async function findVaultGroup(actor: VaultManager, groupId: string): Promise<VaultGroup | undefined> {
  const [group] = await listGroupsNamed(actor.workspaceId, [groupId]);
  return group;
}

export function adminVaultView(
  place: Pick<VaultManager, "workspaceId">,
  stored: StoredAdminVault,
): AdminVaultView {
  const { id, name, type, enabled, position, revision, format, groups } = stored;
  return {
    ...{ id, name, type, enabled, position, revision, format, groups },
    text: tryToOpen(() => openStored(place, stored)) ?? null,
    edited: { at: stored.editedAt, byName: stored.authorName },
  };
}
