import type { Reader } from "@/db/client";
import { findServiceAccountTraits } from "@/db/reads/service-accounts";
import type { UserId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { Actor, ActorWith } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";

export const personalVaultName = "Personal vault";

/** A member's vault, and who reads it: the member, or an admin where the member is a service account. */
export type VaultReading = {
  actor: Actor;
  ownerId: UserId;
  /** What the audit log calls the vault. Refuses where it is not, or no longer, the actor's to read. */
  nameOf: (on?: Reader) => Promise<Outcome<string>>;
};

/** Whoever writes it asks for its name once more in the transaction that writes. */
export type VaultEditing<P extends Permission> = VaultReading & { actor: ActorWith<P>; permission: P };

export function ownVault(actor: ActorWith<"vaults.edit_own">): VaultEditing<"vaults.edit_own"> {
  const nameOf = async () => done(personalVaultName);
  return { actor, permission: "vaults.edit_own", ownerId: actor.userId, nameOf };
}

/** A person's vault is nobody else's to read, so that this is no way to it, whatever ID is given. */
export function serviceAccountVault(
  actor: ActorWith<"service_accounts.manage">,
  accountId: UserId,
): VaultEditing<"service_accounts.manage"> {
  const nameOf = async (on?: Reader) => {
    const account = await findServiceAccountTraits(actor.workspaceId, accountId, on);
    return account
      ? done(`Vault of ${account.name}`)
      : refused("not_found", "This service account no longer exists.");
  };
  return { actor, permission: "service_accounts.manage", ownerId: accountId, nameOf };
}
