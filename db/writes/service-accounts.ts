import { and, eq } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { serviceAccounts } from "../schema/service-accounts";

export async function insertServiceAccount(
  tx: Transaction,
  row: typeof serviceAccounts.$inferInsert,
): Promise<void> {
  await tx.insert(serviceAccounts).values(row);
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
}
