import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import type { ProfileView } from "@/db/reads/accounts";
import {
  findMembership,
  listMembershipsOfUser,
  type MembershipOfUser,
  mostMembershipsListed,
  type WorkspaceOfUser,
} from "@/db/reads/memberships";
import type { NotificationView } from "@/db/reads/notifications";
import { findSignedInSession, type SignedInSession } from "@/db/reads/sessions";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import { updateMemberLastActive } from "@/db/writes/memberships";
import { updateSessionLastSeen } from "@/db/writes/sessions";
import { type EffectivePreferences, effectivePreferences } from "@/lib/core/account/interface-preferences";
import { shownNotifications } from "@/lib/core/account/notifications";
import { dueTip, type ProTip } from "@/lib/core/account/pro-tips";
import type { UsageWarning } from "@/lib/core/billing/limits";
import { isIdentifier, type WorkspaceId } from "@/lib/core/identifiers";
import { monthOf } from "@/lib/core/usage/usage";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import { isOwnPersonal } from "@/lib/core/workspace/personal";
import { isAdministrator, roleOf } from "@/lib/core/workspace/role";
import { now } from "./clock";
import { settings } from "./env";
import { readSessionClaims, type SessionClaims } from "./read-session-token";
import { sessionCookieName } from "./session-cookie";
import { livePeriod } from "./session-period";
import { startedActions } from "./started-actions";

const seenEveryMs = 60_000;

/** Whoever is signed in, and what the frame around every page shows of them. */
export type SignedIn = {
  actor: Actor;
  account: ProfileView;
  /** One’s own, the personal one last. */
  workspaces: WorkspaceOfUser[];
  notifications: NotificationView[];
  /** What the active workspace is near the limit of, for those who administer it. */
  warnings: UsageWarning[];
  preferences: EffectivePreferences;
  /** The pro tip to show, if one is due. */
  tip: ProTip | undefined;
};

/**
 * Asked once a request, by two queries side by side: the tables of people and those of workspaces are in no join. It
 * goes by the session’s row and not by the cookie alone, so that an ended session loses access immediately.
 */
export const findSignedIn = cache(async (): Promise<SignedIn | undefined> => {
  const claims = await sessionClaims();
  if (!claims) return undefined;
  const [session, listed] = await Promise.all([
    findSignedInSession(claims.sessionId, livePeriod(), shownNotifications(now())),
    listMembershipsOfUser(claims.userId, monthOf(undefined, now()).id),
  ]);
  if (session?.userId !== claims.userId) return undefined;
  const membership = await activeMembership(session, listed);
  if (!membership) return undefined;
  const { account, userId, sessionId, notifications } = session;
  const ip = await requestIp();
  if (now().getTime() - session.lastSeenAt.getTime() > seenEveryMs) {
    await Promise.all([
      updateSessionLastSeen(sessionId, now(), ip),
      updateMemberLastActive(membership.id, userId, now()),
    ]);
  }
  const actor: Actor = {
    userId,
    name: account.name,
    email: account.email,
    workspaceId: membership.id,
    workspaceName: membership.name,
    role: roleOf({ ...membership, userId }),
    via: { by: "session", sessionId },
    ip,
  };
  const warnings = isAdministrator(actor.role) ? membership.warnings : [];
  const preferences = effectivePreferences(session.preferences, settings().preferences);
  const { signedInAt, tips } = session;
  const tip = preferences.hide_pro_tips ? undefined : dueTip({ ...tips, signedInAt, now: now() });
  return { actor, account, workspaces: listed, notifications, warnings, preferences, tip };
});

export async function currentActor(): Promise<Actor | undefined> {
  return (await findSignedIn())?.actor;
}

async function sessionClaims(): Promise<SessionClaims | undefined> {
  const token = (await cookies()).get(sessionCookieName())?.value;
  return token ? readSessionClaims(token) : undefined;
}

/** A workspace that one was removed from falls back to the personal one. */
async function activeMembership(
  { activeWorkspaceId, userId }: SignedInSession,
  listed: MembershipOfUser[],
): Promise<MembershipOfUser | undefined> {
  const active = listed.find(({ id }) => id === activeWorkspaceId);
  const isWhole = listed.length < mostMembershipsListed;
  if (active || isWhole) return active ?? listed.find((each) => isOwnPersonal(each, userId));
  const personalId = await findPersonalWorkspaceId(userId);
  for (const id of [activeWorkspaceId, personalId]) {
    const found = id && (await findMembership(id, userId));
    if (found) return { ...found, id: found.workspaceId, name: found.workspaceName, warnings: [] };
  }
  return undefined;
}

/** The name of a workspace that the person belongs to, for a refusal that has to name it. */
export async function nameOfOwnWorkspace(actor: Actor, workspaceId: string): Promise<string | undefined> {
  return (await findMembership(workspaceId as WorkspaceId, actor.userId))?.workspaceName;
}

/**
 * For pages: redirects signed-out visitors to the sign-in page, and shows the forbidden page without
 * permission.
 */
export async function requireSignedIn<P extends Permission>(
  permission: P,
): Promise<SignedIn & { actor: ActorWith<P> }> {
  const signedIn = await findSignedIn();
  const path = await requestPath();
  if (!signedIn) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  const { actor } = signedIn;
  const linked = linkedWorkspace(path);
  if (linked && linked.workspaceId !== actor.workspaceId) {
    redirect(`/switch-workspace?to=${linked.workspaceId}&next=${encodeURIComponent(linked.path)}`);
  }
  const granted = grant(actor, permission);
  if (!granted) forbidden();
  return { ...signedIn, actor: granted };
}

export async function requireActor<P extends Permission>(permission: P): Promise<ActorWith<P>> {
  return (await requireSignedIn(permission)).actor;
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
