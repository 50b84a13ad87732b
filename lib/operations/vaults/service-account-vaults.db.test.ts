import { describe, expect, test } from "vitest";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { makeVaultTeam } from "@/db/testing/factories/vault-team";
import { changesIn, rowsWith } from "@/db/testing/rows";
import type { UserId } from "@/lib/core/identifiers";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { authenticate } from "@/lib/server/api-caller";
import { deleteServiceAccount } from "../workspace/service-accounts";
import { findAgentConfiguration } from "./agent-configuration";
import {
  openServiceAccountVault,
  saveServiceAccountVault,
  switchServiceAccountVault,
} from "./service-account-vaults";
import { findServiceAccountVaultHistory, restoreServiceAccountVaultRevision } from "./vault-history";
import { previewServiceAccountVaults } from "./vault-preview";
import { saveOwnVault } from "./vaults";

openTestDatabase();

const hocon = { format: "hocon", turnOff: false } as const;
const refusal = (code: string) => ({ ok: false, refusal: { code } });
const newestFirst = { page: 1, revision: undefined, against: "before" } as const;

async function makeAccountTeam(texts: string[] = []) {
  const team = await makeVaultTeam();
  const { owner, admin, stranger, workspaceId, elsewhere } = team;
  const robot = await makeServiceAccount({ account: owner, workspaceId }, { name: "Nightly" });
  const manager = actingAs("service_accounts.manage", owner, { workspaceId });
  for (const [baseRevision, text] of texts.entries())
    await saveServiceAccountVault(manager, { ...hocon, accountId: robot.id, text, baseRevision });
  return {
    ...{ ...team, manager, robot, accountId: robot.id },
    otherAdmin: actingAs("service_accounts.manage", admin, { workspaceId, role: "admin" }),
    strangerManager: actingAs("service_accounts.manage", stranger, { workspaceId: elsewhere }),
  };
}

async function servedTo(key: Key) {
  const caller = await authenticate({ authorization: key.basic, ip: "", worker: undefined });
  if ("problem" in caller) throw new Error(caller.problem);
  const { vaults } = await findAgentConfiguration(caller);
  return vaults.filter(({ enabled }) => enabled).map(({ scope, data }) => ({ scope, data: data.trim() }));
}

describe("the vault of a service account", () => {
  test("is empty until an admin saves one, and then served to its credentials above those of its groups", async () => {
    const { manager, accountId, robot, owner, workspaceId, builtIn, makeVault } = await makeAccountTeam();
    expect(await openServiceAccountVault(manager, { accountId })).toMatchObject({
      value: { revision: 0, text: "" },
    });
    await makeVault({ text: "a = 1", groupIds: [await builtIn("users")] });
    const saved = await saveServiceAccountVault(manager, {
      ...{ ...hocon, accountId, text: "a = 2\nagent.worker_name = gpu", baseRevision: 0 },
    });
    expect(saved).toMatchObject({ value: { saved: true, vault: { revision: 1, enabled: true } } });
    expect(await servedTo(robot.key)).toEqual([
      { scope: "group", data: `{"a": 1}` },
      { scope: "user", data: `{"a": 2, "agent": {}}` },
    ]);
    expect(await servedTo(await makeCredentials({ account: owner, workspaceId }))).toEqual([
      { scope: "group", data: `{"a": 1}` },
    ]);
  });

  test("is in the audit log by the account's name, without its text", async () => {
    const { accountId, workspaceId } = await makeAccountTeam(["password = hunter2"]);
    const entry = await lastAuditEvent(workspaceId, "vault.edited");
    expect(entry).toMatchObject({
      targetName: "Vault of Nightly",
      actorName: "Olga",
      after: { revision: 1, format: "hocon", lineCount: 1, byteCount: 18 },
    });
    expect(JSON.stringify(entry)).not.toMatch(/hunter2/);
    expect(entry?.targetId).not.toBe(accountId);
  });

  test("is shown to the second of two admins with what the first one saved, and nothing is lost", async () => {
    const { otherAdmin, manager, accountId } = await makeAccountTeam(["a: 1"]);
    const edit = { ...hocon, accountId, baseRevision: 1 };
    await saveServiceAccountVault(otherAdmin, { ...edit, text: "a: 2" });
    expect(await saveServiceAccountVault(manager, { ...edit, text: "a: 3" })).toMatchObject({
      value: {
        saved: false,
        theirs: { revision: 2, text: "a: 2", edited: { byName: "Ann", bySelf: false } },
      },
    });
    expect(await saveServiceAccountVault(manager, { ...edit, text: "a: 3", baseRevision: 2 })).toMatchObject({
      value: { saved: true, vault: { revision: 3 } },
    });
  });

  test("can hold errors while it is off, and can’t be turned on with them", async () => {
    const { manager, accountId, robot } = await makeAccountTeam(["a: 1"]);
    const broken = { ...hocon, accountId, text: "a: [", baseRevision: 1 };
    expect(await saveServiceAccountVault(manager, broken)).toMatchObject({
      refusal: { code: "invalid", fields: { text: expect.stringMatching(/^Line 1, column \d+: /) } },
    });
    expect(await saveServiceAccountVault(manager, { ...broken, turnOff: true })).toMatchObject({
      value: { saved: true, vault: { revision: 2, enabled: false } },
    });
    expect(await servedTo(robot.key)).toEqual([]);
    expect(await switchServiceAccountVault(manager, { accountId, enabled: true })).toMatchObject(
      refusal("invalid"),
    );
  });

  test("stops being served at the next call when it is turned off, and again when it is turned on", async () => {
    const { manager, accountId, robot, workspaceId } = await makeAccountTeam(["a: 1"]);
    expect(await servedTo(robot.key)).toHaveLength(1);
    await switchServiceAccountVault(manager, { accountId, enabled: false });
    expect(await lastAuditEvent(workspaceId, "vault.deactivated")).toMatchObject({
      targetName: "Vault of Nightly",
    });
    expect(await servedTo(robot.key)).toEqual([]);
    await switchServiceAccountVault(manager, { accountId, enabled: true });
    expect(await servedTo(robot.key)).toHaveLength(1);
  });

  test("has a history, of which an earlier text is restored", async () => {
    const { manager, otherAdmin, accountId, workspaceId, robot } = await makeAccountTeam(["a: 1", "a: 2"]);
    const found = await findServiceAccountVaultHistory(otherAdmin, { ...newestFirst, accountId });
    expect(found).toMatchObject({ name: "Nightly", history: { newest: 2 } });
    expect(found?.history?.page.rows).toMatchObject([
      { number: 2, author: { name: "Olga", isSelf: false } },
      { number: 1, author: { name: "Olga", isSelf: false } },
    ]);
    const wanted = { accountId, number: 1, baseRevision: 2 };
    expect(await restoreServiceAccountVaultRevision(manager, wanted)).toMatchObject({
      value: { revision: 3, text: "a: 1" },
    });
    expect(await servedTo(robot.key)).toEqual([{ scope: "user", data: `{"a": 1}` }]);
    expect(await lastAuditEvent(workspaceId, "vault.restored")).toMatchObject({
      targetName: "Vault of Nightly",
      after: { restoredRevision: 1 },
    });
    expect(await restoreServiceAccountVaultRevision(manager, wanted)).toMatchObject(refusal("conflict"));
    expect(await restoreServiceAccountVaultRevision(manager, { ...wanted, number: 9 })).toMatchObject(
      refusal("not_found"),
    );
  });

  test("has no history before its first text", async () => {
    const { manager, accountId } = await makeAccountTeam();
    const found = await findServiceAccountVaultHistory(manager, { ...newestFirst, accountId });
    expect(found).toEqual({ name: "Nightly", history: undefined });
  });

  test("ends with the account", async () => {
    const { manager, accountId, workspaceId } = await makeAccountTeam(["a: 1"]);
    const { targetId } = (await lastAuditEvent(workspaceId, "vault.edited")) ?? {};
    await deleteServiceAccount(manager, { accountId });
    const left = await rowsWith(targetId ?? "");
    expect(left.map((row) => row.split(" ")[0])).toEqual(["audit_events"]);
    expect(await openServiceAccountVault(manager, { accountId })).toMatchObject(refusal("not_found"));
  });

  test("is not saved where the audit log can’t be written", async () => {
    const { manager, accountId, workspaceId } = await makeAccountTeam(["a: 1"]);
    await blockAudit(workspaceId);
    const edit = { ...hocon, accountId, text: "a: 2", baseRevision: 1 };
    const changes = await changesIn(workspaceId, () =>
      saveServiceAccountVault(manager, edit).catch(() => undefined),
    );
    expect(changes).toEqual([]);
  });
});

