import { inTransaction, type Transaction } from "@/db/client";
import {
  findAccountLink,
  findPasswordHash,
  findProfile,
  hasAnyUser,
  type ProfileView,
} from "@/db/reads/accounts";
import { listWorkspacesOfUser } from "@/db/reads/memberships";
import { deleteAccountLinks, insertUser, lockUser, takeAccountLink, updateUser } from "@/db/writes/accounts";
import { lockInstallation, replaceSetUpNonce } from "@/db/writes/installation";
import { updateMember } from "@/db/writes/memberships";
import { deleteSessions } from "@/db/writes/sessions";
import type { NameChange, NewAccount, PasswordChange, PasswordReset } from "@/lib/core/account/inputs";
import type { UserId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { hashSecret, newId, newToken } from "@/lib/server/crypto";
import { hashPassword, isPassword } from "@/lib/server/passwords";
import { recordAudit, subjectOf } from "./audit";
import { personalWorkspaceOf } from "./personal-workspace";
import { isOpenSetUpToken, isSetUpToken } from "./set-up";
import { awaitTurn, brakedSubjects, forgetFailures } from "./sign-in-brake";
import { insertOwnedWorkspace } from "./workspaces";

/** Makes a person with a workspace of their own. */
export async function insertPerson(
  tx: Transaction,
  person: { name: string; email: string; passwordHash: string; emailProven: boolean; address: string | null },
): Promise<UserId> {
  const createdAt = now();
  const userId = newId<UserId>();
  await insertUser(tx, {
    id: userId,
    kind: "person",
    name: person.name,
    email: person.email,
    emailProvenAt: person.emailProven ? createdAt : null,
    passwordHash: person.passwordHash,
    passwordChangedAt: createdAt,
    createdAt,
  });
  const name = `${person.name}’s workspace`.slice(0, 100);
  const workspaceId = await insertOwnedWorkspace(tx, { name, ownerUserId: userId, isPersonal: true });
  const subject = {
    workspaceId,
    userId,
    name: person.name,
    via: "sign_in",
    accessKey: null,
    address: person.address,
  } as const;
  await recordAudit(tx, subject, { event: "account.created", targetId: userId, targetName: person.email });
  await recordAudit(tx, subject, { event: "workspace.created", targetId: workspaceId, targetName: name });
  return userId;
}

/** Only the set-up link makes the first account, and only once: a second one with the same token finds it used. */
export async function createFirstAccount(
  account: NewAccount,
  address: string | null,
): Promise<Outcome<{ email: string }>> {
  const wrongLink = refused(
    "not_found",
    "This set-up link has been used or is not right. The server prints the right one.",
  );
  // Before the slow hash: anybody may call this, and hashing for nothing would hold up those who sign in.
  if (!(await isOpenSetUpToken(account.token))) return wrongLink;
  const passwordHash = await hashPassword(account.password);
  return inTransaction(async (tx) => {
    const { setUpNonce } = await lockInstallation(tx);
    if ((await hasAnyUser(tx)) || !isSetUpToken(account.token, setUpNonce)) return wrongLink;
    await replaceSetUpNonce(tx, newToken());
    await insertPerson(tx, { ...account, passwordHash, emailProven: true, address });
    return done({ email: account.email });
  });
}

export function findOwnProfile(actor: ActorWith<"profile.edit">): Promise<ProfileView | undefined> {
  return findProfile(actor.userId);
}

export async function renameSelf(
  actor: ActorWith<"profile.edit">,
  change: NameChange,
): Promise<Outcome<{ name: string }>> {
  if (change.name === actor.name) return done({ name: change.name });
  const memberOf = await listWorkspacesOfUser(actor.userId);
  await inTransaction(async (tx) => {
    await updateUser(tx, actor.userId, { name: change.name });
    for (const { id } of memberOf) await updateMember(tx, id, actor.userId, { name: change.name });
    await recordAudit(tx, subjectOf(actor, await personalWorkspaceOf(tx, actor.userId)), {
      event: "account.renamed",
      targetId: actor.userId,
      targetName: change.name,
      before: { name: actor.name },
      after: { name: change.name },
    });
  });
  return done({ name: change.name });
}

/** Ends every other session and every reset link: whoever knew the old password is out. */
export async function changePassword(
  actor: ActorWith<"profile.edit">,
  change: PasswordChange,
): Promise<Outcome<{ endedSessions: number }>> {
  const subjects = brakedSubjects(`change of password ${actor.userId}`, actor.address);
  const turnedAway = await awaitTurn(subjects);
  if (turnedAway) {
    return refused("limited", `Too many attempts. Try again in ${turnedAway.retryAfterSeconds} seconds.`);
  }
  const currentHash = await findPasswordHash(actor.userId);
  if (!(await isPassword(change.currentPassword, currentHash))) {
    return refused("invalid", "The password was not changed.", {
      currentPassword: "This is not your current password.",
    });
  }
  await forgetFailures(subjects);
  const passwordHash = await hashPassword(change.newPassword);
  return inTransaction(async (tx) => {
    const locked = await lockUser(tx, actor.userId);
    if (locked?.passwordHash !== currentHash) {
      return refused("conflict", "Your password was changed elsewhere just now. Nothing was changed here.");
    }
    await updateUser(tx, actor.userId, { passwordHash, passwordChangedAt: now() });
    await deleteAccountLinks(tx, actor.userId);
    const kept = actor.via.by === "session" ? actor.via.sessionId : undefined;
    const endedSessions = await deleteSessions(tx, actor.userId, kept);
    await recordAudit(tx, subjectOf(actor, await personalWorkspaceOf(tx, actor.userId)), {
      event: "account.password_changed",
      targetId: actor.userId,
      targetName: actor.name,
      after: { endedSessions },
    });
    return done({ endedSessions });
  });
}

/** Spends a reset link. Every session ends, so that whoever else was in is out. */
export async function resetPassword(
  reset: PasswordReset,
  address: string | null,
): Promise<Outcome<{ email: string }>> {
  const tokenHash = hashSecret(reset.token);
  const link = await findAccountLink(tokenHash);
  const spent = refused("not_found", "This link has been used or is too old. Ask for a new one.");
  if (!link?.email || link.expiresAt <= now()) return spent;
  const { email, name, userId } = link;
  const passwordHash = await hashPassword(reset.newPassword);
  return inTransaction(async (tx) => {
    if (!(await takeAccountLink(tx, tokenHash))) return spent;
    await updateUser(tx, userId, { passwordHash, passwordChangedAt: now() });
    await deleteAccountLinks(tx, userId);
    const endedSessions = await deleteSessions(tx, userId);
    const workspaceId = await personalWorkspaceOf(tx, userId);
    await recordAudit(
      tx,
      { workspaceId, userId, name, via: "sign_in", accessKey: null, address },
      { event: "account.password_reset", targetId: userId, targetName: email, after: { endedSessions } },
    );
    return done({ email });
  });
}

/** Whom a reset link is for, while it can still be used. */
export async function findResetLink(token: string): Promise<{ email: string } | undefined> {
  const link = await findAccountLink(hashSecret(token));
  return link?.email && link.expiresAt > now() ? { email: link.email } : undefined;
}
