import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { vaultRevisions, vaults } from "@/db/schema/vaults";
import { blockAudit, countAuditEvents, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makeVaultTeam } from "@/db/testing/factories/vault-team";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { type AdminVaultEdit, adminVaultQuery, mostAdminVaults } from "@/lib/core/vault/admin-vault";
import { sampleAdminVault } from "@/lib/entry/samples";
import { newId } from "@/lib/server/crypto";
import { deleteGroup } from "../workspace/groups";
import { listAdminVaultsPage } from "./admin-vault-list";
import { moveAdminVault } from "./admin-vault-order";
import { findAdminVault, type VaultManager } from "./admin-vault-view";
import { createAdminVault, deleteAdminVault, editAdminVault, switchAdminVault } from "./admin-vaults";

openTestDatabase();

const refusal = (code: string) => ({ ok: false, refusal: { code } });
const nobody = "0".repeat(32);

const rowsOf = async (manager: VaultManager, query: Record<string, string> = {}) =>
  (await listAdminVaultsPage(manager, adminVaultQuery.parse(query))).rows;
const orderOf = async (manager: VaultManager) => (await rowsOf(manager)).map(({ name }) => name);

/** An edit of a vault as its form was opened on now, with what is typed into it. */
async function editOf(
  manager: VaultManager,
  vaultId: string,
  typed: Partial<AdminVaultEdit>,
): Promise<AdminVaultEdit> {
  const vault = await findAdminVault(manager, { vaultId });
  if (!vault) throw new Error("The vault is not there.");
  const { name, format, text, revision } = vault;
  const groupIds = vault.groups.map(({ id }) => id);
  const base = { revision, name, groupIds };
  return { vaultId, name, groupIds, format, text: text ?? "", turnOff: false, base, ...typed };
}

describe("creating an administrator vault", () => {
  test("puts it last, with its groups and its text, and an entry without the text", async () => {
    const { workspaceId, manager, makeGroup, makeVault } = await makeVaultTeam();
    const groupId = await makeGroup("Vision");
    await makeVault({ name: "First" });
    const secret = `hunter2-${workspaceId}`;
    const vaultId = await makeVault({
      name: "GPU team",
      groupIds: [groupId],
      text: `sdk.aws.s3.secret: "${secret}"\n`,
    });
    expect(await findAdminVault(manager, { vaultId })).toMatchObject({
      name: "GPU team",
      type: "config",
      enabled: true,
      position: 2,
      revision: 1,
      text: `sdk.aws.s3.secret: "${secret}"\n`,
      groups: [{ id: groupId, name: "Vision", builtIn: null }],
      edited: { byName: "Olga" },
    });
    expect(await lastAuditEvent(workspaceId, "admin_vault.created")).toMatchObject({
      targetId: vaultId,
      targetName: "GPU team",
      actorUserId: manager.userId,
      after: { name: "GPU team", target: "config", enabled: true, groups: [{ id: groupId }], lineCount: 1 },
    });
    expect(await rowsWith(secret)).toEqual([]);
  });

  test.each<[string, string, object]>([
    ["a key of one machine while on", "invalid", { text: "a = 1\nagent.worker_name = gpu1" }],
    ["a text with errors while on", "invalid", { text: "a {" }],
    ["a text over 256 KB", "invalid", { text: "#".repeat(257 * 1024), enabled: false }],
    ["a group that is not there", "not_found", { groupIds: [nobody] }],
  ])("is refused for %s, and writes nothing", async (_, code, wanted) => {
    const { workspaceId, manager } = await makeVaultTeam();
    const changes = await changesIn(workspaceId, async () => {
      expect(await createAdminVault(manager, { ...sampleAdminVault, ...wanted })).toMatchObject(
        refusal(code),
      );
    });
    expect(changes).toEqual([]);
  });

  test("names the place of a key that describes one machine", async () => {
    const { manager } = await makeVaultTeam();
    const text = "sdk.a = 1\nagent { cuda_version = 12 }";
    expect(await createAdminVault(manager, { ...sampleAdminVault, text })).toMatchObject({
      refusal: { fields: { text: expect.stringMatching(/^Line 2, column 9: .*specific to one machine/) } },
    });
  });

  test("is refused for another workspace’s group", async () => {
    const { makeGroup, strangerManager, elsewhere } = await makeVaultTeam();
    const groupId = await makeGroup("Vision");
    const changes = await changesIn(elsewhere, async () => {
      const wanted = { ...sampleAdminVault, groupIds: [groupId] };
      expect(await createAdminVault(strangerManager, wanted)).toMatchObject(refusal("not_found"));
    });
    expect(changes).toEqual([]);
  });

  test("keeps a text with errors while it is off, which can’t be turned on", async () => {
    const { workspaceId, manager, makeVault } = await makeVaultTeam();
    const vaultId = await makeVault({ text: "agent.debug = true", enabled: false });
    const changes = await changesIn(workspaceId, async () => {
      expect(await switchAdminVault(manager, { vaultId, enabled: true })).toMatchObject({
        refusal: { code: "invalid", fields: { text: expect.stringMatching(/^Line 1, column 1: /) } },
      });
    });
    expect(changes).toEqual([]);
  });

  test("is undone where the audit entry can't be written", async () => {
    const { workspaceId, manager } = await makeVaultTeam();
    await blockAudit(workspaceId);
    const changes = await changesIn(workspaceId, async () => {
      await expect(createAdminVault(manager, sampleAdminVault)).rejects.toThrow();
    });
    expect(changes).toEqual([]);
  });

  test(`stops at ${mostAdminVaults} in a workspace`, async () => {
    const { manager, makeVault, workspaceId } = await makeVaultTeam();
    const vaultId = await makeVault();
    const [first] = await db().select().from(vaults).where(eq(vaults.id, vaultId));
    const [text] = await db().select().from(vaultRevisions).where(eq(vaultRevisions.vaultId, vaultId));
    if (!first || !text) throw new Error("The vault is not there.");
    const others = Array.from({ length: mostAdminVaults - 1 }, (_, at) => ({
      id: newId(),
      position: at + 2,
    }));
    await db()
      .insert(vaults)
      .values(others.map((other) => ({ ...first, ...other })));
    await db()
      .insert(vaultRevisions)
      .values(others.map(({ id }) => ({ ...text, workspaceId, vaultId: id })));
    expect(await createAdminVault(manager, sampleAdminVault)).toMatchObject(refusal("limited"));
    expect(await listAdminVaultsPage(manager, adminVaultQuery.parse({ page: "4" }))).toMatchObject({
      total: mostAdminVaults,
      from: 151,
      to: mostAdminVaults,
    });
  });
});

