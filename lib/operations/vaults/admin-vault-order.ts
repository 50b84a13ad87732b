import { countAdminVaultsIn, findAdminVault } from "@/db/reads/admin-vaults";
import { moveVault } from "@/db/writes/admin-vaults";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { AdminVaultMove } from "@/lib/core/vault/admin-vault";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn } from "../rights/revalidate-actor";
import { type VaultManager, vaultGone } from "./admin-vault-view";

/** A vault wins over those before it in the order. */
export async function moveAdminVault(
  actor: VaultManager,
  { vaultId, from, to }: AdminVaultMove,
): Promise<Outcome<{ name: string }>> {
  const { workspaceId } = actor;
  return actingIn(actor, "vaults.manage", async (tx, revalidated) => {
    const vault = await findAdminVault(workspaceId, vaultId, tx);
    if (!vault) return vaultGone;
    const last = await countAdminVaultsIn(workspaceId, tx);
    if (vault.position !== from || to > last) {
      return refused("conflict", "Somebody has just changed the order. Review it, then move the vault.");
    }
    if (from === to) return done({ name: vault.name });
    await moveVault(tx, workspaceId, { vaultId, from, to });
    await recordAudit(tx, subjectOf(revalidated), {
      event: "admin_vault.reordered",
      targetId: vault.id,
      targetName: vault.name,
      before: { position: from },
      after: { position: to },
    });
    return done({ name: vault.name });
  });
}