describe("through the ID of an account, an admin comes to no other vault", () => {
  const attempts: [
    name: string,
    attempt: (actor: ActorWith<"service_accounts.manage">, accountId: UserId) => Promise<unknown>,
  ][] = [
    ["open", (actor, accountId) => openServiceAccountVault(actor, { accountId })],
    [
      "save",
      (actor, accountId) =>
        saveServiceAccountVault(actor, { ...hocon, accountId, text: "x: 1", baseRevision: 0 }),
    ],
    [
      "save over",
      (actor, accountId) =>
        saveServiceAccountVault(actor, { ...hocon, accountId, text: "x: 1", baseRevision: 1 }),
    ],
    ["switch", (actor, accountId) => switchServiceAccountVault(actor, { accountId, enabled: false })],
    [
      "restore",
      (actor, accountId) =>
        restoreServiceAccountVaultRevision(actor, { accountId, number: 1, baseRevision: 1 }),
    ],
  ];

  test.each(attempts)("%s", async (_, attempt) => {
    const team = await makeAccountTeam(["secret: 1"]);
    const { manager, strangerManager, accountId, workspaceId, owner, member } = team;
    for (const [person, role] of [
      [owner, "owner"],
      [member, "member"],
    ] as const) {
      const editor = actingAs("vaults.edit_own", person, { workspaceId, role });
      await saveOwnVault(editor, { ...hocon, text: "secret: 2", baseRevision: 0 });
    }
    const changes = await changesIn(workspaceId, async () => {
      for (const userId of [owner.id, member.id]) {
        const answer = await attempt(manager, userId);
        expect(answer).toMatchObject(refusal("not_found"));
        expect(JSON.stringify(answer)).not.toContain("secret");
      }
      expect(await attempt(strangerManager, accountId)).toMatchObject(refusal("not_found"));
    });
    expect(changes).toEqual([]);
  });

  test("see the history, or the page", async () => {
    const { manager, strangerManager, accountId, workspaceId, member } = await makeAccountTeam(["a: 1"]);
    const editor = actingAs("vaults.edit_own", member, { workspaceId, role: "member" });
    await saveOwnVault(editor, { ...hocon, text: "a: 2", baseRevision: 0 });
    for (const [actor, userId] of [
      [manager, member.id],
      [strangerManager, accountId],
    ] as const) {
      expect(
        await findServiceAccountVaultHistory(actor, { ...newestFirst, accountId: userId }),
      ).toBeUndefined();
      const { own } = await previewServiceAccountVaults(actor, { accountId: userId });
      expect(own).toMatchObject({ vault: { revision: 0, text: "" }, start: "" });
    }
  });
});