describe("editing an administrator vault", () => {
  test("changes name, groups and text, and says so in the log", async () => {
    const { workspaceId, manager, otherAdmin, makeGroup, makeVault } = await makeVaultTeam();
    const [vision, speech] = [await makeGroup("Vision"), await makeGroup("Speech")];
    const vaultId = await makeVault({ groupIds: [vision] });
    const typed = { name: "Voices", groupIds: [speech], text: "a = 2\nb = 3\n" };
    expect(await editAdminVault(otherAdmin, await editOf(manager, vaultId, typed))).toMatchObject({
      ok: true,
      value: { saved: true, vault: { name: "Voices", revision: 2, text: typed.text } },
    });
    expect(await rowsOf(manager)).toMatchObject([
      { name: "Voices", groups: [{ name: "Speech" }], lineCount: 2, byteCount: 12, updatedByName: "Ann" },
    ]);
    expect(await lastAuditEvent(workspaceId, "admin_vault.edited")).toMatchObject({
      targetId: vaultId,
      targetName: "Voices",
      before: { name: "Company defaults", groups: [{ name: "Vision" }], revision: 1 },
      after: { name: "Voices", groups: [{ name: "Speech" }], revision: 2 },
    });
  });

  test("of its name alone makes no revision", async () => {
    const { manager, makeVault } = await makeVaultTeam();
    const vaultId = await makeVault();
    await editAdminVault(manager, await editOf(manager, vaultId, { name: "Defaults" }));
    expect(await findAdminVault(manager, { vaultId })).toMatchObject({ name: "Defaults", revision: 1 });
  });

  test("of nothing makes no revision and no entry", async () => {
    const { workspaceId, manager, makeVault } = await makeVaultTeam();
    const vaultId = await makeVault();
    const edit = await editOf(manager, vaultId, {});
    const changes = await changesIn(workspaceId, async () => {
      expect(await editAdminVault(manager, edit)).toMatchObject({ ok: true, value: { saved: true } });
    });
    expect(changes).toEqual([]);
  });

  test.each<[string, Partial<AdminVaultEdit>]>([
    ["text", { text: "a = theirs" }],
    ["name", { name: "Theirs" }],
    ["groups", { groupIds: ["theirs"] }],
  ])("over somebody’s newer %s gives back theirs and writes nothing", async (_, theirs) => {
    const { workspaceId, manager, otherAdmin, makeGroup, makeVault } = await makeVaultTeam();
    const groupId = await makeGroup("Theirs");
    const vaultId = await makeVault();
    const mine = await editOf(manager, vaultId, { name: "Mine", text: "a = mine" });
    const groupIds = theirs.groupIds ? [groupId] : [];
    await editAdminVault(otherAdmin, await editOf(manager, vaultId, { ...theirs, groupIds }));
    const seen = await findAdminVault(manager, { vaultId });
    const changes = await changesIn(workspaceId, async () => {
      expect(await editAdminVault(manager, mine)).toEqual({
        ok: true,
        value: { saved: false, theirs: seen },
      });
    });
    expect(changes).toEqual([]);
  });

  test("by several at once is done for one, and the others get that", async () => {
    const { workspaceId, manager, makeVault } = await makeVaultTeam();
    const vaultId = await makeVault();
    const entries = await countAuditEvents(workspaceId);
    const edits = ["b = 1", "b = 2", "b = 3"].map((text) => editOf(manager, vaultId, { text }));
    const outcomes = await Promise.all(
      (await Promise.all(edits)).map((edit) => editAdminVault(manager, edit)),
    );
    const values = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
    const [won] = values.flatMap((value) => (value.saved ? [value.vault] : []));
    expect(values.map(({ saved }) => saved).sort()).toEqual([false, false, true]);
    for (const value of values)
      expect(value.saved ? value.vault : value.theirs).toMatchObject({ revision: 2, text: won?.text });
    expect(await countAuditEvents(workspaceId)).toBe(entries + 1);
  });

  test("puts errors into a vault that is on only by turning it off", async () => {
    const { workspaceId, manager, makeVault } = await makeVaultTeam();
    const vaultId = await makeVault();
    const edit = await editOf(manager, vaultId, { text: "agent.worker_id = x" });
    expect(await editAdminVault(manager, edit)).toMatchObject(refusal("invalid"));
    expect(await editAdminVault(manager, { ...edit, turnOff: true })).toMatchObject({
      value: { saved: true, vault: { enabled: false, revision: 2 } },
    });
    expect(await lastAuditEvent(workspaceId, "admin_vault.deactivated")).toMatchObject({ targetId: vaultId });
  });
});

