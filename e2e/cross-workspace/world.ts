import { and, eq } from "drizzle-orm";
import { db, inTransaction } from "@/db/client";
import { findBuiltInGroupId } from "@/db/reads/groups";
import { users } from "@/db/schema/accounts";
import { modelSamples } from "@/db/schema/model-reports";
import { projects } from "@/db/schema/projects";
import { taskSamples } from "@/db/schema/task-reports";
import { tasks } from "@/db/schema/tasks";
import type { Key } from "@/db/testing/factories/credentials";
import { makeGroup } from "@/db/testing/factories/group";
import { makeInvitation } from "@/db/testing/factories/invitation";
import { type Account, makeAccount, newEmail, unprove } from "@/db/testing/factories/person";
import { makeServiceAccount, writeServiceAccountVault } from "@/db/testing/factories/service-account";
import { actAs } from "@/db/testing/factories/session";
import {
  beginSecondFactor,
  makeIdentity,
  makeRecoveryCode,
  turnOnSecondFactor,
} from "@/db/testing/factories/sign-in-means";
import { makeStorageDeletion } from "@/db/testing/factories/storage-deletion";
import { findVaultId, makeAdminVault, writeVault } from "@/db/testing/factories/vault";
import { join, joinAsAdmin, makeWorkspace } from "@/db/testing/factories/workspace";
import { makeGuard } from "@/db/testing/guards";
import {
  closeWorkspace,
  makeAccessRule,
  makeDataview,
  makeProject,
  makeQueue,
  makeTask,
} from "@/db/testing/resources";
import { replaceSignUpLink } from "@/db/writes/accounts";
import { insertGroupMember } from "@/db/writes/memberships";
import { insertModel } from "@/db/writes/models";
import { insertQueueEntry } from "@/db/writes/queues";
import { shownRecoveryCode } from "@/lib/core/account/second-factor";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { addBucketCredentials } from "@/lib/operations/storage/bucket-credentials";
import { addCleanupCredentials } from "@/lib/operations/storage/cleanup-credentials";
import { removeMember } from "@/lib/operations/workspace/members";
import { hashSecret, newId, newToken } from "@/lib/server/crypto";
import { sessionCookieName } from "@/lib/server/session-cookie";
import { asConfigured, makeCredentials, makeResetLink, makeSession } from "../accounts";
import { type Credentials, drawToken } from "../wire-client";

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
/** Of a bucket that no request reaches. */
export const bucketAccess = {
  ...{ bucket: "samples", key: "AKIAOWNER", secret: "owners-bucket-secret", token: "", region: "" },
  host: "http://127.0.0.1:1",
};

export const cleanupAccess = {
  ...({ forWorkspace: false, service: "s3", method: "key", bucket: "artifacts", key: "AKIAOWNER" } as const),
  ...{ secret: "owners-cleanup-secret", token: "", region: "", project: "", host: "127.0.0.1:1" },
  ...{ isSecure: false, verifiesCertificate: true },
};

export type World = {
  url: string;
  workspaceId: WorkspaceId;
  password: string;
  callers: Record<Person, Caller>;
  ids: Record<Person, UserId>;
  ownersAccessKey: string;
  /** A personal one, with two revisions. */
  ownersVaultId: string;
  ownersBucketId: string;
  ownersCleanupId: string;
  /** Of a deletion whose one object is still there. */
  ownersDeletionId: string;
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
  /** Names the admin, who has access anyway. */
  accessRuleId: string;
  /** About the admin as well. */
  guardId: string;
  /** In the workspace, whose members have no access to them unless they are its admins. */
  resources: Resources;
  /** What nobody may come to see who isn't in the workspace. */
  hidden: string[];
  secrets: string[];
};

