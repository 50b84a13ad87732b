import { eq } from "drizzle-orm";
import { db, inTransaction } from "@/db/client";
import { findBuiltInGroupId } from "@/db/reads/groups";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import { users } from "@/db/schema/accounts";
import { groups } from "@/db/schema/groups";
import { serviceAccounts } from "@/db/schema/service-accounts";
import { insertUser, replaceSignUpLink } from "@/db/writes/accounts";
import { insertIdentity } from "@/db/writes/identities";
import { insertInvitation, insertInvitationLink } from "@/db/writes/invitations";
import { insertGroupMember, insertMembership } from "@/db/writes/memberships";
import { replaceRecoveryCodes } from "@/db/writes/sign-in-means";
import { shownRecoveryCode } from "@/lib/core/account/second-factor";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { invitationToken } from "@/lib/core/workspace/invitation";
import { insertPerson } from "@/lib/operations/account/accounts";
import { removeMember } from "@/lib/operations/workspace/members";
import { hashSecret, newId, newToken } from "@/lib/server/crypto";
import { sessionCookieName } from "@/lib/server/session-cookie";
import { newRecoveryCodes } from "@/lib/server/totp";
import {
  type Account,
  actAs,
  findVaultId,
  hashedPassword,
  joinWorkspace,
  makeAdminVault,
  makeCredentials,
  makeResetLink,
  makeSession,
  makeWorkspace,
  writeVault,
} from "../accounts";
import { beginSecondFactor, turnOnSecondFactor } from "../second-factors";
import { basic, type Credentials, drawToken } from "../wire-client";

/** How somebody comes: what a browser of theirs sends with a request, and what a program of theirs has. */
export type Caller = {
  headers: Record<string, string>;
  activeId: WorkspaceId;
  credentials?: Credentials;
  token?: string;
};

export const oidcProvider = "corporate";

/** An identity provider and a mail server are there to be asked for; nobody answers at either. */
export const worldSettings = {
  STEWARD_SIGN_UP: "open",
  SMTP_URL: "smtp://localhost:9",
  MAIL_FROM: "steward@example.com",
  STEWARD_OIDC_CORPORATE_ISSUER: "http://localhost:9",
  STEWARD_OIDC_CORPORATE_CLIENT_ID: "steward",
  STEWARD_OIDC_CORPORATE_CLIENT_SECRET: "not asked for here",
};

/** One workspace that requests are aimed at, everybody who may aim at it, and the rows that they name. */
export type World = {
  url: string;
  workspaceId: WorkspaceId;
  password: string;
  callers: Record<Person, Caller>;
  ids: Record<Person, UserId>;
  ownersAccessKey: string;
  /** A personal one, with two revisions. */
  ownersVaultId: string;
  ownersOtherSessionId: string;
  ownersIdentity: { provider: string; subject: string };
  /** Of a second factor that counts. */
  ownersRecoveryCode: string;
  /** Of one that was begun. */
  adminsTotpSecret: string;
  robotsAccessKey: string;
  robotName: string;
  /** With the member in it. */
  groupId: string;
  groupName: string;
  /** The first of two, given to the group. */
  adminVaultId: string;
  adminVaultName: string;
  /** Open, and for an address without an account. */
  invitationId: string;
  /** Open, and for the one who is invited. */
  notifiedInvitationId: string;
  tokens: { invited: string; newcomer: string; unproven: string; reset: string; signUp: string };
  /** What nobody may come to see who isn't in the workspace. */
  hidden: string[];
  secrets: string[];
};

export type Person =
  | "owner"
  | "admin"
  | "member"
  | "removed"
  | "serviceAccount"
  | "foreignAdmin"
  | "elsewhere"
  | "invited";

async function makePerson(name: string, emailProven = true): Promise<Account> {
  const { password, passwordHash } = await hashedPassword();
  const email = `${newId().slice(0, 16)}@example.com`;
  const id = await inTransaction((tx) =>
    insertPerson(tx, { name, email, passwordHash, emailProven, origin: { by: "demo" }, ip: null }),
  );
  const workspaceId = await findPersonalWorkspaceId(id);
  if (!workspaceId) throw new Error("A new account has no workspace.");
  return { id, name, email, password, workspaceId };
}

