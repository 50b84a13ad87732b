import { findMembership } from "@/db/reads/memberships";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import type { Actor } from "@/lib/core/workspace/actor";
import { roleOf } from "@/lib/core/workspace/role";
import { readSessionToken } from "./read-session-token";

/**
 * Whoever a session cookie signs in, in the session's active workspace, or in the personal one where they left that.
 * For what is answered before Next; pages ask `currentActor`.
 */
export async function findSessionActor(token: string, ip: string): Promise<Actor | undefined> {
  const session = await readSessionToken(token);
  if (!session) return undefined;
  const { userId, sessionId, activeWorkspaceId } = session;
  const membership = (await findMembership(activeWorkspaceId, userId)) ?? (await findOwnMembership(userId));
  if (!membership) return undefined;
  return {
    userId,
    name: membership.userName,
    email: membership.userEmail,
    workspaceId: membership.workspaceId,
    workspaceName: membership.workspaceName,
    role: roleOf(membership),
    via: { by: "session", sessionId },
    ip,
  };
}

async function findOwnMembership(userId: Actor["userId"]) {
  const personalId = await findPersonalWorkspaceId(userId);
  return personalId && findMembership(personalId, userId);
}
