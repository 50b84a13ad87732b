import { and, eq } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { serviceAccounts } from "../schema/service-accounts";
import { recordPrincipal } from "./access-changes";

export async function insertServiceAccount(
  tx: Transaction,
  row: typeof serviceAccounts.$inferInsert,
): Promise<void> {
  await tx.insert(serviceAccounts).values(row);
  if (row.mayImpersonate) await recordImpersonation(tx, row.workspaceId, row.userId, true);
}

export async function updateImpersonation(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
  mayImpersonate: boolean,
): Promise<void> {
  await tx
    .update(serviceAccounts)
    .set({ mayImpersonate })
    .where(and(eq(serviceAccounts.workspaceId, workspaceId), eq(serviceAccounts.userId, userId)));
  await recordImpersonation(tx, workspaceId, userId, mayImpersonate);
}

export async function updateAskingDecisions(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
  mayAskDecisions: boolean,
): Promise<void> {
  await tx
    .update(serviceAccounts)
    .set({ mayAskDecisions })
    .where(and(eq(serviceAccounts.workspaceId, workspaceId), eq(serviceAccounts.userId, userId)));
}

function recordImpersonation(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
  canImpersonate: boolean,
): Promise<void> {
  const principal = { id: userId, kind: "service", active: true, canImpersonate } as const;
  return recordPrincipal(tx, workspaceId, principal);
}
