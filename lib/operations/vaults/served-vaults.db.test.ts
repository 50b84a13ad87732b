import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { vaultRevisions } from "@/db/schema/vaults";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { makeVaultTeam } from "@/db/testing/factories/vault-team";
import { adminVaultQuery } from "@/lib/core/vault/admin-vault";
import { authenticate, impersonate } from "@/lib/server/api-caller";
import { addGroupMembers, deleteGroup, removeGroupMember } from "../workspace/groups";
import { setAdmin } from "../workspace/members";
import { listAdminVaultsPage } from "./admin-vault-list";
import { moveAdminVault } from "./admin-vault-order";
import { deleteAdminVault, editAdminVault, switchAdminVault } from "./admin-vaults";
import { findAgentConfiguration } from "./agent-configuration";
import { previewOwnVaults, previewServiceAccountVaults } from "./vault-preview";
import { saveOwnVault } from "./vaults";

openTestDatabase();

async function callerOf(key: Key) {
  const caller = await authenticate({ authorization: key.basic, ip: "", worker: undefined });
  if ("problem" in caller) throw new Error(caller.problem);
  return caller;
}
const servedTo = async (key: Key) => (await findAgentConfiguration(await callerOf(key))).vaults;
const namesServedTo = async (key: Key) => (await servedTo(key)).map(({ description }) => description);

async function makeServedTeam() {
  const team = await makeVaultTeam();
  const { workspaceId, owner, member, admin } = team;
  return {
    ...team,
    robot: await makeServiceAccount(
      { account: owner, workspaceId },
      { name: "Nightly", mayImpersonate: true },
    ),
    keys: {
      owner: await makeCredentials({ account: owner, workspaceId }),
      admin: await makeCredentials({ account: admin, workspaceId }),
      member: await makeCredentials({ account: member, workspaceId }),
    },
  };
}

describe("which administrator vaults a client receives", () => {
  test("follows from the groups of whose credentials it runs with", async () => {
    const { builtIn, makeGroup, makeVault, member, keys, robot } = await makeServedTeam();
    await makeVault({ name: "Everyone", groupIds: [await builtIn("users")] });
    await makeVault({ name: "Robots", groupIds: [await builtIn("service_accounts")] });
    await makeVault({ name: "Admins", groupIds: [await builtIn("admins")] });
    await makeVault({ name: "Vision", groupIds: [await makeGroup("Vision", [member.id, robot.id])] });
    await makeVault({ name: "Nobody" });
    await makeVault({ name: "Off", groupIds: [await builtIn("users")], enabled: false });
    expect(await namesServedTo(keys.member)).toEqual(["Everyone", "Vision"]);
    expect(await namesServedTo(keys.owner)).toEqual(["Everyone", "Admins"]);
    expect(await namesServedTo(keys.admin)).toEqual(["Everyone", "Admins"]);
    expect(await namesServedTo(robot.key)).toEqual(["Everyone", "Robots", "Vision"]);
    const asMember = await impersonate(await callerOf(robot.key), member.id);
    if (!asMember) throw new Error("The account may not impersonate.");
    const { vaults } = await findAgentConfiguration(asMember);
    expect(vaults.map(({ description }) => description)).toEqual(["Everyone", "Vision"]);
  });

  test("is one of several groups once, and below the member’s own", async () => {
    const { builtIn, makeGroup, makeVault, member, workspaceId, keys } = await makeServedTeam();
    const groupIds = [await builtIn("users"), await makeGroup("Vision", [member.id])];
    const editor = actingAs("vaults.edit_own", member, { workspaceId, role: "member" });
    await saveOwnVault(editor, { format: "hocon", text: "a = own", baseRevision: 0, turnOff: false });
    await makeVault({ name: "Second", groupIds, text: "a = second" });
    expect(await servedTo(keys.member)).toMatchObject([
      { scope: "group", type: "config", description: "Second", data: '{"a": "second"}\n' },
      { scope: "user", type: "config", description: "Personal vault", data: '{"a": "own"}\n' },
    ]);
  });

  test("ends at a workspace’s border", async () => {
    const { builtIn, makeVault, stranger, elsewhere } = await makeServedTeam();
    await makeVault({ groupIds: [await builtIn("users")] });
    expect(await servedTo(await makeCredentials({ account: stranger, workspaceId: elsewhere }))).toEqual([]);
  });

  test("changes at the next call with every change to vaults, groups and members", async () => {
    const { builtIn, makeGroup, makeVault, member, manager, groupManager, workspaceId, owner, keys } =
      await makeServedTeam();
    const vision = await makeGroup("Vision");
    const usersId = await builtIn("users");
    const one = await makeVault({ name: "One", groupIds: [usersId] });
    const two = await makeVault({ name: "Two", groupIds: [vision] });
    const three = await makeVault({ name: "Three", groupIds: [await builtIn("admins")] });
    const memberManager = actingAs("members.manage", owner, { workspaceId });
    const now = () => namesServedTo(keys.member);
    expect(await now()).toEqual(["One"]);
    await addGroupMembers(groupManager, { groupId: vision, userIds: [member.id] });
    expect(await now()).toEqual(["One", "Two"]);
    await moveAdminVault(manager, { vaultId: two, from: 2, to: 1 });
    expect(await now()).toEqual(["Two", "One"]);
    await setAdmin(memberManager, { userId: member.id, admin: true });
    expect(await now()).toEqual(["Two", "One", "Three"]);
    await setAdmin(memberManager, { userId: member.id, admin: false });
    await switchAdminVault(manager, { vaultId: one, enabled: false });
    expect(await now()).toEqual(["Two"]);
    await switchAdminVault(manager, { vaultId: one, enabled: true });
    await removeGroupMember(groupManager, { groupId: vision, userId: member.id });
    expect(await now()).toEqual(["One"]);
    const base = { revision: 1, name: "Three", groupIds: [await builtIn("admins")] };
    const edit = { vaultId: three, name: "Third", groupIds: [usersId], format: "hocon" as const };
    await editAdminVault(manager, { ...edit, text: "a = 1", turnOff: false, base });
    expect(await now()).toEqual(["One", "Third"]);
    await deleteAdminVault(manager, { vaultId: one });
    expect(await now()).toEqual(["Third"]);
    const last = { revision: 1, name: "Two", groupIds: [vision] };
    await editAdminVault(manager, {
      ...{ ...edit, vaultId: two, name: "Two", groupIds: [vision] },
      ...{ text: "a = 22", turnOff: false, base: last },
    });
    await addGroupMembers(groupManager, { groupId: vision, userIds: [member.id] });
    expect((await servedTo(keys.member)).map(({ data }) => data)).toContain('{"a": 22}\n');
    await deleteGroup(groupManager, { groupId: vision });
    expect(await now()).toEqual(["Third"]);
  });

  test("is the same object for as long as nothing of it changed", async () => {
    const { builtIn, makeGroup, makeVault, keys } = await makeServedTeam();
    const groupIds = [await builtIn("users")];
    await makeVault({ groupIds });
    const before = await findAgentConfiguration(await callerOf(keys.member));
    await makeVault({ name: "Others", groupIds: [await makeGroup("Others")] });
    expect(await findAgentConfiguration(await callerOf(keys.member))).toBe(before);
    expect(await findAgentConfiguration(await callerOf(keys.owner))).toBe(before);
  });
});

