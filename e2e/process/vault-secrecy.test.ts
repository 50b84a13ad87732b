import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool, openPool } from "@/db/client";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { builtInGroup } from "@/db/testing/factories/group";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount, writeServiceAccountVault } from "@/db/testing/factories/service-account";
import { actAs } from "@/db/testing/factories/session";
import { findVaultId } from "@/db/testing/factories/vault";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { rowsWith } from "@/db/testing/rows";
import {
  restoreServiceAccountVaultRevision,
  restoreVaultRevision,
} from "@/lib/operations/vaults/vault-history";
import {
  basic,
  callWire,
  cleanUp,
  openServer,
  StewardProcess,
  temporaryFolder,
  until,
} from "./steward-process";

let steward: StewardProcess;
let stopServer: () => Promise<void>;

beforeAll(async () => {
  const server = await openServer();
  stopServer = server.stop;
  const keys = { STEWARD_SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` };
  steward = await StewardProcess.start({
    env: {
      ...keys,
      STEWARD_DATA: path.join(temporaryFolder(), "data"),
      DATABASE_URL: server.url,
      LOG_LEVEL: "debug",
    },
  });
  await steward.serves();
  Object.assign(process.env, keys, { STEWARD_URL: steward.url, DATABASE_URL: server.url });
  openPool(server.url, { maxConnections: 2 });
});

afterAll(async () => {
  await closePool();
  await steward.stop();
  await stopServer();
  await cleanUp();
});

const secrets = ["first", "second", "broken", "of-group", "of-group-later", "of-robot", "of-robot-later"].map(
  (name) => `recognisable-${name}-plaintext`,
);
const [first, second, broken, ofGroup, ofGroupLater, ofRobot, ofRobotLater] = secrets as [
  string,
  ...string[],
];
const textOf = (secret = "") => `sdk.aws.s3.secret = "${secret}"\n`;

/** The text as it is, and as it would be in base64 wherever it begins. */
function formsOf(secret: string): string[] {
  const encoded = ["", "x", "xx"].map((before) =>
    Buffer.from(before + secret)
      .toString("base64")
      .slice(4, -4),
  );
  return [secret, ...encoded];
}

async function rowsWithSecrets(): Promise<string[]> {
  const found: string[] = [];
  for (const form of secrets.flatMap(formsOf)) found.push(...(await rowsWith(form)));
  return found;
}

test("no text of a vault is in a row of the database, the log or the audit log", async () => {
  const person = await makePerson("Ada");
  const workspaceId = await makeWorkspace(person);
  const place = { account: person, workspaceId };
  const { accessKey, secret } = await makeCredentials(place);
  const credentials = { access_key: accessKey, secret_key: secret };
  const robot = await makeServiceAccount(place);
  const group = await builtInGroup(workspaceId, "users");
  const save = async (body: object) => {
    const { status, data } = await callWire(steward.url, "users.add_or_update_vault", credentials, body);
    return { status, id: (data as { vault?: string }).vault };
  };

  expect(await save({ vault: { data: textOf(first) } })).toMatchObject({ status: 200 });
  expect(await save({ vault: { data: textOf(second) } })).toMatchObject({ status: 200 });
  expect(await save({ vault: { data: `a = [ "${broken}"` } })).toMatchObject({ status: 400 });
  const made = await save({ group, vault: { data: textOf(ofGroup) } });
  expect(made.status).toBe(200);
  expect(await save({ vault: { id: made.id, data: textOf(ofGroupLater) } })).toMatchObject({ status: 200 });
  await writeServiceAccountVault(place, robot.id, [textOf(ofRobot), textOf(ofRobotLater)]);

  const vaultId = await findVaultId(place);
  const restore = { number: 1, baseRevision: 2 };
  await actAs(place, "vaults.edit_own", (actor) => restoreVaultRevision(actor, { vaultId, ...restore }));
  await actAs(place, "service_accounts.manage", (actor) =>
    restoreServiceAccountVaultRevision(actor, { accountId: robot.id, ...restore }),
  );
  const served = await fetch(`${steward.url}/api/vault`, {
    headers: { authorization: basic({ access_key: robot.key.accessKey, secret_key: robot.key.secret }) },
  });
  expect(await served.text()).toContain(ofRobot);
  expect(await rowsWithSecrets()).toEqual([]);

  const deleted = await callWire(steward.url, "users.delete_vaults", credentials, {
    vaults: [vaultId, made.id],
  });
  expect(deleted).toEqual({ status: 200, data: { deleted: 2 } });
  expect(await rowsWithSecrets()).toEqual([]);

  const audited = (await rowsWith(workspaceId)).filter((row) => row.startsWith("audit_events "));
  for (const event of ["vault.edited", "vault.restored", "vault.deleted", "admin_vault.created"])
    expect(audited.join("\n")).toContain(`"event": "${event}"`);
  await until("the log is written", () => steward.output.stderr.includes("users.delete_vaults"));
  for (const form of secrets.flatMap(formsOf)) expect(steward.output.stderr).not.toContain(form);
});
