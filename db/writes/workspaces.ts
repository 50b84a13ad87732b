import { and, eq, inArray, isNull } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { accessHeads } from "../schema/access-changes";
import { users } from "../schema/accounts";
import { serviceAccounts } from "../schema/service-accounts";
import { workspaceHeads, workspaces } from "../schema/workspaces";
import { deleteFilesOfWorkspace } from "./files";

export async function insertWorkspace(
  tx: Transaction,
  workspace: typeof workspaces.$inferInsert,
  auditSeal: string,
): Promise<void> {
  await tx.insert(workspaces).values(workspace);
  await tx
    .insert(workspaceHeads)
    .values({ workspaceId: workspace.id, auditNumber: 0, auditHash: "", auditSeal });
  await tx.insert(accessHeads).values({ workspaceId: workspace.id });
}

export async function updateWorkspaceName(
  tx: Transaction,
  workspaceId: WorkspaceId,
  name: string,
): Promise<void> {
  await tx.update(workspaces).set({ name }).where(eq(workspaces.id, workspaceId));
}

/** False where somebody else owns it by now. */
export async function updateWorkspaceOwner(
  tx: Transaction,
  workspaceId: WorkspaceId,
  fromUserId: UserId,
  toUserId: UserId,
): Promise<boolean> {
  const handed = await tx
    .update(workspaces)
    .set({ ownerUserId: toUserId })
    .where(and(eq(workspaces.id, workspaceId), eq(workspaces.ownerUserId, fromUserId)))
    .returning({ id: workspaces.id });
  return handed.length === 1;
}

/** False where it is another than the one that was seen. */
export async function updateCredentialLimit(
  tx: Transaction,
  workspaceId: WorkspaceId,
  days: number | null,
  seen: number | null,
): Promise<boolean> {
  const { maxCredentialDays } = workspaces;
  const changed = await tx
    .update(workspaces)
    .set({ maxCredentialDays: days })
    .where(
      and(
        eq(workspaces.id, workspaceId),
        seen === null ? isNull(maxCredentialDays) : eq(maxCredentialDays, seen),
      ),
    )
    .returning({ id: workspaces.id });
  return changed.length === 1;
}

/** Its service accounts are in no other workspace, and go with it. */
export async function deleteWorkspace(tx: Transaction, workspaceId: WorkspaceId): Promise<void> {
  const accounts = await tx
    .select({ id: serviceAccounts.userId })
    .from(serviceAccounts)
    .where(eq(serviceAccounts.workspaceId, workspaceId));
  await deleteFilesOfWorkspace(tx, workspaceId);
  await tx.delete(workspaces).where(eq(workspaces.id, workspaceId));
  const ids = accounts.map(({ id }) => id);
  if (ids.length > 0) await tx.delete(users).where(inArray(users.id, ids));
}
