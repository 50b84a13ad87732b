import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool, openPool, pool } from "@/db/client";
import { migrate } from "@/db/migrate";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { type EmbeddedPostgres, openEmbeddedPostgres } from "@/lib/entry/embedded-postgres";
import { openTestServer } from "@/lib/tooling/test-server";
import { expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

const dir = path.resolve(import.meta.dirname, "../..");

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
let dataFolder: string;
let database: EmbeddedPostgres;
let key: Key;

/** A database of its own: it is killed and stopped. */
beforeAll(async () => {
  dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-away-"));
  database = await openEmbeddedPostgres({ dir, dataFolder });
  await migrate(database.url, dir);
  await closePool();
  openPool(database.url, { maxConnections: 3 });
  key = (await makeCaller()).key;
});
afterAll(async () => {
  await database.stop();
  fs.rmSync(dataFolder, { recursive: true, force: true });
});

const logIn = () => server.send("/api/auth.login", { headers: { authorization: key.basic } });
const askVault = () => server.send("/api/vault", { headers: { authorization: key.basic } });

function postmasterPid(): number {
  return Number(fs.readFileSync(path.join(dataFolder, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
}

test("connections that the database breaks off are no failure of a call", async () => {
  const breakOff = async () => {
    await pool()`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name = 'steward'`;
  };
  for (let round = 0; round < 5; round += 1) {
    const [broken, login, vault] = await Promise.all([breakOff(), logIn(), askVault()]);
    expect([broken, login.status, vault.status]).toEqual([undefined, 200, 200]);
  }
});

test("while a killed database comes back, calls succeed or say that it is away", async () => {
  process.kill(postmasterPid(), "SIGKILL");
  for (;;) {
    const [login, vault] = await Promise.all([logIn(), askVault()]);
    expect([200, 503]).toContain(vault.status);
    if (login.status === 200) break;
    expectEnvelope(login, { code: "500/102", name: "auth.login", message: /^Database is temporarily/ });
  }
  expect((await askVault()).status).toBe(200);
});

test("without a database a call is 500/102, and the vault 503 with the time to come back", async () => {
  await database.stop();
  const [login, vault] = await Promise.all([logIn(), askVault()]);
  expectEnvelope(login, { code: "500/102", name: "auth.login" });
  expect(vault.status).toBe(503);
  expect(vault.headers["retry-after"]).toBe("5");
  expect(JSON.parse(vault.text)).toEqual({ error: expect.stringMatching(/^The database can’t be reached/) });
  database = await openEmbeddedPostgres({ dir, dataFolder });
  expect(await logIn()).toMatchObject({ status: 200 });
});