export type Resources = {
  project: string;
  projectName: string;
  otherProject: string;
  task: string;
  runningTask: string;
  completedTask: string;
  /** In the queue. */
  queuedTask: string;
  model: string;
  /** A project that the SDK made for one, with a version. */
  dataset: string;
  dataview: string;
  queue: string;
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

export async function makeWorld(url: string): Promise<World> {
  const tag = newId().slice(0, 12);
  const owner = await makeAccount(`Owner ${tag}`);
  const workspaceId = await makeWorkspace(owner, `Target ${tag}`);
  const [admin, member, removed, foreignAdmin, foreignOwner, invited, unproven] = await Promise.all([
    makeAccount(`Admin ${tag}`),
    makeAccount(`Member ${tag}`),
    makeAccount(`Removed ${tag}`),
    makeAccount("Foreign admin"),
    makeAccount("Foreign owner"),
    makeAccount("Invited"),
    makeAccount("Unproven", { proven: false }),
  ]);
  await joinAsAdmin(workspaceId, admin);
  await join(workspaceId, member, removed);
  const foreignId = await makeWorkspace(foreignOwner, "Foreign");
  await joinAsAdmin(foreignId, foreignAdmin);
  const place = { account: owner, workspaceId };
  const serviceAccount = await makeServiceAccount(place, { name: `Robot ${tag}` });
  await writeServiceAccountVault(place, serviceAccount.id, ["b = 1\n", "b = 2\n"]);
  for (const account of [owner, admin, member]) await writeVault({ account, workspaceId }, "a = 1\n");
  await writeVault({ account: owner, workspaceId }, "a = 2\n");
  const ownersVaultId = await findVaultId({ account: owner, workspaceId });

  const callers: World["callers"] = {
    owner: await comeIn(url, owner, workspaceId),
    admin: await comeIn(url, admin, workspaceId),
    member: await comeIn(url, member, workspaceId),
    removed: await comeIn(url, removed, workspaceId),
    foreignAdmin: await comeIn(url, foreignAdmin, foreignId),
    invited: await comeIn(url, invited, invited.personalId),
    elsewhere: await comeIn(url, owner, owner.personalId),
    serviceAccount: await comeAsProgram(url, serviceAccount.key, workspaceId),
  };
  await actAs(place, "members.manage", (actor) => removeMember(actor, { userId: removed.id }));
  callers.removed.activeId = removed.personalId;

  const groupName = `Group ${tag}`;
  const groupId = await makeGroup(place, groupName, [member]);
  const adminVaultName = `Vault ${tag}`;
  const adminVaultId = await makeAdminVault(place, { name: adminVaultName, groupIds: [groupId] });
  await makeAdminVault(place);
  const ownersSession = await makeSession(owner, { url, workspaceId });
  const { id: ownersBucketId } = await actAs({ account: owner, workspaceId }, "storage.manage_own", (actor) =>
    addBucketCredentials(actor, bucketAccess),
  );
  const { id: ownersCleanupId } = await actAs(
    { account: owner, workspaceId },
    "storage.manage_own",
    (actor) => addCleanupCredentials(actor, cleanupAccess),
  );
  const left = { url: "s3://elsewhere/a.pt", place: "s3://elsewhere", problem: "no_credentials" as const };
  const ownersDeletionId = await makeStorageDeletion(workspaceId, owner, { failed: [left] });
  const ownersIdentity = await makeIdentity(owner, { provider: oidcProvider, email: owner.email });
  await turnOnSecondFactor(owner);
  const ownersRecoveryCode = shownRecoveryCode(await makeRecoveryCode(owner));
  const adminsTotpSecret = await beginSecondFactor(admin);
  await db().update(users).set({ passwordHash: null }).where(eq(users.id, invited.id));
  await unprove(removed);
  const newcomerEmail = newEmail();
  const toNewcomer = await makeInvitation(place, newcomerEmail);
  const toInvited = await makeInvitation(place, invited.email);
  const toUnproven = await makeInvitation(place, unproven.email, "mailed");
  const resources = await makeResources(workspaceId, owner, `Project ${tag}`);
  const accessRuleId = await makeAccessRule(workspaceId, {
    ...{ type: "project", target: resources.project, access: "read", users: [admin] },
  });
  const guardId = await makeGuard(place, {
    ...{ allows: true, access: "read", type: "project", targetId: resources.project, userId: admin.id },
  });
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
    ownersBucketId,
    ownersCleanupId,
    ownersDeletionId,
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
    accessRuleId,
    guardId,
    resources,
    hidden: [
      `Target ${tag}`,
      resources.projectName,
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
async function comeAsProgram(url: string, key: Key, workspaceId: WorkspaceId): Promise<Caller> {
  const credentials = asConfigured(key);
  const token = await drawToken(url, credentials);
  const headers = { authorization: key.basic, cookie: `${sessionCookieName()}=${token}` };
  return { headers, activeId: workspaceId, credentials, token };
}

async function makeSignUpLink(): Promise<string> {
  const token = newToken();
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + 3_600_000);
  await inTransaction((tx) =>
    replaceSignUpLink(tx, { tokenHash: hashSecret(token), email: newEmail(), createdAt, expiresAt }),
  );
  return token;
}

/** The owner may manage queues as well; the rules that give everybody everything are gone. */
async function makeResources(
  workspaceId: WorkspaceId,
  owner: Account,
  projectName: string,
): Promise<Resources> {
  await closeWorkspace(workspaceId);
  await inTransaction(async (tx) => {
    const groupId = (await findBuiltInGroupId(workspaceId, "queue_admins", tx)) ?? "";
    await insertGroupMember(tx, workspaceId, groupId, owner.id, new Date());
  });
  const project = await makeProject(workspaceId, owner);
  await db()
    .update(projects)
    .set({ name: projectName, basename: projectName })
    .where(and(eq(projects.workspaceId, workspaceId), eq(projects.id, project)));
  const task = await makeTask(workspaceId, owner, project);
  const queuedTask = await makeTask(workspaceId, owner, project);
  const inStatus = async (status: "in_progress" | "completed") => {
    const id = await makeTask(workspaceId, owner, project);
    await db()
      .update(tasks)
      .set({ status })
      .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, id)));
    return id;
  };
  const runningTask = await inStatus("in_progress");
  const completedTask = await inStatus("completed");
  const queue = await makeQueue(workspaceId, owner);
  const model = newId();
  await inTransaction(async (tx) => {
    await insertQueueEntry(tx, workspaceId, { queueId: queue, taskId: queuedTask, addedAt: new Date() });
    const at = new Date();
    await insertModel(tx, workspaceId, {
      ...{ id: model, projectId: project, taskId: task, name: "Weights", uri: "s3://bucket/weights" },
      ...{ ready: false, ownerUserId: owner.id, createdAt: at, updatedAt: at },
    });
  });
  const sample = {
    ...{ workspaceId, metric: "boxes", variant: "dock", iteration: 1 },
    ...{ url: "s3://bucket/dock.png", bytes: null, reportedAt: new Date() },
  };
  await db()
    .insert(taskSamples)
    .values({ ...sample, taskId: task });
  await db()
    .insert(modelSamples)
    .values({ ...sample, modelId: model });
  const otherProject = await makeProject(workspaceId, owner);
  const dataset = await makeProject(workspaceId, owner, project);
  const version = await makeTask(workspaceId, owner, dataset);
  const systemTags = ["dataset"];
  await db().update(projects).set({ systemTags }).where(eq(projects.id, dataset));
  await db().update(tasks).set({ systemTags }).where(eq(tasks.id, version));
  const dataview = await makeDataview(workspaceId, owner, project);
  return {
    ...{ project, projectName, otherProject, model, dataset, dataview, queue },
    ...{ task, queuedTask, runningTask, completedTask },
  };
}
