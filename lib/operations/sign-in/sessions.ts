import { inTransaction, type Transaction } from "@/db/client";
import { findProfile } from "@/db/reads/accounts";
import { findRoleFacts } from "@/db/reads/memberships";
import {
  findLastActiveWorkspace,
  findSessionStart,
  listSessions,
  type SessionView,
} from "@/db/reads/sessions";
import { lockWorkspace } from "@/db/writes/audit-events";
import { takeLocks } from "@/db/writes/locks";
import { updateMember } from "@/db/writes/memberships";
import { deleteSession, deleteSessions, insertSession } from "@/db/writes/sessions";
import { describeDevice } from "@/lib/core/account/device";
import type { SessionChoice } from "@/lib/core/account/inputs";
import { isFreshSession } from "@/lib/core/account/links";
import { sessionLifetimeMs } from "@/lib/core/account/session";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { Actor, ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { nameOfProvider } from "@/lib/server/identity-providers";
import type { KnownBrowser } from "@/lib/server/known-browser";
import { livePeriod } from "@/lib/server/session-period";
import { recordOwnEvent } from "../account/events";
import { rememberBrowserOf } from "../account/known-browsers";
import { recordAudit, subjectOfEntry } from "../audit/audit";
import { actingOnSelf } from "../rights/revalidate-actor";
import { personalWorkspaceOf } from "../workspace/personal-workspace";

/** Where a sign-in comes from, as the session list shows it. */
export type Device = {
  ip: string | null;
  userAgent: string | null;
  /** As its cookie names it; whether the account knows it is looked at. */
  browser?: KnownBrowser | undefined;
};
export type NewSession = {
  sessionId: string;
  browserId: string;
  userId: UserId;
  name: string;
  email: string;
};

/** In the transaction that has locked the account and has seen that what was shown for it still counts. */
export async function startSession(
  tx: Transaction,
  account: { id: UserId; name: string; email: string },
  provider: string,
  device: Device,
  /** Those that the account was in just before, what it would rather open first. */
  workspaces: readonly { id: WorkspaceId }[],
): Promise<NewSession> {
  const workspaceId = await workspaceToOpen(tx, account.id, workspaces);
  const sessionId = newId();
  const createdAt = now();
  await lockWorkspace(tx, workspaceId);
  await insertSession(tx, {
    id: sessionId,
    userId: account.id,
    activeWorkspaceId: workspaceId,
    ip: device.ip,
    userAgent: device.userAgent?.slice(0, 400) ?? null,
    provider,
    createdAt,
    lastSeenAt: createdAt,
    expiresAt: new Date(createdAt.getTime() + sessionLifetimeMs),
  });
  await updateMember(tx, workspaceId, account.id, {
    lastSignInAt: createdAt,
    lastSignInProvider: provider,
    lastActiveAt: createdAt,
  });
  const browserId = await rememberBrowserOf(tx, account.id, device.browser);
  const { id: userId, name, email } = account;
  await recordAudit(tx, subjectOfEntry(workspaceId, account, device.ip), {
    event: "session.started",
    targetId: userId,
    targetName: email,
    after: { provider },
  });
  return { sessionId, browserId, userId, name, email };
}

/** Before the sign-in writes to the personal workspace: both are locked in one order. */
export async function lockForSignIn(
  tx: Transaction,
  userId: UserId,
  workspaces: readonly { id: WorkspaceId }[],
): Promise<void> {
  const opened = await workspaceToOpen(tx, userId, workspaces);
  await takeLocks(tx, { accounts: [userId], workspaces: [opened, await personalWorkspaceOf(tx, userId)] });
}

/** The workspace of the latest session, while one still belongs to it; else one that is shared before the personal one. */
async function workspaceToOpen(
  tx: Transaction,
  userId: UserId,
  workspaces: readonly { id: WorkspaceId }[],
): Promise<WorkspaceId> {
  const last = await findLastActiveWorkspace(userId, tx);
  for (const id of [...(last ? [last] : []), ...workspaces.map((each) => each.id)]) {
    if (await findRoleFacts(id, userId, tx)) return id;
  }
  return personalWorkspaceOf(tx, userId);
}

/** True for somebody who signed in a short while ago, and has thereby just shown who they are. */
export async function hasFreshSession(actor: Actor, on?: Transaction): Promise<boolean> {
  if (actor.via.by !== "session") return false;
  const startedAt = await findSessionStart(actor.via.sessionId, on);
  return startedAt !== undefined && isFreshSession(startedAt, now());
}

const shownSessions = 100;

export type OwnSession = Omit<SessionView, "userAgent" | "provider"> & {
  device: string;
  providerName: string;
  isThisOne: boolean;
};

export async function listOwnSessions(actor: ActorWith<"sessions.manage">): Promise<OwnSession[]> {
  const { via } = actor;
  const sessions = await listSessions(actor.userId, livePeriod(), shownSessions);
  return sessions.map(({ userAgent, provider, ...session }) => ({
    ...session,
    device: describeDevice(userAgent),
    providerName: nameOfProvider(provider),
    isThisOne: via.by === "session" && session.id === via.sessionId,
  }));
}

export async function endSession(
  actor: ActorWith<"sessions.manage">,
  choice: SessionChoice,
): Promise<Outcome> {
  return actingOnSelf(actor, "sessions.manage", async (tx, revalidated) => {
    if (!(await deleteSession(tx, actor.userId, choice.sessionId))) {
      return refused("not_found", "This session is already signed out.");
    }
    await recordOwnEvent(tx, revalidated, { event: "session.ended", after: { sessions: 1 } });
    return done();
  });
}

export async function endOtherSessions(
  actor: ActorWith<"sessions.manage">,
): Promise<Outcome<{ ended: number }>> {
  const kept = actor.via.by === "session" ? actor.via.sessionId : undefined;
  return actingOnSelf(actor, "sessions.manage", async (tx, revalidated) => {
    const ended = await deleteSessions(tx, actor.userId, kept);
    if (ended > 0)
      await recordOwnEvent(tx, revalidated, { event: "session.ended", after: { sessions: ended } });
    return done({ ended });
  });
}

/** The session that is signing out, named by its own cookie. */
export async function signOutSession(userId: UserId, sessionId: string, ip: string | null): Promise<void> {
  await inTransaction(async (tx) => {
    await takeLocks(tx, { accounts: [userId] });
    const profile = await findProfile(userId, tx);
    if (!profile || !(await deleteSession(tx, userId, sessionId))) return;
    const workspaceId = await personalWorkspaceOf(tx, userId);
    await recordAudit(tx, subjectOfEntry(workspaceId, profile, ip, "session"), {
      event: "session.ended",
      targetId: userId,
      targetName: profile.name,
      after: { sessions: 1 },
    });
  });
}