describe("turning an administrator vault on and off", () => {
  test("is done once, with an entry each", async () => {
    const { workspaceId, manager, makeVault } = await makeVaultTeam();
    const vaultId = await makeVault();
    for (const [enabled, event] of [
      [false, "admin_vault.deactivated"],
      [true, "admin_vault.activated"],
    ] as const) {
      expect(await switchAdminVault(manager, { vaultId, enabled })).toMatchObject({ ok: true });
      expect(await lastAuditEvent(workspaceId, event)).toMatchObject({
        targetId: vaultId,
        before: { enabled: !enabled },
        after: { enabled },
      });
      const again = () => switchAdminVault(manager, { vaultId, enabled });
      expect(await changesIn(workspaceId, again)).toEqual([]);
    }
  });
});

describe("deleting an administrator vault", () => {
  test("takes its revisions and groups along and closes the gap in the order", async () => {
    const { workspaceId, manager, makeGroup, makeVault } = await makeVaultTeam();
    const groupId = await makeGroup("Vision");
    await makeVault({ name: "Alpha" });
    const vaultId = await makeVault({ name: "Beta", groupIds: [groupId] });
    await makeVault({ name: "Gamma" });
    expect(await deleteAdminVault(manager, { vaultId })).toEqual({ ok: true, value: { name: "Beta" } });
    expect((await rowsOf(manager)).map(({ name, position }) => [name, position])).toEqual([
      ["Alpha", 1],
      ["Gamma", 2],
    ]);
    expect((await rowsWith(vaultId)).filter((row) => !row.startsWith("audit_events"))).toEqual([]);
    expect(await lastAuditEvent(workspaceId, "admin_vault.deleted")).toMatchObject({
      targetId: vaultId,
      targetName: "Beta",
      before: { name: "Beta", enabled: true, groups: [{ id: groupId, name: "Vision" }], revision: 1 },
    });
    expect(await deleteAdminVault(manager, { vaultId })).toMatchObject(refusal("not_found"));
  });
});

