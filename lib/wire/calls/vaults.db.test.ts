import { describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { makeVaultTeam } from "@/db/testing/factories/vault-team";
import { join } from "@/db/testing/factories/workspace";
import { changesIn } from "@/db/testing/rows";
import { moveAdminVault } from "@/lib/operations/vaults/admin-vault-order";
import { findOwnVault, saveOwnVault, switchOwnVault } from "@/lib/operations/vaults/vaults";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

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

  test("returns what was saved last immediately", async () => {
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
    const others = await makeCredentials({ account: member, workspaceId });
    const elsewhere = await makeCredentials({ account: person });
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
    ["a group's that is not there", "400/10", { id: "0".repeat(32), scope: "group", data: "a = 2" }],
    ["a group's with the key of one machine", "400/800", { scope: "group", data: "agent.debug = true" }],
    ["a group's, to a group that is not there", "400/800", { scope: "group", groups: ["0".repeat(32)] }],
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
    const members = await makeCredentials({ account: member, workspaceId });
    const { vault: id } = await dataOf(key, "users.set_vault", { body: { vault: { data: "a = 1" } } });
    const before = await vaultsOf(key);
    const account = await makeServiceAccount({ account: person, workspaceId });
    const refusedWith = async (by: Key, code: string, body: object) =>
      expectEnvelope(await call(by, "users.set_vault", { body }), { code, name: "users.set_vault" });
    await refusedWith(members, "403/20", { group: "0".repeat(32), vault: { scope: "group", data: "" } });
    await refusedWith(members, "400/10", { vault: { id, data: "a = 2" } });
    await refusedWith(account.key, "401/1", { vault: { data: "a = 2" } });
    expect(await vaultsOf(key)).toEqual(before);
  });

  test("of one's own deletes it with delete_vaults, and any other is unknown", async () => {
    const { key } = await makeCaller();
    const { vault: id } = await dataOf(key, "users.set_vault", { body: { vault: { data: "a = 1" } } });
    const remove = (vaults: unknown) => call(key, "users.delete_vaults", { body: { vaults } });
    const name = "users.delete_vaults";
    for (const vaults of [["0".repeat(32)], [id, "0".repeat(32)]])
      expectEnvelope(await remove(vaults), { code: "400/10", name });
    expectEnvelope(await remove([]), { code: "400/12", name });
    expect(await vaultsOf(key)).toMatchObject([{ id }]);
    expect(expectEnvelope(await remove([id, id]), { code: "200/0", name })).toEqual({ deleted: 1 });
    expect(await vaultsOf(key)).toEqual([]);
    const { vault: next } = await dataOf(key, "users.set_vault", { body: { vault: { data: "a = 2" } } });
    expect(await vaultsOf(key)).toMatchObject([{ id: next, data: '{"a": 2}\n' }]);
    expect(next).not.toBe(id);
  });
});

