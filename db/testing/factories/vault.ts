import type { UserId } from "@/lib/core/identifiers";
import { done } from "@/lib/core/outcome";
import type { NewAdminVault } from "@/lib/core/vault/admin-vault";
import type { VaultEdit } from "@/lib/core/vault/inputs";
import { sampleAdminVault, sampleVaultEdit } from "@/lib/entry/samples";
import { createAdminVault } from "@/lib/operations/vaults/admin-vaults";
import { saveServiceAccountVault } from "@/lib/operations/vaults/service-account-vaults";
import { findOwnVault, findOwnVaultId, saveOwnVault } from "@/lib/operations/vaults/vaults";
import { actAs, type Place } from "./session";

/** Saves a member's own vault over the revision that it has. */
export async function writeVault(place: Place, text: string, more: Partial<VaultEdit> = {}): Promise<void> {
  const { revision } = await actAs(place, "vaults.read_own", async (actor) =>
    done(await findOwnVault(actor)),
  );
  const edit = { ...sampleVaultEdit, text, baseRevision: revision, ...more };
  const { saved } = await actAs(place, "vaults.edit_own", (actor) => saveOwnVault(actor, edit));
  if (!saved) throw new Error("The vault was not saved.");
}

/** The first text of a service account's vault. */
export async function writeServiceAccountVault(place: Place, accountId: UserId, text: string): Promise<void> {
  const edit = { ...sampleVaultEdit, accountId, text };
  await actAs(place, "service_accounts.manage", (actor) => saveServiceAccountVault(actor, edit));
}

export function findVaultId(place: Place): Promise<string> {
  return actAs(place, "vaults.read_own", async (actor) => done((await findOwnVaultId(actor)) ?? ""));
}

export async function makeAdminVault(place: Place, wanted: Partial<NewAdminVault> = {}): Promise<string> {
  const vault = { ...sampleAdminVault, ...wanted };
  return (await actAs(place, "vaults.manage", (actor) => createAdminVault(actor, vault))).vaultId;
}
