import { and, asc, count, eq, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { users } from "../schema/accounts";
import { groupMembers, groups } from "../schema/groups";
import { memberships } from "../schema/memberships";
import { workspaces } from "../schema/workspaces";

export type MembershipView = {
  workspaceId: WorkspaceId;
  workspaceName: string;
  isPersonal: boolean;
  ownerUserId: UserId;
  userId: UserId;
  userName: string;
  userEmail: string | null;
  kind: "person" | "service_account";
  inAdmins: boolean;
};

/** What decides a member's role in one workspace; nothing when they are not in it. */
export async function findMembership(
  workspaceId: WorkspaceId,
  userId: UserId,
  on: Reader = db(),
): Promise<MembershipView | undefined> {
  const [row] = await on
    .select({
      workspaceId: memberships.workspaceId,
      workspaceName: workspaces.name,
      isPersonal: workspaces.isPersonal,
      ownerUserId: workspaces.ownerUserId,
      userId: memberships.userId,
      userName: users.name,
      userEmail: users.email,
      kind: users.kind,
      inAdmins: sql<boolean>`exists (
        select 1 from ${groupMembers}
        join ${groups} on ${groups.workspaceId} = ${groupMembers.workspaceId} and ${groups.id} = ${groupMembers.groupId}
        where ${groupMembers.workspaceId} = ${workspaceId} and ${groups.workspaceId} = ${workspaceId}
          and ${groupMembers.userId} = ${userId} and ${groups.builtIn} = 'admins')`,
    })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId)));
  return row;
}

export type WorkspaceOfUser = { id: WorkspaceId; name: string; isPersonal: boolean; ownerUserId: UserId };

/** By user, over all workspaces: the personal one last, the others by when they were joined. */
export function listWorkspacesOfUser(userId: UserId): Promise<WorkspaceOfUser[]> {
  return db()
    .select({
      id: workspaces.id,
      name: workspaces.name,
      isPersonal: workspaces.isPersonal,
      ownerUserId: workspaces.ownerUserId,
    })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(eq(memberships.userId, userId))
    .orderBy(asc(workspaces.isPersonal), asc(memberships.joinedAt), asc(workspaces.id))
    .limit(200);
}

export type MemberFace = { id: UserId; name: string };

/** The people who joined first, and how many people there are. */
export async function listFirstMembers(
  workspaceId: WorkspaceId,
  limit: number,
): Promise<{ faces: MemberFace[]; total: number }> {
  const people = and(eq(memberships.workspaceId, workspaceId), eq(users.kind, "person"));
  const [faces, [counted]] = await Promise.all([
    db()
      .select({ id: users.id, name: users.name })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(people)
      .orderBy(asc(memberships.joinedAt), asc(memberships.userId))
      .limit(limit),
    db()
      .select({ total: count() })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(people),
  ]);
  return { faces, total: counted?.total ?? 0 };
}
