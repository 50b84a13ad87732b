import { and, eq, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { groups } from "../schema/groups";
import { workspaceHeads, workspaces } from "../schema/workspaces";

export async function insertWorkspace(
  tx: Transaction,
  workspace: typeof workspaces.$inferInsert,
): Promise<void> {
  await tx.insert(workspaces).values(workspace);
  await tx
    .insert(workspaceHeads)
    .values({ workspaceId: workspace.id, configurationVersion: 1, auditNumber: 0, auditHash: "" });
}

export async function insertGroups(tx: Transaction, rows: (typeof groups.$inferInsert)[]): Promise<void> {
  await tx.insert(groups).values(rows);
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

export async function deleteWorkspace(tx: Transaction, workspaceId: WorkspaceId): Promise<void> {
  await tx.delete(workspaces).where(eq(workspaces.id, workspaceId));
}

/** Tells every process that what the workspace's clients receive has changed. */
export async function raiseConfigurationVersion(tx: Transaction, workspaceId: WorkspaceId): Promise<void> {
  await tx
    .update(workspaceHeads)
    .set({ configurationVersion: sql`${workspaceHeads.configurationVersion} + 1` })
    .where(eq(workspaceHeads.workspaceId, workspaceId));
}