describe("the vaults applied to a member", () => {
  test("are those that their clients receive, in that order", async () => {
    const { builtIn, makeGroup, makeVault, member, owner, workspaceId, robot } = await makeServedTeam();
    const groupIds = [await builtIn("users")];
    await makeVault({ name: "First", groupIds });
    await makeVault({ name: "Robots", groupIds: [await builtIn("service_accounts")] });
    await makeVault({ name: "Vision", groupIds: [await makeGroup("Vision", [member.id]), ...groupIds] });
    await makeVault({ name: "Off", groupIds, enabled: false });
    const reader = actingAs("vaults.read_own", member, { workspaceId, role: "member" });
    const { applied } = await previewOwnVaults(reader);
    expect(applied.map(({ name }) => name)).toEqual(["First", "Vision"]);
    const accounts = actingAs("service_accounts.manage", owner, { workspaceId });
    const ofRobot = await previewServiceAccountVaults(accounts, { accountId: robot.id });
    expect(ofRobot.applied.map(({ name }) => name)).toEqual(["First", "Robots", "Vision"]);
  });

  test("are none that an admin sees for a person, or somebody of another workspace", async () => {
    const { builtIn, makeVault, member, owner, stranger, workspaceId } = await makeServedTeam();
    await makeVault({ groupIds: [await builtIn("users")] });
    const accounts = actingAs("service_accounts.manage", owner, { workspaceId });
    for (const { id } of [member, stranger]) {
      const { own, applied } = await previewServiceAccountVaults(accounts, { accountId: id });
      expect(applied).toEqual([]);
      expect(own.vault.revision).toBe(0);
    }
  });
});

describe("a vault that can’t be read", () => {
  test.each([
    ["its text for clients was altered", { sealedCanonical: "v1.gone" }],
    ["neither its text can be opened", { sealedCanonical: null, canonicalWriter: 0, sealedText: "v1.gone" }],
  ])("because %s is left out alone, with one audit entry, until it has another text", async (_, broken) => {
    const { builtIn, makeVault, manager, workspaceId, keys } = await makeServedTeam();
    const groupIds = [await builtIn("users")];
    const vaultId = await makeVault({ name: "Broken", groupIds });
    await makeVault({ name: "Whole", groupIds });
    const ofVault = and(eq(vaultRevisions.workspaceId, workspaceId), eq(vaultRevisions.vaultId, vaultId));
    await db().update(vaultRevisions).set(broken).where(ofVault);
    expect(await namesServedTo(keys.member)).toEqual(["Whole"]);
    expect(await namesServedTo(keys.owner)).toEqual(["Whole"]);
    const unreadable = () =>
      db().$count(
        auditEvents,
        and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.event, "admin_vault.unreadable")),
      );
    expect(await lastAuditEvent(workspaceId, "admin_vault.unreadable")).toMatchObject({
      targetId: vaultId,
      targetName: "Broken",
      actorName: "Steward",
    });
    // A new version has every process read it again.
    await switchAdminVault(manager, { vaultId, enabled: false });
    const isUnreadable = async () =>
      (await listAdminVaultsPage(manager, adminVaultQuery.parse({}))).rows[0]?.isUnreadable;
    expect(await isUnreadable()).toBe(true);
    const base = { revision: 1, name: "Broken", groupIds };
    const text = "a = 3";
    const edit = { vaultId, name: "Broken", groupIds, format: "hocon" as const, turnOff: false };
    expect(await editAdminVault(manager, { ...edit, text, base })).toMatchObject({ value: { saved: true } });
    await switchAdminVault(manager, { vaultId, enabled: true });
    expect(await namesServedTo(keys.member)).toEqual(["Broken", "Whole"]);
    expect(await isUnreadable()).toBe(false);
    expect(await unreadable()).toBe(1);
  });
});
