import { inTransaction } from "@/db/client";
import { hasAnyUser } from "@/db/reads/accounts";
import { findMembership } from "@/db/reads/memberships";
import { insertMembership } from "@/db/writes/memberships";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { type ActorWith, grant } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import { roleOf } from "@/lib/core/workspace/role";
import { insertPerson } from "@/lib/operations/account/accounts";
import { createCredentials } from "@/lib/operations/credentials/credentials";
import { type NewSession, signOutSession, startSession } from "@/lib/operations/sign-in/sessions";
import { saveOwnVault } from "@/lib/operations/vaults/vaults";
import { createGroup } from "@/lib/operations/workspace/groups";
import { createServiceAccount } from "@/lib/operations/workspace/service-accounts";
import { insertOwnedWorkspace } from "@/lib/operations/workspace/workspaces";
import { now } from "@/lib/server/clock";
import { newToken } from "@/lib/server/crypto";
import { hashPassword } from "@/lib/server/passwords";
import { StartupProblem } from "./startup-problem";

export type DemoAccess = {
  signIns: { email: string; password: string }[];
  credentials: { access_key: string; secret_key: string };
};

const people = [
  { name: "Dana Kovač", email: "dana@acme.example" },
  { name: "Mira Chen", email: "mira@acme.example" },
  { name: "João Oliveira", email: "joao@acme.example" },
];

const serviceAccounts = [
  { name: "Training agents", mayImpersonate: true },
  { name: "Nightly CI", mayImpersonate: false },
];

const danasVault = `# Defaults for everything I run
sdk {
  aws.s3 {
    region = "eu-central-1"
    region = \${?AWS_DEFAULT_REGION}     # where a client names another
    key = \${?AWS_ACCESS_KEY_ID}         # from the client's environment, if it has one
  }
}
agent {
  extra_docker_arguments = ["--ipc=host"]
}
`;

const mirasVault = `# Labelling runs on the small machines
sdk.development.worker.report_period_sec = 10
agent.default_docker.image = "python:3.11-slim"
`;

export const demoVaults = [danasVault, mirasVault];

/** A workspace to play with. Refused where somebody has an account: it is no place for made-up people. */
export async function insertDemo(): Promise<DemoAccess> {
  if (await hasAnyUser()) {
    throw new StartupProblem(
      "--demo needs an empty database, but this one has users. Set STEWARD_DATA to a new folder.",
    );
  }
  const signIns = people.map(({ email }) => ({ email, password: newToken().slice(0, 16) }));
  const hashes = await Promise.all(signIns.map(({ password }) => hashPassword(password)));
  const userIds: UserId[] = [];
  const workspaceId = await inTransaction(async (tx) => {
    for (const [index, person] of people.entries()) {
      const passwordHash = hashes[index] ?? "";
      const facts = { emailProven: true, origin: { by: "demo" }, ip: null } as const;
      userIds.push(await insertPerson(tx, { ...person, ...facts, passwordHash }));
    }
    const [owner, ...others] = userIds;
    const acme = await insertOwnedWorkspace(tx, {
      name: "Acme",
      ownerUserId: owner as UserId,
      isPersonal: false,
    });
    for (const userId of others) await insertMembership(tx, acme, userId, now());
    return acme;
  });
  const device = { ip: null, userAgent: null };
  const visits: NewSession[] = [];
  for (const [index, person] of people.entries()) {
    const account = { ...person, id: userIds[index] as UserId };
    visits.push(
      await inTransaction((tx) => startSession(tx, account, "password", device, [{ id: workspaceId }])),
    );
  }
  const [dana, mira, joao] = visits as [NewSession, NewSession, NewSession];
  await makeGroup(workspaceId, dana, "Research", "Trains the models.", [dana.userId, joao.userId]);
  await makeGroup(workspaceId, dana, "Labelling", "Prepares and checks the data sets.", [
    mira.userId,
    joao.userId,
  ]);
  await makeGroup(workspaceId, dana, "Guests", "From other departments, for a while.", []);
  await writeVault(workspaceId, dana, danasVault);
  await writeVault(workspaceId, mira, mirasVault);
  for (const account of serviceAccounts) await makeServiceAccount(workspaceId, dana, account);
  await makeCredentials(workspaceId, mira, "Labelling");
  await makeCredentials(workspaceId, dana, "Training cluster");
  const { accessKey, plaintextSecret } = await makeCredentials(workspaceId, dana, "Laptop");
  for (const { userId, sessionId } of visits) await signOutSession(userId, sessionId, null);
  return { signIns, credentials: { access_key: accessKey, secret_key: plaintextSecret } };
}

async function writeVault(workspaceId: WorkspaceId, by: NewSession, text: string): Promise<void> {
  const actor = await memberWith("vaults.edit_own", workspaceId, by);
  const outcome = await saveOwnVault(actor, { format: "hocon", text, baseRevision: 0, turnOff: false });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
}

async function makeGroup(
  workspaceId: WorkspaceId,
  by: NewSession,
  name: string,
  description: string,
  userIds: UserId[],
): Promise<void> {
  const actor = await memberWith("groups.manage", workspaceId, by);
  const outcome = await createGroup(actor, { name, description, userIds });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
}

async function makeCredentials(workspaceId: WorkspaceId, by: NewSession, label: string) {
  const actor = await memberWith("credentials.manage_own", workspaceId, by);
  const outcome = await createCredentials(actor, { label, expires: "never", date: "" });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
}

async function makeServiceAccount(
  workspaceId: WorkspaceId,
  by: NewSession,
  account: { name: string; mayImpersonate: boolean },
): Promise<void> {
  const actor = await memberWith("service_accounts.manage", workspaceId, by);
  const wanted = { ...account, admin: false, expires: "90", date: "" } as const;
  const outcome = await createServiceAccount(actor, wanted);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
}

/** A signed-in member as an operation takes them. */
export async function memberWith<P extends Permission>(
  permission: P,
  workspaceId: WorkspaceId,
  { userId, sessionId }: Pick<NewSession, "userId" | "sessionId">,
): Promise<ActorWith<P>> {
  const membership = await findMembership(workspaceId, userId);
  const actor =
    membership &&
    grant(
      {
        userId,
        name: membership.userName,
        email: membership.userEmail,
        workspaceId,
        workspaceName: membership.workspaceName,
        role: roleOf(membership),
        via: { by: "session", sessionId },
        ip: null,
      },
      permission,
    );
  if (!actor) throw new Error(`This person has no ${permission} in this workspace.`);
  return actor;
}
