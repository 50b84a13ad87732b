import { findPersonalVault } from "@/db/reads/vaults";
import type { Outcome } from "@/lib/core/outcome";
import type { VaultEdit, VaultSwitch } from "@/lib/core/vault/inputs";
import type { ActorWith } from "@/lib/core/workspace/actor";
import {
  deleteMemberVault,
  saveMemberVault,
  switchMemberVault,
  type VaultSaved,
  type VaultView,
  viewMemberVault,
} from "./member-vaults";
import { ownVault } from "./vault-editing";

export function findOwnVault(actor: ActorWith<"vaults.read_own">): Promise<VaultView> {
  return viewMemberVault({ actor, ownerId: actor.userId });
}

/** Nothing before the member has saved one. */
export async function findOwnVaultId(
  actor: ActorWith<"vaults.edit_own"> | ActorWith<"vaults.read_own">,
): Promise<string | undefined> {
  return (await findPersonalVault(actor.workspaceId, actor.userId))?.id;
}

/** `restores` names the earlier revision whose text this is. */
export function saveOwnVault(
  actor: ActorWith<"vaults.edit_own">,
  edit: VaultEdit,
  { restores }: { restores?: number } = {},
): Promise<Outcome<VaultSaved>> {
  return saveMemberVault(ownVault(actor), edit, { restores });
}

export function switchOwnVault(
  actor: ActorWith<"vaults.edit_own">,
  change: VaultSwitch,
): Promise<Outcome<VaultView>> {
  return switchMemberVault(ownVault(actor), change);
}

/** With all of its revisions. What is saved next makes another one. */
export function deleteOwnVault(actor: ActorWith<"vaults.edit_own">): Promise<Outcome> {
  return deleteMemberVault(ownVault(actor));
}
