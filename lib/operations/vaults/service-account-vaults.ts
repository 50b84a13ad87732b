import { done, type Outcome } from "@/lib/core/outcome";
import type {
  ServiceAccountVaultEdit,
  ServiceAccountVaultSwitch,
} from "@/lib/core/vault/service-account-vault";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { ServiceAccountChoice } from "@/lib/core/workspace/service-account";
import {
  saveMemberVault,
  switchMemberVault,
  type VaultSaved,
  type VaultView,
  viewMemberVault,
} from "./member-vaults";
import { serviceAccountVault } from "./vault-editing";

/** An admin edits the vault of a service account, which is served to its credentials as their personal one. */
type Manager = ActorWith<"service_accounts.manage">;

export async function openServiceAccountVault(
  actor: Manager,
  { accountId }: ServiceAccountChoice,
): Promise<Outcome<VaultView>> {
  const vault = serviceAccountVault(actor, accountId);
  const named = await vault.nameOf();
  return named.ok ? done(await viewMemberVault(vault)) : named;
}

export function saveServiceAccountVault(
  actor: Manager,
  { accountId, ...edit }: ServiceAccountVaultEdit,
): Promise<Outcome<VaultSaved>> {
  return saveMemberVault(serviceAccountVault(actor, accountId), edit);
}

export function switchServiceAccountVault(
  actor: Manager,
  { accountId, enabled }: ServiceAccountVaultSwitch,
): Promise<Outcome<VaultView>> {
  return switchMemberVault(serviceAccountVault(actor, accountId), { enabled });
}