export async function makeWorld(url: string): Promise<World> {
  const tag = newId().slice(0, 12);
  const owner = await makePerson(`Owner ${tag}`);
  const workspaceId = await makeWorkspace(owner, `Target ${tag}`);
  const [admin, member, removed] = await Promise.all(
    ["Admin", "Member", "Removed"].map((name) => makePerson(`${name} ${tag}`)),
  );
  const [foreignAdmin, foreignOwner, invited, unproven] = await Promise.all([
    makePerson("Foreign admin"),
    makePerson("Foreign owner"),
    makePerson("Invited"),
    makePerson("Unproven", false),
  ]);
  if (!admin || !member || !removed) throw new Error("Nobody was made.");
  for (const person of [admin, member, removed]) await joinWorkspace(person, workspaceId);
  const foreignId = await makeWorkspace(foreignOwner, "Foreign");
  await joinWorkspace(foreignAdmin, foreignId);
  await makeAdmin(admin, workspaceId);
  await makeAdmin(foreignAdmin, foreignId);
  const serviceAccount = await makeServiceAccount(`Robot ${tag}`, workspaceId);
  for (const account of [owner, admin, member]) await writeVault({ account, workspaceId }, "a = 1\n");
  await writeVault({ account: owner, workspaceId }, "a = 2\n");
  const ownersVaultId = await findVaultId({ account: owner, workspaceId });

  const callers: World["callers"] = {
    owner: await comeIn(url, owner, workspaceId),
    admin: await comeIn(url, admin, workspaceId),
    member: await comeIn(url, member, workspaceId),
    removed: await comeIn(url, removed, workspaceId),
    foreignAdmin: await comeIn(url, foreignAdmin, foreignId),
    invited: await comeIn(url, invited, invited.workspaceId),
    elsewhere: await comeIn(url, owner, owner.workspaceId),
    serviceAccount: await comeAsProgram(url, serviceAccount, workspaceId),
  };
  await actAs({ account: owner, workspaceId }, "members.manage", (actor) =>
    removeMember(actor, { userId: removed.id }),
  );
  callers.removed.activeId = removed.workspaceId;

  const groupName = `Group ${tag}`;
  const groupId = await makeGroup(groupName, workspaceId, member);
  const adminVaultName = `Vault ${tag}`;
  const place = { account: owner, workspaceId };
  const adminVaultId = await makeAdminVault(place, { name: adminVaultName, groupIds: [groupId] });
  await makeAdminVault(place);
  const ownersSession = await makeSession(owner, { url, workspaceId });
  const ownersIdentity = { provider: oidcProvider, issuer: "https://id.example", subject: newId() };
  await inTransaction((tx) =>
    insertIdentity(tx, { ...ownersIdentity, userId: owner.id, email: owner.email, createdAt: new Date() }),
  );
  const ownersRecoveryCode = shownRecoveryCode(await giveRecoveryCode(owner));
  const adminsTotpSecret = await beginSecondFactor(admin);
  await db().update(users).set({ passwordHash: null }).where(eq(users.id, invited.id));
  await db().update(users).set({ emailProvenAt: null }).where(eq(users.id, removed.id));
  const invite = (email: string, means: "mailed" | "copied") =>
    makeInvitation(workspaceId, owner, email, means);
  const newcomerEmail = `${newId().slice(0, 16)}@example.com`;
  const toNewcomer = await invite(newcomerEmail, "copied");
  const toInvited = await invite(invited.email, "copied");
  const toUnproven = await invite(unproven.email, "mailed");
  const ownersAccessKey = callers.owner.credentials?.access_key ?? "";
  return {
    url,
    workspaceId,
    password: owner.password,
    callers,
    ids: {
      owner: owner.id,
      admin: admin.id,
      member: member.id,
      removed: removed.id,
      serviceAccount: serviceAccount.id,
      foreignAdmin: foreignAdmin.id,
      elsewhere: owner.id,
      invited: invited.id,
    },
    ownersAccessKey,
    ownersVaultId,
    ownersOtherSessionId: ownersSession.id,
    ownersIdentity,
    ownersRecoveryCode,
    adminsTotpSecret,
    robotsAccessKey: callers.serviceAccount.credentials?.access_key ?? "",
    robotName: serviceAccount.name,
    groupId,
    groupName,
    adminVaultId,
    adminVaultName,
    invitationId: toNewcomer.invitationId,
    notifiedInvitationId: toInvited.invitationId,
    tokens: {
      invited: toInvited.token,
      newcomer: toNewcomer.token,
      unproven: toUnproven.token,
      reset: new URL(await makeResetLink(invited)).searchParams.get("token") ?? "",
      signUp: await makeSignUpLink(),
    },
    hidden: [
      `Target ${tag}`,
      owner.email,
      admin.email,
      member.email,
      `Robot ${tag}`,
      groupName,
      adminVaultName,
      newcomerEmail,
      ownersAccessKey,
      toNewcomer.invitationId,
    ],
    secrets: [
      owner.password,
      ownersRecoveryCode,
      adminsTotpSecret,
      ownersSession.cookie.value,
      ...Object.values(callers).flatMap(({ headers, credentials, token }) =>
        [headers.cookie?.split("=")[1], credentials?.secret_key, token].filter(
          (secret) => secret !== undefined,
        ),
      ),
    ],
  };
}

