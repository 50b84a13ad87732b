import { inTransaction, type Transaction } from "@/db/client";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import { findMembership, listWorkspacesOfUser } from "@/db/reads/memberships";
import { findLastActiveWorkspace, listSessions, type SessionView } from "@/db/reads/sessions";
import { updateUser } from "@/db/writes/accounts";
import { updateMember } from "@/db/writes/memberships";
import { deleteSession, deleteSessions, insertSession } from "@/db/writes/sessions";
import type { SessionChoice, SignInAttempt } from "@/lib/core/account/inputs";
import { sessionLifetimeMs } from "@/lib/core/account/session";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { hashPassword, isPassword, needsRehash } from "@/lib/server/passwords";
import { recordAudit, subjectOf } from "./audit";
import { personalWorkspaceOf } from "./personal-workspace";
import { awaitTurn, brakedSubjects, forgetFailures } from "./sign-in-brake";

/** Where a sign-in comes from, as the session list shows it. */
export type Device = { address: string | null; userAgent: string | null };
export type NewSession = { sessionId: string; userId: UserId; name: string; email: string };

/** The answer is the same, and takes as long, whether the account is unknown or the password wrong. */
export async function signInWithPassword(
  attempt: SignInAttempt,
  device: Device,
): Promise<Outcome<NewSession>> {
  const subjects = brakedSubjects(attempt.email, device.address);
  const turnedAway = await awaitTurn(subjects);
  if (turnedAway) {
    return refused("limited", `Too many attempts. Try again in ${turnedAway.retryAfterSeconds} seconds.`);
  }
  const account = await findAccountByEmail(attempt.email);
  if (!(await isPassword(attempt.password, account?.passwordHash ?? null)) || !account) {
    return refused("invalid", "The e-mail address or the password is wrong.");
  }
  await forgetFailures(subjects);
  if (account.passwordHash && needsRehash(account.passwordHash)) {
    const passwordHash = await hashPassword(attempt.password);
    await inTransaction((tx) => updateUser(tx, account.id, { passwordHash }));
  }
  return done(await startSession(account, "password", device));
}

async function startSession(
  account: { id: UserId; name: string; email: string },
  provider: string,
  device: Device,
): Promise<NewSession> {
  const workspaceId = await workspaceToOpen(account.id);
  const sessionId = newId();
  const createdAt = now();
  await inTransaction(async (tx) => {
    await insertSession(tx, {
      id: sessionId,
      userId: account.id,
      activeWorkspaceId: workspaceId,
      address: device.address,
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
    await recordAudit(
      tx,
      {
        workspaceId,
        userId: account.id,
        name: account.name,
        via: "sign_in",
        accessKey: null,
        address: device.address,
      },
      { event: "session.started", targetId: account.id, targetName: account.email, after: { provider } },
    );
  });
  return { sessionId, userId: account.id, name: account.name, email: account.email };
}

/** The workspace of the latest session, while one still belongs to it; else one that is shared before the personal one. */
async function workspaceToOpen(userId: UserId): Promise<WorkspaceId> {
  const last = await findLastActiveWorkspace(userId);
  if (last && (await findMembership(last, userId))) return last;
  const [first] = await listWorkspacesOfUser(userId);
  if (!first) throw new Error("An account has no workspace.");
  return first.id;
}

const shownSessions = 100;

export function listOwnSessions(actor: ActorWith<"sessions.manage">): Promise<SessionView[]> {
  return listSessions(actor.userId, now(), shownSessions);
}

export async function endSession(
  actor: ActorWith<"sessions.manage">,
  choice: SessionChoice,
): Promise<Outcome> {
  return inTransaction(async (tx) => {
    if (!(await deleteSession(tx, actor.userId, choice.sessionId))) {
      return refused("not_found", "This session has already ended.");
    }
    await recordAccountEvent(tx, actor, { event: "session.ended", after: { sessions: 1 } });
    return done();
  });
}

export async function endOtherSessions(
  actor: ActorWith<"sessions.manage">,
): Promise<Outcome<{ ended: number }>> {
  const kept = actor.via.by === "session" ? actor.via.sessionId : undefined;
  return inTransaction(async (tx) => {
    const ended = await deleteSessions(tx, actor.userId, kept);
    if (ended > 0)
      await recordAccountEvent(tx, actor, { event: "session.ended", after: { sessions: ended } });
    return done({ ended });
  });
}

/** The session that is signing out, named by its own cookie. */
export async function signOutSession(userId: UserId, sessionId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const profile = await findProfile(userId, tx);
    if (!profile || !(await deleteSession(tx, userId, sessionId))) return;
    const workspaceId = await personalWorkspaceOf(tx, userId);
    await recordAudit(
      tx,
      { workspaceId, userId, name: profile.name, via: "session", accessKey: null, address: null },
      { event: "session.ended", targetId: userId, targetName: profile.name, after: { sessions: 1 } },
    );
  });
}

async function recordAccountEvent(
  tx: Transaction,
  actor: ActorWith<"sessions.manage">,
  facts: { event: "session.ended"; after: Record<string, unknown> },
): Promise<void> {
  const personal = await personalWorkspaceOf(tx, actor.userId);
  await recordAudit(tx, subjectOf(actor, personal), {
    ...facts,
    targetId: actor.userId,
    targetName: actor.name,
  });
}
