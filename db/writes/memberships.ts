import { and, eq, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { db, type Transaction } from "../client";
import { accountHeads, users } from "../schema/accounts";
import { groupMembers } from "../schema/groups";
import { memberships } from "../schema/memberships";

export async function insertMembership(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
  joinedAt: Date,
): Promise<void> {
  const [user] = await tx
    .select({ kind: users.kind, name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, userId));
  if (!user) throw new Error("A membership needs an account.");
  await tx.insert(memberships).values({ workspaceId, userId, joinedAt, ...user });
  await tx
    .insert(accountHeads)
    .values({ userId, joins: 1 })
    .onConflictDoUpdate({ target: accountHeads.userId, set: { joins: sql`${accountHeads.joins} + 1` } });
}

/** The vault and the group entries of the membership go with it; API credentials are the caller's to end. */
export async function deleteMembership(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<boolean> {
  const gone = await tx
    .delete(memberships)
    .where(ofMember(workspaceId, userId))
    .returning({ userId: memberships.userId });
  return gone.length === 1;
}

type MemberChange = Partial<
  Pick<
    typeof memberships.$inferInsert,
    "name" | "email" | "lastSignInAt" | "lastSignInProvider" | "lastActiveAt"
  >
>;

export async function updateMember(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
  change: MemberChange,
): Promise<void> {
  await tx.update(memberships).set(change).where(ofMember(workspaceId, userId));
}

export async function updateMemberLastActive(
  workspaceId: WorkspaceId,
  userId: UserId,
  at: Date,
): Promise<void> {
  await db().update(memberships).set({ lastActiveAt: at }).where(ofMember(workspaceId, userId));
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

export async function deleteGroupMember(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
  userId: UserId,
): Promise<void> {
  await tx
    .delete(groupMembers)
    .where(
      and(
        eq(groupMembers.workspaceId, workspaceId),
        eq(groupMembers.groupId, groupId),
        eq(groupMembers.userId, userId),
      ),
    );
}

function ofMember(workspaceId: WorkspaceId, userId: UserId) {
  return and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId));
}