async function comeIn(url: string, account: Account, workspaceId: WorkspaceId): Promise<Caller> {
  const { cookie } = await makeSession(account, { url, workspaceId });
  const credentials = await makeCredentials({ account, workspaceId }, account.name);
  const token = await drawToken(url, credentials);
  return {
    headers: { cookie: `${cookie.name}=${cookie.value}` },
    activeId: workspaceId,
    credentials,
    token,
  };
}

/** To a page or an action it shows what it has, and its token in the place of a session too. */
async function comeAsProgram(url: string, account: Account, workspaceId: WorkspaceId): Promise<Caller> {
  const credentials = await makeCredentials({ account, workspaceId }, account.name);
  const token = await drawToken(url, credentials);
  const headers = { authorization: basic(credentials), cookie: `${sessionCookieName()}=${token}` };
  return { headers, activeId: workspaceId, credentials, token };
}

async function giveRecoveryCode(account: Account): Promise<string> {
  await turnOnSecondFactor(account);
  const [code = ""] = newRecoveryCodes();
  await inTransaction((tx) => replaceRecoveryCodes(tx, account.id, [hashSecret(code)], new Date()));
  return code;
}

async function makeSignUpLink(): Promise<string> {
  const token = newToken();
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + 3_600_000);
  const email = `${newId().slice(0, 16)}@example.com`;
  await inTransaction((tx) =>
    replaceSignUpLink(tx, { tokenHash: hashSecret(token), email, createdAt, expiresAt }),
  );
  return token;
}

async function makeAdmin(account: Account, workspaceId: WorkspaceId): Promise<void> {
  const groupId = await findBuiltInGroupId(workspaceId, "admins");
  if (!groupId) throw new Error("The workspace has no Admins group.");
  await inTransaction((tx) => insertGroupMember(tx, workspaceId, groupId, account.id, new Date()));
}

async function makeGroup(name: string, workspaceId: WorkspaceId, member: Account): Promise<string> {
  const id = newId();
  const createdAt = new Date();
  await db().insert(groups).values({ workspaceId, id, name, description: "", createdAt });
  await inTransaction((tx) => insertGroupMember(tx, workspaceId, id, member.id, createdAt));
  return id;
}

async function makeServiceAccount(name: string, workspaceId: WorkspaceId): Promise<Account> {
  const id = newId<UserId>();
  const createdAt = new Date();
  await inTransaction(async (tx) => {
    await insertUser(tx, { id, kind: "service_account", name, createdAt });
    await insertMembership(tx, workspaceId, id, createdAt);
  });
  await db().insert(serviceAccounts).values({ workspaceId, userId: id, mayImpersonate: false, createdAt });
  return { id, name, email: "", password: "", workspaceId };
}

async function makeInvitation(
  workspaceId: WorkspaceId,
  inviter: Account,
  email: string,
  means: "mailed" | "copied",
): Promise<{ invitationId: string; token: string }> {
  const invitationId = newId();
  const token = invitationToken(workspaceId, newToken());
  const createdAt = new Date();
  await inTransaction(async (tx) => {
    await insertInvitation(tx, {
      workspaceId,
      id: invitationId,
      email,
      status: "pending",
      invitedByUserId: inviter.id,
      invitedByName: inviter.name,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + 86_400_000),
    });
    await insertInvitationLink(tx, {
      workspaceId,
      tokenHash: hashSecret(token),
      invitationId,
      means,
      createdAt,
    });
  });
  return { invitationId, token };
}