describe("the order of administrator vaults", () => {
  const names = ["Alpha", "Beta", "Gamma", "Delta"];

  test.each([
    [1, 4, "Beta Gamma Delta Alpha"],
    [4, 1, "Delta Alpha Beta Gamma"],
    [2, 3, "Alpha Gamma Beta Delta"],
    [3, 2, "Alpha Gamma Beta Delta"],
  ])("moved from %i to %i is %s", async (from, to, expected) => {
    const { workspaceId, manager, makeVault } = await makeVaultTeam();
    const ids = [];
    for (const name of names) ids.push(await makeVault({ name }));
    const vaultId = ids[from - 1] ?? "";
    expect(await moveAdminVault(manager, { vaultId, from, to })).toMatchObject({ ok: true });
    expect((await orderOf(manager)).join(" ")).toBe(expected);
    expect((await rowsOf(manager)).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(await lastAuditEvent(workspaceId, "admin_vault.reordered")).toMatchObject({
      targetId: vaultId,
      before: { position: from },
      after: { position: to },
    });
  });

  test("is kept where it is not what was seen, or the place is past the end", async () => {
    const { workspaceId, manager, makeVault } = await makeVaultTeam();
    const vaultId = await makeVault({ name: "Alpha" });
    await makeVault({ name: "Beta" });
    const changes = await changesIn(workspaceId, async () => {
      for (const [from, to] of [
        [2, 1],
        [1, 3],
      ] as const)
        expect(await moveAdminVault(manager, { vaultId, from, to })).toMatchObject(refusal("conflict"));
      expect(await moveAdminVault(manager, { vaultId, from: 1, to: 1 })).toMatchObject({ ok: true });
    });
    expect(changes).toEqual([]);
  });

  test("stays whole through moves at the same time", async () => {
    const { manager, makeVault } = await makeVaultTeam();
    const ids = [];
    for (const name of names) ids.push(await makeVault({ name }));
    const moves = ids.map((vaultId, at) =>
      moveAdminVault(manager, { vaultId, from: at + 1, to: ((at + 2) % names.length) + 1 }),
    );
    expect((await Promise.all(moves)).some(({ ok }) => ok)).toBe(true);
    expect((await rowsOf(manager)).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect((await orderOf(manager)).sort()).toEqual([...names].sort());
  });
});

describe("the list", () => {
  test.each<[Record<string, string>, string]>([
    [{}, "Beta Alpha Keys"],
    [{ sort: "order", descending: "1" }, "Keys Alpha Beta"],
    [{ sort: "vault" }, "Alpha Beta Keys"],
    [{ sort: "target" }, "Beta Alpha Keys"],
    [{ sort: "updated", descending: "1" }, "Keys Alpha Beta"],
    [{ search: "alp" }, "Alpha"],
    [{ search: "vision" }, "Beta"],
    [{ search: "nothing like this" }, ""],
  ])("asked for %j is “%s”", async (query, expected) => {
    const { manager, makeGroup, makeVault } = await makeVaultTeam();
    const groupId = await makeGroup("Vision");
    await makeVault({ name: "Beta", groupIds: [groupId] });
    await makeVault({ name: "Alpha" });
    const text = 'credentials: [{ bucket: "data", secret: "s" }, { bucket: "more", secret: "s" }]';
    await makeVault({ name: "Keys", type: "ui_storage_credentials", text });
    expect((await rowsOf(manager, query)).map(({ name }) => name).join(" ")).toBe(expected);
  });

  test("counts the credentials of those that hold some", async () => {
    const { manager, makeVault } = await makeVaultTeam();
    const type = "ui_storage_credentials";
    await makeVault({ type, text: 'credentials: [{ bucket: "data", secret: "s" }]' });
    await makeVault({ type, text: "credentials: [", enabled: false });
    await makeVault();
    const counts = (await rowsOf(manager)).map(({ credentialCount }) => credentialCount);
    expect(counts).toEqual([1, null, null]);
  });

  test("shows a vault that lost its last group with none", async () => {
    const { workspaceId, manager, groupManager, makeGroup, makeVault } = await makeVaultTeam();
    const groupId = await makeGroup("Vision");
    await makeVault({ groupIds: [groupId] });
    await deleteGroup(groupManager, { groupId });
    expect(await rowsOf(manager)).toMatchObject([{ groups: [] }]);
    expect(await lastAuditEvent(workspaceId, "group.deleted")).toMatchObject({ before: { vaults: 1 } });
  });
});

test("another workspace’s vault is not there, whatever is done to it", async () => {
  const { workspaceId, strangerManager, manager, makeVault } = await makeVaultTeam();
  const vaultId = await makeVault();
  const edit = await editOf(manager, vaultId, { name: "Mine" });
  const changes = await changesIn(workspaceId, async () => {
    expect(await findAdminVault(strangerManager, { vaultId })).toBeUndefined();
    for (const outcome of [
      await editAdminVault(strangerManager, edit),
      await switchAdminVault(strangerManager, { vaultId, enabled: false }),
      await moveAdminVault(strangerManager, { vaultId, from: 1, to: 1 }),
      await deleteAdminVault(strangerManager, { vaultId }),
    ])
      expect(outcome).toMatchObject(refusal("not_found"));
  });
  expect(changes).toEqual([]);
  expect(await rowsOf(strangerManager)).toEqual([]);
});