describe("vaults of groups", () => {
  type Vault = Record<string, unknown>;
  const asked = "?enabled=true&types=config&types=config";
  const vaultsOf = async (key: Key, query = asked) =>
    (await dataOf(key, "users.get_vaults", { query })).vaults as Vault[];
  const namesOf = async (key: Key, query?: string) =>
    (await vaultsOf(key, query)).map(({ description }) => description);

  async function makeServedTeam() {
    const team = await makeVaultTeam();
    const { workspaceId, owner, member, stranger, elsewhere } = team;
    return {
      ...team,
      keys: {
        owner: await makeCredentials({ account: owner, workspaceId }),
        member: await makeCredentials({ account: member, workspaceId }),
        stranger: await makeCredentials({ account: stranger, workspaceId: elsewhere }),
        robot: (await makeServiceAccount({ account: owner, workspaceId })).key,
      },
    };
  }

  test("are made, changed and deleted as the documentation of ClearML has it", async () => {
    const { keys, makeGroup, member } = await makeServedTeam();
    const [vision, speech] = [await makeGroup("Vision", [member.id]), await makeGroup("Speech")];
    const save = (group: string | undefined, vault: object) =>
      dataOf(keys.owner, "users.add_or_update_vault", { body: { ...(group ? { group } : {}), vault } });
    const fresh = { scope: "group", enabled: true, data: "a = 1", format: "hocon", type: "config" };
    const { vault: id } = await save(vision, fresh);
    const served = { id, scope: "group", type: "config", format: "hocon", enabled: true };
    expect(await vaultsOf(keys.member)).toEqual([{ ...served, description: "Vision", data: '{"a": 1}\n' }]);
    expect(await save(speech, { id, scope: "group", data: "a: 2", format: "yaml" })).toEqual({ vault: id });
    expect(await vaultsOf(keys.member)).toMatchObject([{ data: '{"a": 2}\n' }]);
    const listed = async () => (await dataOf(keys.owner, "users.get_vaults")).vaults as Vault[];
    const groupNames = async () =>
      (await listed()).map(({ groups }) => (groups as Vault[]).map(({ name }) => name));
    expect(await groupNames()).toEqual([["Speech", "Vision"]]);
    await save(undefined, { id, description: "Voices", groups: [speech], enabled: false });
    expect(await groupNames()).toEqual([["Speech"]]);
    expect(await listed()).toMatchObject([{ id, description: "Voices", enabled: false, data: '{"a": 2}\n' }]);
    expect(await vaultsOf(keys.member)).toEqual([]);
    const deleted = await dataOf(keys.owner, "users.delete_vaults", { body: { vaults: [id] } });
    expect(deleted).toEqual({ deleted: 1 });
    expect(await listed()).toEqual([]);
  });

  test("are returned in their order, the member’s own last, and only those of the requested types", async () => {
    const { keys, builtIn, makeVault, manager } = await makeServedTeam();
    const groupIds = [await builtIn("users")];
    await makeVault({ name: "First", groupIds });
    const hostKey = "-----BEGIN OPENSSH PRIVATE KEY-----\\nAAAA\\n-----END OPENSSH PRIVATE KEY-----\\n";
    const text = `{"ssh_host_rsa_key": "${hostKey}", "ssh_host_rsa_key__pub": "ssh-rsa AAAA"}`;
    await makeVault({ name: "Hosts", groupIds, type: "remote_session_ssh_server", format: "json", text });
    const bucket = 'credentials: [{ bucket: "data", secret: "s" }]';
    await makeVault({ name: "Buckets", groupIds, type: "ui_storage_credentials", text: bucket });
    const second = await makeVault({ name: "Second", groupIds });
    await makeVault({ name: "Off", groupIds, enabled: false });
    await dataOf(keys.member, "users.set_vault", { body: { vault: { data: "a = 1" } } });
    expect(await namesOf(keys.member)).toEqual(["First", "Second", "Personal vault"]);
    await moveAdminVault(manager, { vaultId: second, from: 4, to: 1 });
    expect(await namesOf(keys.member)).toEqual(["Second", "First", "Personal vault"]);
    expect(await namesOf(keys.member, "?enabled=true&types=monitoring")).toEqual([]);
    const [ssh, ...others] = await vaultsOf(keys.member, "?enabled=true&types=remote_session_ssh_server");
    expect(others).toEqual([]);
    expect(JSON.parse(String(ssh?.data))).toEqual(JSON.parse(text));
    expect(await namesOf(keys.member, "?types=ui_storage_credentials")).toEqual(["Buckets"]);
    const document = await server.send("/api/vault?layers=1&format=json", {
      headers: { authorization: keys.member.basic },
    });
    const { layers } = JSON.parse(document.text) as { layers: { name: string }[] };
    expect(layers.map(({ name }) => name)).toEqual(["Second", "First", "Personal vault"]);
  });

  test("that are off, or of groups elsewhere, are listed for administrators alone", async () => {
    const { keys, builtIn, makeVault } = await makeServedTeam();
    await makeVault({ name: "Off", groupIds: [await builtIn("users")], enabled: false, text: "a {" });
    await makeVault({ name: "Nobody’s" });
    expect(await vaultsOf(keys.owner, "")).toMatchObject([
      { description: "Off", enabled: false, data: "" },
      { description: "Nobody’s", enabled: true },
    ]);
    expect(await namesOf(keys.owner, "?enabled=false")).toEqual(["Off"]);
    expect(await namesOf(keys.owner)).toEqual([]);
    for (const key of [keys.member, keys.robot, keys.stranger]) {
      expect(await namesOf(key, "")).toEqual([]);
      expect(await namesOf(key, "?enabled=false")).toEqual([]);
    }
  });

  test("are changed by nobody but administrators of their workspace", async () => {
    const { keys, makeGroup, makeVault, workspaceId, member } = await makeServedTeam();
    const group = await makeGroup("Vision", [member.id]);
    const id = await makeVault({ groupIds: [group] });
    const changes = await changesIn(workspaceId, async () => {
      for (const [key, ofGroup, byId] of [
        [keys.member, "403/20", "400/10"],
        [keys.stranger, "400/10", "400/10"],
        [keys.robot, "401/1", "401/1"],
      ] as const) {
        const send = (to: string, body: object) => call(key, to, { body });
        for (const name of ["users.set_vault", "users.add_or_update_vault", "users.update_vault"]) {
          const ofTheGroup = await send(name, { group, vault: { id, scope: "group", data: "a = 2" } });
          expectEnvelope(ofTheGroup, { code: ofGroup, name });
          expectEnvelope(await send(name, { vault: { id, data: "a = 2" } }), { code: byId, name });
        }
        expectEnvelope(await send("users.delete_vaults", { vaults: [id] }), {
          code: byId,
          name: "users.delete_vaults",
        });
      }
    });
    expect(changes.filter((row) => !row.startsWith("credential_uses"))).toEqual([]);
  });

  test("without a description get their group’s name, and create_vault makes no second of an id", async () => {
    const { keys, makeGroup } = await makeServedTeam();
    const group = await makeGroup("Vision");
    const send = (to: string, vault: object) =>
      call(keys.owner, to, { body: { group, vault: { scope: "group", ...vault } } });
    const name = "users.create_vault";
    const { vault: id } = expectEnvelope(await send(name, { data: "a = 1" }), { code: "200/0", name });
    expectEnvelope(await send(name, { id, data: "a = 1" }), { code: "400/801", name });
    expectEnvelope(await send("users.update_vault", { data: "a = 1" }), {
      code: "400/10",
      name: "users.update_vault",
    });
    const changed = await send("users.update_vault", { id, type: "remote_session_ssh_server" });
    expectEnvelope(changed, { code: "400/800", name: "users.update_vault" });
    expect(await vaultsOf(keys.owner, "")).toMatchObject([{ id, description: "Vision" }]);
  });
});
