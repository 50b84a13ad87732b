import type { UserId } from "@/lib/core/identifiers";
import type { NewServiceAccount } from "@/lib/core/workspace/service-account";
import { sampleServiceAccount, sampleVaultEdit } from "@/lib/entry/samples";
import { saveServiceAccountVault } from "@/lib/operations/vaults/service-account-vaults";
import { createServiceAccount } from "@/lib/operations/workspace/service-accounts";
import { type Key, keyOf } from "./credentials";
import { actAs, type Place } from "./session";

export async function makeServiceAccount(
  place: Place,
  wanted: Partial<NewServiceAccount> = {},
): Promise<{ id: UserId; name: string; key: Key }> {
  const account = { ...sampleServiceAccount, ...wanted };
  const created = await actAs(place, "service_accounts.manage", (actor) =>
    createServiceAccount(actor, account),
  );
  return { id: created.accountId, name: account.name, key: keyOf(created.credentials) };
}

/** Saves these texts as the first revisions of a service account's vault. */
export async function writeServiceAccountVault(
  place: Place,
  accountId: UserId,
  texts: readonly string[],
): Promise<void> {
  for (const [baseRevision, text] of texts.entries()) {
    const edit = { ...sampleVaultEdit, accountId, text, baseRevision };
    await actAs(place, "service_accounts.manage", (actor) => saveServiceAccountVault(actor, edit));
  }
}
