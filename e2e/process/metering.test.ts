import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "@/db/client";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type Credentials, callWire, type StewardProcess, until } from "./steward-process";
import { TwoServers } from "./two-servers";

let servers: TwoServers;
let workspaceId: WorkspaceId;
let credentials: Credentials;

beforeAll(async () => {
  servers = await TwoServers.start();
  const owner = await makePerson();
  workspaceId = await makeWorkspace(owner);
  const key = await makeCredentials({ account: owner, workspaceId });
  credentials = { access_key: key.accessKey, secret_key: key.secret };
});

afterAll(() => servers.close());

async function call(steward: StewardProcess, times: number): Promise<void> {
  for (let made = 0; made < times; made += 1) {
    expect((await callWire(steward.url, "server.info", credentials)).status).toBe(200);
  }
}

async function stored(): Promise<number> {
  const [row] = await pool()`
    select coalesce(sum(calls), 0)::int as calls from credential_calls where workspace_id = ${workspaceId}`;
  return row?.calls;
}

test("calls at two servers add up, and a server that is stopped loses none", async () => {
  await Promise.all([call(servers.first, 60), call(servers.second, 40)]);
  await until("all are stored", async () => (await stored()) === 100);
  await call(servers.second, 7);
  await servers.second.stop();
  expect(await stored()).toBe(107);
  await servers.startSecondAgain();
});

test("a server that is killed loses only what it had not stored, and counts on from there", async () => {
  const before = await stored();
  await call(servers.second, 20);
  await until("all are stored", async () => (await stored()) === before + 20);
  await call(servers.second, 5);
  await servers.killSecond();
  const left = await stored();
  expect(left).toBeGreaterThanOrEqual(before + 20);
  expect(left).toBeLessThanOrEqual(before + 25);
  await servers.startSecondAgain();
  await call(servers.second, 3);
  await until("those after the start are stored", async () => (await stored()) === left + 3);
});

test("a server that was cut off from its database stores its calls once it is back, each once", async () => {
  const before = await stored();
  await call(servers.second, 4);
  servers.wayOfSecond.cut();
  await call(servers.first, 2);
  servers.wayOfSecond.mend();
  await until("the second reaches its database", async () => {
    const { status } = await callWire(servers.second.url, "server.info", credentials);
    return status === 200;
  });
  await until("all are stored", async () => (await stored()) >= before + 7);
  await servers.second.stop();
  const counted = await stored();
  await servers.startSecondAgain();
  expect(counted).toBe(before + 7);
});
