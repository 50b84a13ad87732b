import { and, eq, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { groupMembers, groups } from "../schema/groups";
import { memberships } from "../schema/memberships";
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

export async function insertMembership(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
  joinedAt: Date,
): Promise<void> {
  await tx.insert(memberships).values({ workspaceId, userId, joinedAt });
}

export async function insertGroupMember(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
  userId: UserId,
  addedAt: Date,
): Promise<void> {
  await tx.insert(groupMembers).values({ workspaceId, groupId, userId, addedAt }).onConflictDoNothing();
}

/** The vault and the group entries of the membership go with it; API credentials are the caller's to end. */
export async function deleteMembership(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<void> {
  await tx
    .delete(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId)));
}

export async function updateWorkspaceName(
  tx: Transaction,
  workspaceId: WorkspaceId,
  name: string,
): Promise<void> {
  await tx.update(workspaces).set({ name }).where(eq(workspaces.id, workspaceId));
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
