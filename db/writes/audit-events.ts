import { eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { auditEvents } from "../schema/audit-events";
import { workspaceHeads } from "../schema/workspaces";

export type AuditHead = { number: number; hash: string; seal: string };

/** Locks the workspace until the transaction ends: nothing else changes in it meanwhile. Nothing where it is gone. */
export async function lockWorkspace(
  tx: Transaction,
  workspaceId: WorkspaceId,
): Promise<AuditHead | undefined> {
  const [head] = await tx
    .select({
      number: workspaceHeads.auditNumber,
      hash: workspaceHeads.auditHash,
      seal: workspaceHeads.auditSeal,
    })
    .from(workspaceHeads)
    .where(eq(workspaceHeads.workspaceId, workspaceId))
    .for("update");
  return head;
}

export async function insertAuditEvent(
  tx: Transaction,
  /** In their order; some hundreds at once at most. */
  entries: readonly (typeof auditEvents.$inferInsert)[],
  seal: string,
): Promise<void> {
  const entry = entries.at(-1);
  if (!entry) return;
  await tx.insert(auditEvents).values([...entries]);
  await tx
    .update(workspaceHeads)
    .set({ auditNumber: entry.number, auditHash: entry.hash, auditSeal: seal })
    .where(eq(workspaceHeads.workspaceId, entry.workspaceId));
}

export async function updateAuditSeal(
  tx: Transaction,
  workspaceId: WorkspaceId,
  seal: string,
): Promise<void> {
  await tx.update(workspaceHeads).set({ auditSeal: seal }).where(eq(workspaceHeads.workspaceId, workspaceId));
}
