import { and, eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { db, pool } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { vaultRevisions } from "@/db/schema/vaults";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { findVaultId, writeServiceAccountVault, writeVault } from "@/db/testing/factories/vault";
import { makeVaultTeam } from "@/db/testing/factories/vault-team";
import { join } from "@/db/testing/factories/workspace";
import { changesIn, rowsWith } from "@/db/testing/rows";
import type { UserId } from "@/lib/core/identifiers";
import { effectiveQuery } from "@/lib/core/vault/effective-inputs";
import { maskedText } from "@/lib/core/vault/mask/masked-text";
import { authenticate } from "@/lib/server/api-caller";
import { newId } from "@/lib/server/crypto";
import { log } from "@/lib/server/log";
import { switchAdminVault } from "./admin-vaults";
import { findAgentConfiguration } from "./agent-configuration";
import {
  type EffectiveView,
  findEffectiveConfiguration,
  findOwnEffectiveConfiguration,
  mergePastedConfiguration,
  previewAdminVaultSwitch,
  previewOwnSwitch,
  previewServiceAccountSwitch,
  readAppliedVault,
  revealOwnValue,
} from "./effective";
import { saveOwnVault, switchOwnVault } from "./vaults";

openTestDatabase();

const query = (chosen: Record<string, string> = {}) => effectiveQuery.parse(chosen);
const refusal = (code: string) => ({ ok: false, refusal: { code } });

/** A vault for everybody, one for a group in which the member is, and the member's own. */
async function makeStack() {
  const team = await makeVaultTeam();
  const { workspaceId, member } = team;
  const everybody = await team.builtIn("users");
  const baseId = await team.makeVault({
    name: "Base",
    groupIds: [everybody],
    text: "a = base\nsdk.secret = low\nonly = base",
  });
  const visionId = await team.makeGroup("Vision", [member.id]);
  const visionVaultId = await team.makeVault({
    name: "Vision",
    groupIds: [visionId],
    text: "a = vision\nv = 1",
  });
  await writeVault({ account: member, workspaceId }, "\na = mine\nsdk.secret = hush\nowned = [x]");
  const reader = actingAs("vaults.read_own", member, { workspaceId, role: "member" });
  const editor = actingAs("vaults.edit_own", member, { workspaceId, role: "member" });
  return { ...team, baseId, visionVaultId, visionId, everybody, reader, editor };
}

function linesOf({ layers, page }: Pick<EffectiveView, "layers" | "page">): string[] {
  const nameOf = (id: string) => layers.find((layer) => layer.id === id)?.name;
  return page.rows.map(
    ({ name, value, from, hides }) =>
      `${name}=${value.text} ${nameOf(from.layer)}:${from.line}${hides.map((low) => ` <${low.value.text} ${nameOf(low.layer)}:${low.line}`).join("")}`,
  );
}

async function resultOf<T>(outcome: Promise<{ ok: true; value: T } | { ok: false }>): Promise<T> {
  const found = await outcome;
  if (!found.ok) throw new Error(JSON.stringify(found));
  return found.value;
}

describe("one’s own effective configuration", () => {
  test("shows each key with the vault and line that it comes from, and what it hides", async () => {
    const { reader } = await makeStack();
    const found = await resultOf(findOwnEffectiveConfiguration(reader, query()));
    expect(found.layers.map(({ name, kind }) => [name, kind])).toEqual([
      ["Base", "admin"],
      ["Vision", "admin"],
      ["Personal vault", "personal"],
    ]);
    expect(linesOf(found)).toEqual([
      'a="mine" Personal vault:2 <"vision" Vision:1 <"base" Base:1',
      `sdk.secret=${maskedText} Personal vault:3 <${maskedText} Base:2`,
      'only="base" Base:3',
      "v=1 Vision:2",
      'owned=["x"] Personal vault:4',
    ]);
    expect(found.isPrivate).toBe(false);
  });

  test("is what a client with one’s credentials is sent", async () => {
    const { reader, member, workspaceId } = await makeStack();
    const key = await makeCredentials({ account: member, workspaceId });
    const caller = await authenticate({ authorization: key.basic, ip: "", worker: undefined });
    if ("problem" in caller) throw new Error(caller.problem);
    const sent = await findAgentConfiguration(caller);
    const found = await resultOf(findOwnEffectiveConfiguration(reader, query()));
    expect(found.layers.map(({ id }) => id)).toEqual(sent.vaults.map(({ id }) => id));
  });

  test("leaves out one’s own vault while it is off", async () => {
    const { reader, editor } = await makeStack();
    await switchOwnVault(editor, { enabled: false });
    const found = await resultOf(findOwnEffectiveConfiguration(reader, query()));
    expect(found.layers.map(({ name }) => name)).toEqual(["Base", "Vision"]);
    expect(linesOf(found)[0]).toBe('a="vision" Vision:1 <"base" Base:1');
  });

  test("is searched by key and by shown value, and paged", async () => {
    const { reader } = await makeStack();
    const names = async (search: string) =>
      (await resultOf(findOwnEffectiveConfiguration(reader, query({ search })))).page.rows.map(
        ({ name }) => name,
      );
    expect(await names("SDK")).toEqual(["sdk.secret"]);
    expect(await names("base")).toEqual(["only"]);
    expect(await names("low")).toEqual([]);
    const far = await resultOf(findOwnEffectiveConfiguration(reader, query({ page: "9" })));
    expect(far.page).toMatchObject({ number: 1, total: 5 });
  });

  test("names a vault whose text can’t be decrypted, and goes on without it", async () => {
    const { reader, workspaceId, baseId } = await makeStack();
    await db()
      .update(vaultRevisions)
      .set({ sealedText: "v1.gone.x.y" })
      .where(and(eq(vaultRevisions.workspaceId, workspaceId), eq(vaultRevisions.vaultId, baseId)));
    const found = await resultOf(findOwnEffectiveConfiguration(reader, query()));
    expect(found.skipped).toEqual([
      { layer: baseId, line: 1, message: expect.stringContaining("decrypted") },
    ]);
    expect(linesOf(found)[0]).toBe('a="mine" Personal vault:2 <"vision" Vision:1');
  });
});

describe("an administrator vault that applies to oneself", () => {
  test("is read key by key with its secrets hidden", async () => {
    const { reader, baseId } = await makeStack();
    const found = await resultOf(readAppliedVault(reader, { vaultId: baseId }));
    expect(linesOf(found)).toEqual([
      'a="base" Base:1',
      `sdk.secret=${maskedText} Base:2`,
      'only="base" Base:3',
    ]);
    expect(JSON.stringify(found)).not.toContain("low");
  });

  test("is not there where it is off, is given to others, or is somebody’s own", async () => {
    const { reader, manager, member, workspaceId, baseId, visionVaultId, owner } = await makeStack();
    const outsider = actingAs("vaults.read_own", owner, { workspaceId });
    expect(await readAppliedVault(outsider, { vaultId: visionVaultId })).toMatchObject(refusal("not_found"));
    const vaultId = await findVaultId({ account: member, workspaceId });
    expect(await readAppliedVault(reader, { vaultId })).toMatchObject(refusal("not_found"));
    await switchAdminVault(manager, { vaultId: baseId, enabled: false });
    expect(await readAppliedVault(reader, { vaultId: baseId })).toMatchObject(refusal("not_found"));
  });
});

describe("another member’s", () => {
  test("shows an admin the keys of the personal vault and none of its values", async () => {
    const { manager, member } = await makeStack();
    const found = await resultOf(findEffectiveConfiguration(manager, { userId: member.id }, query()));
    expect(found).toMatchObject({ isPrivate: true, owner: { id: member.id, kind: "person" } });
    expect(linesOf(found)).toEqual([
      `a=${maskedText} Personal vault:2 <"vision" Vision:1 <"base" Base:1`,
      `sdk.secret=${maskedText} Personal vault:3 <${maskedText} Base:2`,
      'only="base" Base:3',
      "v=1 Vision:2",
      `owned=${maskedText} Personal vault:4`,
    ]);
    expect(JSON.stringify(found)).not.toMatch(/mine|hush/);
  });

  test("shows an admin’s own in full, and a service account’s vaults", async () => {
    const { manager, owner, workspaceId, makeVault, builtIn } = await makeStack();
    await writeVault({ account: owner, workspaceId }, "o = own");
    const own = await resultOf(
      findEffectiveConfiguration(manager, { userId: owner.id }, query({ search: "own" })),
    );
    expect(own.isPrivate).toBe(false);
    expect(linesOf(own)).toContain('o="own" Personal vault:1');
    const robot = await makeServiceAccount({ account: owner, workspaceId });
    await makeVault({ name: "Robots", groupIds: [await builtIn("service_accounts")], text: "r = 1" });
    const found = await resultOf(findEffectiveConfiguration(manager, { userId: robot.id }, query()));
    expect(found).toMatchObject({ isPrivate: false, owner: { kind: "service_account" } });
    expect(linesOf(found)).toContain("r=1 Robots:1");
  });

  test("is not there for an admin of another workspace, nor for who left", async () => {
    const { strangerManager, member } = await makeStack();
    for (const userId of [member.id, newId<UserId>()]) {
      expect(await findEffectiveConfiguration(strangerManager, { userId }, query())).toMatchObject(
        refusal("not_found"),
      );
    }
  });
});

describe("revealing a value", () => {
  test("gives the one value, and stands in the log without it", async () => {
    const { reader, workspaceId, member } = await makeStack();
    expect(await revealOwnValue(reader, { path: ["sdk", "secret"] })).toEqual({
      ok: true,
      value: { text: '"hush"' },
    });
    const entry = await lastAuditEvent(workspaceId, "vault.value_revealed");
    expect(entry).toMatchObject({
      actorUserId: member.id,
      targetName: "Personal vault",
      after: { key: "sdk.secret", line: 3 },
    });
    expect(JSON.stringify(entry)).not.toContain("hush");
  });

  test("is refused for a key that is not there, and writes nothing", async () => {
    const { reader, workspaceId } = await makeStack();
    const changes = await changesIn(workspaceId, async () => {
      expect(await revealOwnValue(reader, { path: ["sdk", "gone"] })).toMatchObject(refusal("not_found"));
    });
    expect(changes).toEqual([]);
  });

  test("reads nobody else’s vault: the same key is one’s own", async () => {
    const { strangerManager, elsewhere, stranger } = await makeStack();
    expect(strangerManager.workspaceId).toBe(elsewhere);
    const reader = actingAs("vaults.read_own", stranger, { workspaceId: elsewhere });
    expect(await revealOwnValue(reader, { path: ["sdk", "secret"] })).toMatchObject(refusal("not_found"));
  });
});

describe("a pasted clearml.conf", () => {
  test("is the lowest layer, keeps the machine’s keys, and is not kept", async () => {
    const { reader, workspaceId } = await makeStack();
    const secret = `hunter2${newId()}`;
    const text = `a = pasted\napi.credentials.secret_key = ${secret}\nagent.cuda_version = 12`;
    const changes = await changesIn(workspaceId, async () => {
      const found = await resultOf(mergePastedConfiguration(reader, { text }));
      expect(linesOf(found).slice(0, 3)).toEqual([
        'a="mine" Personal vault:2 <"vision" Vision:1 <"base" Base:1 <"pasted" clearml.conf:1',
        `api.credentials.secret_key=${maskedText} clearml.conf:2`,
        "agent.cuda_version=12 clearml.conf:3",
      ]);
      expect(JSON.stringify(found)).not.toContain(secret);
    });
    expect(changes).toEqual([]);
    expect(await rowsWith(secret)).toEqual([]);
  });

  test("with an error is left out, and says where", async () => {
    const { reader } = await makeStack();
    const found = await resultOf(mergePastedConfiguration(reader, { text: "a = 1\nb = [" }));
    expect(found.skipped).toEqual([{ layer: "clearml.conf", line: 2, message: expect.any(String) }]);
  });
});

describe("what changes", () => {
  const changes = (rows: { name: string; kind: string }[]) => rows.map(({ name, kind }) => `${kind} ${name}`);

  test("when one’s own vault is turned off, or on again", async () => {
    const { reader, editor } = await makeStack();
    const off = await resultOf(previewOwnSwitch(reader, { enabled: false }));
    expect(changes(off.rows)).toEqual(["changed a", "changed sdk.secret", "removed owned"]);
    await switchOwnVault(editor, { enabled: false });
    const on = await resultOf(previewOwnSwitch(reader, { enabled: true }));
    expect(changes(on.rows)).toEqual(["changed a", "changed sdk.secret", "added owned"]);
    expect(JSON.stringify([off, on])).not.toMatch(/low|hush/);
  });

  test("when a service account’s vault is turned on, and of nobody else’s", async () => {
    const { owner, member, workspaceId } = await makeStack();
    const robot = await makeServiceAccount({ account: owner, workspaceId });
    const manager = actingAs("service_accounts.manage", owner, { workspaceId });
    await writeServiceAccountVault({ account: owner, workspaceId }, robot.id, "a = robot\nr = 1");
    const found = await resultOf(
      previewServiceAccountSwitch(manager, { accountId: robot.id, enabled: true }),
    );
    expect(found).toMatchObject({
      total: 2,
      rows: [
        { name: "a", kind: "changed", before: { text: '"base"' }, after: { text: '"robot"' } },
        { name: "r", kind: "added", after: { text: "1" } },
      ],
    });
    const ofPerson = previewServiceAccountSwitch(manager, { accountId: member.id, enabled: true });
    expect(await ofPerson).toMatchObject(refusal("not_found"));
  });

  test("when an administrator vault is turned on, by the vaults that its members receive", async () => {
    const team = await makeStack();
    const { manager, workspaceId, everybody, owner } = team;
    await makeServiceAccount({ account: owner, workspaceId });
    const vaultId = await team.makeVault({
      name: "New",
      enabled: false,
      groupIds: [everybody],
      text: "a = new\nn = 1",
    });
    const found = await resultOf(previewAdminVaultSwitch(manager, { vaultId, enabled: true }));
    expect(found).toMatchObject({ members: 4, furtherMembers: 0 });
    expect(
      found.groups.map(({ members, withOwnVault, rows }) => [members, withOwnVault, changes(rows)]),
    ).toEqual([
      [3, 0, ["changed a", "added n"]],
      [1, 1, ["changed a", "added n"]],
    ]);
    const [most, vision] = found.groups;
    expect(most?.rows[0]).toMatchObject({ before: { text: '"base"' }, after: { text: '"new"' } });
    expect(vision?.rows[0]).toMatchObject({ before: { text: '"vision"' }, after: { text: '"new"' } });

    await switchAdminVault(manager, { vaultId, enabled: true });
    const off = await resultOf(previewAdminVaultSwitch(manager, { vaultId, enabled: false }));
    expect(changes(off.groups[0]?.rows ?? [])).toEqual(["changed a", "removed n"]);
  });

  test("of a vault without groups reaches nobody, and of another workspace’s says nothing", async () => {
    const { manager, strangerManager, makeVault, baseId } = await makeStack();
    const vaultId = await makeVault({ name: "Nobody’s", enabled: false });
    expect(await previewAdminVaultSwitch(manager, { vaultId, enabled: true })).toEqual({
      ok: true,
      value: { members: 0, groups: [], furtherMembers: 0 },
    });
    expect(await previewAdminVaultSwitch(strangerManager, { vaultId: baseId, enabled: true })).toMatchObject(
      refusal("not_found"),
    );
  });

  test("counts everybody of a large workspace, and works out the largest groups alone", async () => {
    const team = await makeStack();
    const { manager, workspaceId, everybody } = team;
    const crowd = await Promise.all(Array.from({ length: 25 }, () => makePerson("Ida")));
    for (const [index, person] of crowd.entries()) {
      await join(workspaceId, person);
      const groupId = await team.makeGroup(`Team ${index}`, [person.id]);
      await team.makeVault({ name: `Team ${index}`, groupIds: [groupId], text: `t = ${index}` });
    }
    const vaultId = await team.makeVault({
      name: "New",
      enabled: false,
      groupIds: [everybody],
      text: "n = 1",
    });
    const found = await resultOf(previewAdminVaultSwitch(manager, { vaultId, enabled: true }));
    expect(found.members).toBe(28);
    expect(found.groups).toHaveLength(20);
    const shown = found.groups.reduce((sum, { members }) => sum + members, 0);
    expect(shown + found.furtherMembers).toBe(28);
    expect(found.groups[0]?.members).toBe(2);
  });
});

test("no table, no audit entry and no log line holds a secret of a vault", async () => {
  const spies = (["trace", "debug", "info", "warn", "error", "fatal"] as const).map((level) =>
    vi.spyOn(log(), level),
  );
  const team = await makeVaultTeam();
  const { workspaceId, member, manager, everybody } = { ...team, everybody: await team.builtIn("users") };
  const secret = `hunter2${newId()}`;
  const text = (from: string) =>
    `sdk.aws.s3.secret = "${secret}-${from}"\nfiles.k { path = "~/.ssh/id_rsa", contents = "${secret}-file" }\nplain = "${secret}-plain"`;
  const vaultId = await team.makeVault({ groupIds: [everybody], text: text("admin") });
  await writeVault({ account: member, workspaceId }, text("mine"));
  const reader = actingAs("vaults.read_own", member, { workspaceId, role: "member" });
  const editor = actingAs("vaults.edit_own", member, { workspaceId, role: "member" });
  await saveOwnVault(editor, {
    format: "hocon",
    text: `${text("broken")}\nx = [`,
    baseRevision: 1,
    turnOff: false,
  });
  await saveOwnVault(editor, {
    format: "hocon",
    text: `${text("broken")}\nx = [`,
    baseRevision: 1,
    turnOff: true,
  });
  await revealOwnValue(reader, { path: ["sdk", "aws", "s3", "secret"] });
  await mergePastedConfiguration(reader, { text: text("pasted") });
  await previewOwnSwitch(reader, { enabled: true });
  await previewAdminVaultSwitch(manager, { vaultId, enabled: false });
  await findEffectiveConfiguration(manager, { userId: member.id }, query());
  const key = await makeCredentials({ account: member, workspaceId });
  const caller = await authenticate({ authorization: key.basic, ip: "", worker: undefined });
  if ("problem" in caller) throw new Error(caller.problem);
  expect(JSON.stringify(await findAgentConfiguration(caller))).toContain(secret);

  expect(await rowsWith(secret)).toEqual([]);
  const [columns] = await pool()<{ total: number }[]>`
    select count(*)::int as total from information_schema.columns where table_schema = 'public'`;
  expect(columns?.total).toBeGreaterThan(100);
  const entries = await db().select().from(auditEvents).where(eq(auditEvents.workspaceId, workspaceId));
  expect(entries.length).toBeGreaterThan(3);
  const logged = JSON.stringify(
    spies.flatMap((spy) =>
      spy.mock.calls.map(([facts]) => [facts, String((facts as { err?: unknown })?.err ?? "")]),
    ),
  );
  expect(logged).not.toContain(secret);
  for (const spy of spies) spy.mockRestore();
});
