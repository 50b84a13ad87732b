import { describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs, join, makePerson } from "@/db/testing/factories";
import { findOwnVault, saveOwnVault, switchOwnVault } from "@/lib/operations/vaults/vaults";
import { openTestServer } from "@/lib/tooling/test-server";
import {
  callsOf,
  expectEnvelope,
  type Key,
  makeCaller,
  makeKey,
  makeServiceAccount,
} from "@/lib/tooling/wire-client";

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

  test("sends no key that describes one machine, and numbers in their own digits", async () => {
    const text = "agent { debug = true, default_python = 3.10, git_user = bot }\nenvironment.ARCH = 8.0\n";
    const { key, person, workspaceId } = await withVault(text);
    const { vaults } = await dataOf(key, "users.get_vaults");
    const data = '{"agent": {"git_user": "bot"}, "environment": {"ARCH": 8.0}}\n';
    expect(vaults).toMatchObject([{ data }]);
    const document = await server.send("/api/vault", { headers: { authorization: key.basic } });
    expect(document.text).toBe(data);
    const reader = actingAs("vaults.read_own", person, { workspaceId });
    expect((await findOwnVault(reader)).text).toBe(text);
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

describe("saving a vault", () => {
  const vaultsOf = async (key: Key) =>
    (await dataOf(key, "users.get_vaults")).vaults as Record<string, unknown>[];
  const own = { scope: "user", type: "config" };

  test("of one's own makes it, changes what is named, and turns it off and on", async () => {
    const { key } = await makeCaller();
    const save = (vault: object) =>
      dataOf(key, "users.add_or_update_vault", { body: { vault: { ...own, ...vault } } });
    const { vault: id } = await save({ format: "json", data: '{"a": 1}', enabled: true });
    expect(await vaultsOf(key)).toMatchObject([{ id, enabled: true, data: expect.stringContaining("1") }]);
    expect(await save({ id, enabled: false })).toEqual({ vault: id });
    expect(await vaultsOf(key)).toMatchObject([{ id, enabled: false, data: expect.stringContaining("1") }]);
    expect(await save({ id, enabled: true, format: "yaml", data: "a: 22\n" })).toEqual({ vault: id });
    expect(await vaultsOf(key)).toMatchObject([{ id, enabled: true, data: expect.stringContaining("22") }]);
  });

  test("create_vault makes one alone, update_vault changes it, and set_vault does either", async () => {
    const { key } = await makeCaller();
    const send = (name: string, vault: object) => call(key, name, { body: { vault } });
    expectEnvelope(await send("users.update_vault", { data: "a = 1" }), {
      code: "400/10",
      name: "users.update_vault",
    });
    const made = expectEnvelope(await send("users.create_vault", { data: "a = 1" }), {
      code: "200/0",
      name: "users.create_vault",
    });
    expectEnvelope(await send("users.create_vault", { data: "a = 2" }), {
      code: "400/801",
      name: "users.create_vault",
    });
    for (const [name, data] of [
      ["users.update_vault", "a = 33"],
      ["users.set_vault", "a = 44"],
    ] as const) {
      expect(expectEnvelope(await send(name, { id: made.vault, data }), { code: "200/0", name })).toEqual(
        made,
      );
      expect(await vaultsOf(key)).toMatchObject([{ data: expect.stringContaining(data.slice(-2)) }]);
    }
  });

  test.each<[string, string, object]>([
    ["a text with errors", "400/800", { data: "a {", enabled: true }],
    ["a format that is none", "400/12", { data: "", format: "toml" }],
    ["a vault that is not there", "400/10", { id: "0".repeat(32), data: "a = 2" }],
    ["another type", "500/9999", { type: "monitoring", data: "a = 2" }],
    ["a group's, by an administrator", "500/9999", { scope: "group", data: "a = 2" }],
  ])("of %s is %s and changes nothing", async (_, code, vault) => {
    const { key } = await makeCaller();
    await dataOf(key, "users.set_vault", { body: { vault: { data: "a = 1" } } });
    const before = await vaultsOf(key);
    const received = await call(key, "users.set_vault", { body: { vault } });
    expectEnvelope(received, { code, name: "users.set_vault" });
    expect(await vaultsOf(key)).toEqual(before);
  });

  test("is refused to who may not: a member for a group, a service account, another's id", async () => {
    const { key, person, workspaceId } = await makeCaller();
    const member = await makePerson();
    await join(workspaceId, member);
    const members = await makeKey(member, workspaceId);
    const { vault: id } = await dataOf(key, "users.set_vault", { body: { vault: { data: "a = 1" } } });
    const before = await vaultsOf(key);
    const account = await makeServiceAccount(person, workspaceId);
    const refusedWith = async (by: Key, code: string, body: object) =>
      expectEnvelope(await call(by, "users.set_vault", { body }), { code, name: "users.set_vault" });
    await refusedWith(members, "403/20", { group: "0".repeat(32), vault: { scope: "group", data: "" } });
    await refusedWith(members, "400/10", { vault: { id, data: "a = 2" } });
    await refusedWith(account.key, "401/1", { vault: { data: "a = 2" } });
    expect(await vaultsOf(key)).toEqual(before);
  });

  test("has no end: deleting one's own is 500/9999, and any other is unknown", async () => {
    const { key } = await makeCaller();
    const { vault: id } = await dataOf(key, "users.set_vault", { body: { vault: { data: "a = 1" } } });
    const remove = (vaults: unknown) => call(key, "users.delete_vaults", { body: { vaults } });
    const name = "users.delete_vaults";
    expectEnvelope(await remove([id]), { code: "500/9999", name });
    expectEnvelope(await remove(["0".repeat(32)]), { code: "400/10", name });
    expectEnvelope(await remove([]), { code: "400/12", name });
    expect(await vaultsOf(key)).toMatchObject([{ id }]);
  });
});
