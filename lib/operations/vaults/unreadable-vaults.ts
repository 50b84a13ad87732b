import { inTransaction } from "@/db/client";
import type { ServedVaultRow } from "@/db/reads/vaults";
import { takeLocks } from "@/db/writes/locks";
import { clearUnreadable, noteUnreadable } from "@/db/writes/vaults";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { logUnexpected } from "@/lib/server/log";
import { recordAudit, subjectOfServer } from "../audit/audit";
import { personalVaultName } from "./vault-editing";

/**
 * Says in the audit log that a vault can't be read, once until it can be again or has another text. Clients are
 * answered without that vault, whether this can be written or not.
 */
export async function noteReadability(
  workspaceId: WorkspaceId,
  vault: ServedVaultRow,
  isReadable: boolean,
): Promise<void> {
  if (isReadable === (vault.unreadableSince === null)) return;
  try {
    await (isReadable ? clear(workspaceId, vault) : note(workspaceId, vault));
  } catch (error) {
    logUnexpected(error, `noting whether vault ${vault.id} can be read`);
  }
}

async function note(workspaceId: WorkspaceId, vault: ServedVaultRow): Promise<void> {
  await inTransaction(async (tx) => {
    await takeLocks(tx, { workspaces: [workspaceId] });
    if (!(await noteUnreadable(tx, workspaceId, vault, now()))) return;
    await recordAudit(tx, subjectOfServer(workspaceId), {
      event: vault.scope === "group" ? "admin_vault.unreadable" : "vault.unreadable",
      targetId: vault.id,
      targetName: vault.name ?? personalVaultName,
      after: { revision: vault.revision },
    });
  });
}

// Not audited: it takes back what the server said of a vault that nobody changed.
async function clear(workspaceId: WorkspaceId, vault: ServedVaultRow): Promise<void> {
  await inTransaction((tx) => clearUnreadable(tx, workspaceId, vault.id));
}
