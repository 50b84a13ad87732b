import { inTransaction } from "@/db/client";
import { hasAnyUser } from "@/db/reads/accounts";
import { insertMembership } from "@/db/writes/memberships";
import type { UserId } from "@/lib/core/identifiers";
import type { NewGroup } from "@/lib/core/workspace/group";
import type { Permission } from "@/lib/core/workspace/permissions";
import { insertPerson } from "@/lib/operations/account/accounts";
import { createCredentials } from "@/lib/operations/credentials/credentials";
import { type NewSession, signOutSession, startSession } from "@/lib/operations/sign-in/sessions";
import { saveOwnVault } from "@/lib/operations/vaults/vaults";
import { createGroup } from "@/lib/operations/workspace/groups";
import { createServiceAccount } from "@/lib/operations/workspace/service-accounts";
import { insertOwnedWorkspace } from "@/lib/operations/workspace/workspaces";
import { clientUrls, ownFilesOrigin } from "@/lib/server/client-urls";
import { now } from "@/lib/server/clock";
import { newToken } from "@/lib/server/crypto";
import { hashPassword } from "@/lib/server/passwords";
import { type DemoCaller, insertDemoCalls } from "./demo-calls";
import { DemoFiles } from "./demo-files/demo-files";
import { insertDemoResources } from "./demo-resources";
import { memberWith, resultOf, sampleCredentials, sampleServiceAccount, sampleVaultEdit } from "./samples";
import { StartupProblem } from "./startup-problem";

export type DemoAccess = {
  signIns: { email: string; password: string }[];
  credentials: { access_key: string; secret_key: string };
  /** Stores the sample files, as the user who serves them. */
  uploadFiles: () => Promise<void>;
};

const people = [
  { name: "Dana Kovač", email: "dana@acme.example" },
  { name: "Mira Chen", email: "mira@acme.example" },
  { name: "João Oliveira", email: "joao@acme.example" },
];

const serviceAccounts = [
  { name: "Training agents", mayImpersonate: true, calls: 5_200, worker: "gpu-04:gpu0,1" },
  { name: "Nightly CI", mayImpersonate: false, calls: 640, worker: "ci-runner-2" },
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

/** Creates the sample data, only in a database without users. */
export async function insertDemo(): Promise<DemoAccess> {
  if (await hasAnyUser()) {
    throw new StartupProblem(
      "--demo needs an empty database, but this one has users. Set STEWARD_DATA to a new folder.",
    );
  }
  const signIns = people.map(({ email }) => ({ email, password: newToken().slice(0, 16) }));
  const hashes = await Promise.all(signIns.map(({ password }) => hashPassword(password)));
  const userIds: UserId[] = [];
  const files = new DemoFiles(ownFilesOrigin() && clientUrls().filesServer);
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
    await insertDemoResources(tx, acme, userIds, now(), files);
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
  const as = <P extends Permission>(permission: P, by: NewSession) => memberWith(permission, workspaceId, by);
  const groups: NewGroup[] = [
    { name: "Research", description: "Trains the models.", userIds: [dana.userId, joao.userId] },
    {
      name: "Labelling",
      description: "Prepares and checks the data sets.",
      userIds: [mira.userId, joao.userId],
    },
    { name: "Guests", description: "From other departments, for a while.", userIds: [] },
  ];
  for (const group of groups) resultOf(await createGroup(await as("groups.manage", dana), group));
  const vaults: [NewSession, string][] = [
    [dana, danasVault],
    [mira, mirasVault],
  ];
  for (const [by, text] of vaults) {
    resultOf(await saveOwnVault(await as("vaults.edit_own", by), { ...sampleVaultEdit, text }));
  }
  const callers: DemoCaller[] = [];
  for (const { calls, worker, ...account } of serviceAccounts) {
    const wanted = { ...sampleServiceAccount, ...account, expires: "90" } as const;
    const made = resultOf(await createServiceAccount(await as("service_accounts.manage", dana), wanted));
    const { accessKey } = made.credentials;
    callers.push({ workspaceId, accessKey, userId: made.accountId, calls, worker, isPerson: false });
  }
  const makeCredentials = async (by: NewSession, label: string, uses: { calls: number; worker: string }) => {
    const actor = await as("credentials.manage_own", by);
    const made = resultOf(await createCredentials(actor, { ...sampleCredentials, label }));
    callers.push({ workspaceId, accessKey: made.accessKey, userId: by.userId, ...uses, isPerson: true });
    return made;
  };
  await makeCredentials(mira, "Labelling", { calls: 420, worker: "mira-workstation" });
  await makeCredentials(joao, "Notebooks", { calls: 260, worker: "joao-laptop" });
  const cluster = await makeCredentials(dana, "Training cluster", { calls: 3_100, worker: "gpu-05:gpu0" });
  const laptop = await makeCredentials(dana, "Laptop", { calls: 340, worker: "dana-laptop" });
  await inTransaction((tx) => insertDemoCalls(tx, callers, now()));
  for (const { userId, sessionId } of visits) await signOutSession(userId, sessionId, null);
  return {
    signIns,
    credentials: { access_key: laptop.accessKey, secret_key: laptop.plaintextSecret },
    uploadFiles: () => files.upload({ accessKey: cluster.accessKey, secret: cluster.plaintextSecret }),
  };
}
