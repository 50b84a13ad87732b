import { inTransaction, type Transaction } from "@/db/client";
import {
  type AccountForSignIn,
  findAccountByEmail,
  findProfile,
  hasAnyUser,
  type ProfileView,
} from "@/db/reads/accounts";
import { insertUser, updateUser } from "@/db/writes/accounts";
import { lockInstallation, replaceSetUpNonce } from "@/db/writes/installation";
import { updateMember } from "@/db/writes/memberships";
import { mayBeUsed, notAnEmail } from "@/lib/core/account/email";
import type { NameChange, NewAccount } from "@/lib/core/account/inputs";
import { refusePersonalPassword } from "@/lib/core/account/password";
import type { AccountOrigin } from "@/lib/core/audit/events";
import type { UserId } from "@/lib/core/identifiers";
import { done, type Outcome, type Refusal, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { newId, newToken } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { hashPassword } from "@/lib/server/passwords";
import { recordAudit, subjectOfEntry } from "../audit/audit";
import { isOpenSetUpToken, isSetUpToken } from "../installation/set-up";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";
import { checkKnownWorkspaces, findKnownWorkspaces, retryWhenJoined } from "../workspace/every-workspace";
import { insertOwnedWorkspace } from "../workspace/workspaces";
import { recordOwnEvent } from "./events";

/** Whose address it is. Where it is nobody's, nobody else gets it before the transaction ends. */
export async function lockEmail(tx: Transaction, email: string): Promise<AccountForSignIn | undefined> {
  const account = await findAccountByEmail(email, tx);
  if (account) return account;
  await lockInstallation(tx);
  return findAccountByEmail(email, tx);
}

/** Makes a person with a workspace of their own. */
export async function insertPerson(
  tx: Transaction,
  person: {
    name: string;
    email: string;
    /** Undefined for users who sign in through an identity provider. */
    passwordHash: string | null;
    emailProven: boolean;
    origin: AccountOrigin;
    ip: string | null;
  },
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
    passwordChangedAt: person.passwordHash === null ? null : createdAt,
    createdAt,
  });
  const name = `${person.name}’s workspace`.slice(0, 100);
  const workspaceId = await insertOwnedWorkspace(tx, { name, ownerUserId: userId, isPersonal: true });
  const subject = subjectOfEntry(workspaceId, { id: userId, name: person.name }, person.ip);
  await recordAudit(tx, subject, {
    event: "account.created",
    targetId: userId,
    targetName: person.email,
    after: { ...person.origin, emailProven: person.emailProven },
  });
  await recordAudit(tx, subject, { event: "workspace.created", targetId: workspaceId, targetName: name });
  return userId;
}

/** For an address that is to get an account. */
export function refuseDotless(email: string): { ok: false; refusal: Refusal } | undefined {
  if (mayBeUsed(email, settings().dotlessDomains)) return undefined;
  return refused("invalid", "The account was not created.", { email: notAnEmail });
}

/**
 * Only the set-up link makes the first account, and only once: a second one with the same token finds it
 * used.
 */
export async function createFirstAccount(
  account: NewAccount,
  ip: string | null,
): Promise<Outcome<{ email: string }>> {
  const wrongLink = refused(
    "not_found",
    "This set-up link has been used or is not valid. Use the link that the server prints at its start.",
  );
  // Before the slow hash: anybody may call this, and hashing for nothing would hold up those who sign in.
  if (!(await isOpenSetUpToken(account.token))) return wrongLink;
  const dotless = refuseDotless(account.email);
  if (dotless) return dotless;
  const personal = refusePersonalPassword(account.password, account, "password");
  if (personal) return personal;
  const passwordHash = await hashPassword(account.password);
  return inTransaction(async (tx) => {
    const { setUpNonce } = await lockInstallation(tx);
    if ((await hasAnyUser(tx)) || !isSetUpToken(account.token, setUpNonce)) return wrongLink;
    await replaceSetUpNonce(tx, newToken());
    await insertPerson(tx, {
      ...account,
      passwordHash,
      emailProven: true,
      origin: { by: "set_up_link" },
      ip,
    });
    return done({ email: account.email });
  });
}

export function findOwnProfile(actor: ActorWith<"profile.edit">): Promise<ProfileView | undefined> {
  return findProfile(actor.userId);
}

export async function renameSelf(
  actor: ActorWith<"profile.edit">,
  { name }: NameChange,
): Promise<Outcome<{ name: string }>> {
  if (name === actor.name) return done({ name });
  return retryWhenJoined(async () => {
    const known = await findKnownWorkspaces(actor.userId);
    const workspaces = known.workspaces.map(({ id }) => id);
    const rename = async (tx: Transaction, revalidated: Revalidated): Promise<Outcome<{ name: string }>> => {
      await checkKnownWorkspaces(tx, known);
      await updateUser(tx, actor.userId, { name });
      for (const id of workspaces) await updateMember(tx, id, actor.userId, { name });
      const [before, after] = [{ name: actor.name }, { name }];
      await recordOwnEvent(tx, revalidated, { event: "account.renamed", before, after });
      return done({ name });
    };
    return actingIn(actor, "profile.edit", rename, { workspaces });
  });
}
