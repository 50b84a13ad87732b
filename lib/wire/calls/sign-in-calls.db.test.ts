import { describe, expect, test } from "vitest";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { basic } from "@/db/testing/factories/credentials";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

const ask = async (name: string, authorization?: string, body?: object) =>
  expectEnvelope(await server.send(`/api/${name}`, { headers: { authorization }, body }), {
    code: "200/0",
    name,
  });

describe("without credentials", () => {
  test("login.supported_modes tells that nobody signs in here by name, and whether the caller did", async () => {
    const { key } = await makeCaller();
    const modes = {
      basic: { enabled: false, guest: { enabled: false } },
      sso: {},
      sso_providers: [],
      server_errors: { missed_es_upgrade: false, es_connection_error: false },
    };
    const name = "login.supported_modes";
    expect(await ask(name)).toEqual({ ...modes, authenticated: false });
    expect(await ask(name, key.basic)).toEqual({ ...modes, authenticated: true });
    expect(await ask(name, basic(key.accessKey, "wrong"))).toEqual({ ...modes, authenticated: false });
  });

  test("auth.fixed_users_mode, debug.ping and login.logout are answered", async () => {
    expect(await ask("auth.fixed_users_mode")).toEqual({
      enabled: false,
      guest: { enabled: false },
      server_errors: {},
    });
    expect(await ask("debug.ping", undefined, { echo: [1] })).toEqual({ msg: "Steward", echo: [1] });
    expect(await ask("login.logout")).toEqual({});
  });

  test.each([
    "auth.logout",
    "auth.validate_token",
    "server.endpoints",
    "server.report_stats_option",
    "users.get_all",
    "users.update",
    "organization.get_tags",
    "users.set_vault",
  ])("%s is 401/20", async (name) => {
    expectEnvelope(await server.send(`/api/${name}`), { code: "401/20", name });
  });
});

describe.each(["auth.logout", "login.logout"])("%s", (name) => {
  test("ends the token that was sent, no other, and not the key", async () => {
    const { key, workspaceId } = await makeCaller();
    const [first, second] = [await dataOf(key, "auth.login"), await dataOf(key, "auth.login")];
    expect(await ask(name, `Bearer ${first.token}`)).toEqual({});
    const afterwards = await call(key, "users.get_current_user", { bearer: String(first.token) });
    expectEnvelope(afterwards, { code: "401/30", name: "users.get_current_user" });
    await dataOf(key, "users.get_current_user", { bearer: String(second.token) });
    await dataOf(key, "auth.login");
    expect(await lastAuditEvent(workspaceId, "credentials.token_revoked")).toBeDefined();
  });

  test("has nothing to end of a key", async () => {
    const { key } = await makeCaller();
    expect(await ask(name, key.basic)).toEqual({});
    await dataOf(key, "auth.login");
  });
});

test("auth.validate_token accepts only tokens of the workspace, while they are valid", async () => {
  const [one, other] = [await makeCaller(), await makeCaller()];
  const token = String((await dataOf(one.key, "auth.login")).token);
  const check = (key = one.key, body: object = { token }) => dataOf(key, "auth.validate_token", { body });
  expect(await check()).toEqual({ valid: true, user: one.person.id, company: one.workspaceId });
  const none = { valid: false, msg: expect.any(String) };
  expect(await check(other.key)).toEqual(none);
  expect(await check(one.key, { token: "x.y.z" })).toEqual(none);
  await ask("auth.logout", `Bearer ${token}`);
  expect(await check()).toEqual(none);
});

test("server.endpoints lists every call with the version that introduced it", async () => {
  const { key } = await makeCaller();
  const { endpoints, models } = await dataOf(key, "server.endpoints");
  expect(models).toEqual({});
  expect(endpoints).toMatchObject({
    "auth.login": [{ min_version: "1.0" }],
    "users.get_vaults": [{ min_version: "2.15" }],
    "server.endpoints": [{ min_version: "2.1" }],
  });
});

test("server.report_stats_option can't be turned on", async () => {
  const { key } = await makeCaller();
  for (const body of [{}, { enabled: true }]) {
    expect(await dataOf(key, "server.report_stats_option", { body })).toEqual({ supported: false });
  }
});

test("organization.get_tags and get_entities_count find nothing, in the form that was asked for", async () => {
  const { key } = await makeCaller();
  expect(await dataOf(key, "organization.get_tags")).toEqual({ tags: [] });
  const body = { include_system: true, filter: { tags: ["a"] } };
  expect(await dataOf(key, "organization.get_tags", { body })).toEqual({ tags: [], system_tags: [] });
  const counted = { projects: {}, tasks: { type: ["training"] }, search_hidden: true };
  expect(await dataOf(key, "organization.get_entities_count", { body: counted })).toEqual({
    projects: 0,
    tasks: 0,
  });
});
