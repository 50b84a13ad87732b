import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { findMembership } from "@/db/reads/memberships";
import type { LiveSession } from "@/db/reads/sessions";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import { updateMemberLastActive } from "@/db/writes/memberships";
import { updateSessionLastSeen } from "@/db/writes/sessions";
import { isIdentifier, type WorkspaceId } from "@/lib/core/identifiers";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import { roleOf } from "@/lib/core/workspace/role";
import { now } from "./clock";
import { readSessionToken } from "./read-session-token";
import { sessionCookieName } from "./session-cookie";
import { startedActions } from "./started-actions";

const seenEveryMs = 60_000;

/** Who is signed in, from the session row and not from the cookie alone: an ended session is out at once. */
export const currentActor = cache(async (): Promise<Actor | undefined> => {
  const session = await currentSession();
  if (!session) return undefined;
  const membership = await membershipOf(session);
  if (!membership) return undefined;
  const ip = await requestIp();
  if (now().getTime() - session.lastSeenAt.getTime() > seenEveryMs) {
    await updateSessionLastSeen(session.sessionId, now(), ip);
    await updateMemberLastActive(membership.workspaceId, session.userId, now());
  }
  return {
    userId: session.userId,
    name: session.name,
    email: session.email,
    workspaceId: membership.workspaceId,
    workspaceName: membership.workspaceName,
    role: roleOf(membership),
    via: { by: "session", sessionId: session.sessionId },
    ip,
  };
});

async function currentSession(): Promise<LiveSession | undefined> {
  const token = (await cookies()).get(sessionCookieName())?.value;
  return token ? readSessionToken(token) : undefined;
}

/** A workspace that one was removed from falls back to the personal one. */
async function membershipOf(session: LiveSession) {
  const active = await findMembership(session.activeWorkspaceId, session.userId);
  if (active) return active;
  const personal = await findPersonalWorkspaceId(session.userId);
  return personal && findMembership(personal, session.userId);
}

/** The name of a workspace that the person belongs to, for a refusal that has to name it. */
export async function nameOfOwnWorkspace(actor: Actor, workspaceId: string): Promise<string | undefined> {
  return (await findMembership(workspaceId as WorkspaceId, actor.userId))?.workspaceName;
}

/**
 * For pages: redirects signed-out visitors to the sign-in page, and shows the forbidden page without
 * permission.
 */
export async function requireActor<P extends Permission>(permission: P): Promise<ActorWith<P>> {
  const actor = await currentActor();
  const path = await requestPath();
  if (!actor) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  const linked = linkedWorkspace(path);
  if (linked && linked.workspaceId !== actor.workspaceId) {
    redirect(`/switch-workspace?to=${linked.workspaceId}&next=${encodeURIComponent(linked.path)}`);
  }
  const granted = grant(actor, permission);
  if (!granted) forbidden();
  return granted;
}

/** The workspace that a link of ours was made in, and where it leads once that one is active. */
function linkedWorkspace(path: string): { workspaceId: string; path: string } | undefined {
  const url = new URL(path, "http://steward.invalid");
  const workspaceId = url.searchParams.get("workspace");
  if (workspaceId === null || !isIdentifier(workspaceId)) return undefined;
  url.searchParams.delete("workspace");
  return { workspaceId, path: `${url.pathname}${url.search}` };
}

/** Path and query of the page that is asked for, or that sent the action. */
export async function requestPath(): Promise<string> {
  return (await headers()).get("x-steward-path") ?? "/";
}

/** The HTTP server writes it, over whatever a client sent under that name. */
export async function requestIp(): Promise<string | null> {
  return (await headers()).get("x-steward-address");
}

/** Tells the HTTP server that Next could read what was sent to an action. */
export async function noteActionStart(): Promise<void> {
  const requestId = (await headers()).get("x-steward-request");
  if (requestId) startedActions.add(requestId);
}
