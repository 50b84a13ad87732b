import { describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs, join, makePerson } from "@/db/testing/factories";
import { saveOwnVault, switchOwnVault } from "@/lib/operations/vaults";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller, makeKey } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

describe("users.get_vaults", () => {
  const withVault = async (text: string) => {
    const caller = await makeCaller();
    const editor = actingAs("vaults.edit_own", caller.person, { workspaceId: caller.workspaceId });
    await saveOwnVault(editor, { format: "hocon", text, baseRevision: 0, turnOff: false });
    return { ...caller, editor };
  };
  const asSent = "?enabled=true&types=config&types=config";

  test("gives the vault as clients read it, by the query that they send, signed in by token", async () => {
    const { key } = await withVault("a: 1\n");
    const bearer = String((await dataOf(key, "auth.login")).token);
    const received = await server.send(`/api/users.get_vaults${asSent}`, {
      headers: { authorization: `Bearer ${bearer}` },
    });
    const { vaults } = expectEnvelope(received, { code: "200/0", name: "users.get_vaults", actual: "2.15" });
    expect(vaults).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        scope: "user",
        type: "config",
        format: "hocon",
        enabled: true,
        description: "Personal vault",
        data: expect.stringMatching(/"?a"?\s*[:=]\s*1/),
      },
    ]);
  });

  test.each([
    ["", ["on"], ["off"]],
    ["?enabled=true", ["on"], []],
    ["?enabled=false", [], ["off"]],
    [asSent, ["on"], []],
    ["?enabled=true&types=config", ["on"], []],
    ["?types[]=config&types[]=monitoring", ["on"], ["off"]],
    ["?enabled=true&types=monitoring&types=monitoring", [], []],
    ["?types=remote_session_ssh_server", [], []],
  ])("%s filters by what is asked", async (query, whileOn, whileOff) => {
    const { key, editor } = await withVault("a: 1\n");
    const count = async () => ((await dataOf(key, "users.get_vaults", { query })).vaults as unknown[]).length;
    expect(await count()).toBe(whileOn.length);
    await switchOwnVault(editor, { enabled: false });
    expect(await count()).toBe(whileOff.length);
  });

  test("gives what was saved last, at once", async () => {
    const { key, editor } = await withVault("a: 1\n");
    const dataNow = async () => JSON.stringify((await dataOf(key, "users.get_vaults")).vaults);
    expect(await dataNow()).toContain("1");
    await saveOwnVault(editor, { format: "hocon", text: "a: 22\n", baseRevision: 1, turnOff: false });
    expect(await dataNow()).toContain("22");
  });

  test("gives nobody another's", async () => {
    const { workspaceId, person } = await withVault("a: 1\n");
    const member = await makePerson();
    await join(workspaceId, member);
    const others = await makeKey(member, workspaceId);
    const elsewhere = await makeKey(person, person.personalId);
    for (const key of [others, elsewhere])
      expect(await dataOf(key, "users.get_vaults")).toEqual({ vaults: [] });
  });
});

test("users.get_current_user names the person and the workspace of the key", async () => {
  const { key, person, workspaceId } = await makeCaller("Ada King Lovelace");
  expect((await dataOf(key, "users.get_current_user")).user).toMatchObject({
    id: person.id,
    name: "Ada King Lovelace",
    given_name: "Ada",
    family_name: "King Lovelace",
    role: "user",
    company: { id: workspaceId, name: "Lab" },
  });
});

describe("preferences", () => {
  test("are set and read", async () => {
    const { key } = await makeCaller();
    expect(await dataOf(key, "users.get_preferences")).toEqual({ preferences: {} });
    const preferences = { ui: { page: 2, "dotted.name": [1, null] } };
    expect(await dataOf(key, "users.set_preferences", { body: { preferences } })).toEqual({
      updated: 1,
      fields: {},
    });
    const more = { preferences: { ui: { page: 3 } }, return_updated: true };
    const merged = { ui: { page: 3, "dotted.name": [1, null] } };
    expect(await dataOf(key, "users.set_preferences", { body: more })).toEqual({
      updated: 1,
      fields: { preferences: merged },
    });
    expect(await dataOf(key, "users.get_preferences")).toEqual({ preferences: merged });
  });

  test.each([
    [{}, "400/11"],
    [{ preferences: "x" }, "400/12"],
    [{ preferences: [1] }, "400/12"],
    [{ preferences: null }, "400/12"],
    [{ preferences: { a: "x".repeat(70_000) } }, "400/12"],
    [{ preferences: { a: "\u0000" } }, "400/12"],
    [{ preferences: { a: "\ud800" } }, "400/12"],
  ])("of %j are %s", async (body, code) => {
    const { key } = await makeCaller();
    const received = await call(key, "users.set_preferences", { body });
    expectEnvelope(received, { code, name: "users.set_preferences", message: /references/ });
    expect(await dataOf(key, "users.get_preferences")).toEqual({ preferences: {} });
  });
});

test("server.info and server.config tell what clients ask of the server", async () => {
  const { key } = await makeCaller();
  expect(await dataOf(key, "server.info")).toMatchObject({ version: "2.3.0", api_version: "2.34" });
  expect(await dataOf(key, "server.config")).toEqual({
    hosts: {
      web_server: "http://localhost:3000",
      api_server: "http://localhost:3000/api",
      files_server: "http://localhost:3000/files",
    },
  });
});
