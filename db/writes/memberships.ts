import { and, eq, inArray, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { db, type Transaction } from "../client";
import { accountHeads, users } from "../schema/accounts";
import { groupMembers } from "../schema/groups";
import { memberships } from "../schema/memberships";
import { recordAccessChanges, recordPrincipal } from "./access-changes";
import { deleteEmptyRules, listRulesNamingUser } from "./access-rules";
import { engineGroupId } from "./groups";
import { requestSeatSync } from "./stripe";

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
  if (user.kind === "person") await requestSeatSync(tx, workspaceId);
  await tx
    .insert(accountHeads)
    .values({ userId, joins: 1 })
    .onConflictDoUpdate({ target: accountHeads.userId, set: { joins: sql`${accountHeads.joins} + 1` } });
  const kind = user.kind === "person" ? "user" : "service";
  const principal = { id: userId, kind, active: true, canImpersonate: false } as const;
  await recordPrincipal(tx, workspaceId, principal);
}

/**
 * The vault, the group entries and what access rules give by name go with it; API credentials are the caller's to end.
 */
export async function deleteMembership(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<boolean> {
  const ruleIds = await listRulesNamingUser(tx, workspaceId, userId);
  const gone = await tx
    .delete(memberships)
    .where(ofMember(workspaceId, userId))
    .returning({ kind: memberships.kind });
  const [member] = gone;
  if (!member) return false;
  if (member.kind === "person") await requestSeatSync(tx, workspaceId);
  await deleteEmptyRules(tx, workspaceId, ruleIds);
  await recordAccessChanges(tx, workspaceId, [{ kind: "principal_removed", id: userId }]);
  return true;
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
  await insertGroupMembers(tx, workspaceId, groupId, [userId], addedAt);
}

export async function insertGroupMembers(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
  userIds: readonly UserId[],
  addedAt: Date,
): Promise<void> {
  if (userIds.length === 0) return;
  await tx
    .insert(groupMembers)
    .values(userIds.map((userId) => ({ workspaceId, groupId, userId, addedAt })))
    .onConflictDoNothing();
  const known = await engineGroupId(tx, workspaceId, groupId);
  await recordAccessChanges(tx, workspaceId, [{ kind: "members_added", groupId: known, userIds }]);
}

export function deleteGroupMember(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
  userId: UserId,
): Promise<void> {
  return deleteGroupMembers(tx, workspaceId, groupId, [userId]);
}

export async function deleteGroupMembers(
  tx: Transaction,
  workspaceId: WorkspaceId,
  groupId: string,
  userIds: readonly UserId[],
): Promise<void> {
  if (userIds.length === 0) return;
  await tx
    .delete(groupMembers)
    .where(
      and(
        eq(groupMembers.workspaceId, workspaceId),
        eq(groupMembers.groupId, groupId),
        inArray(groupMembers.userId, [...userIds]),
      ),
    );
  const known = await engineGroupId(tx, workspaceId, groupId);
  const changes = userIds.map((userId) => ({ kind: "member_removed", groupId: known, userId }) as const);
  await recordAccessChanges(tx, workspaceId, changes);
}

function ofMember(workspaceId: WorkspaceId, userId: UserId) {
  return and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId));
}
