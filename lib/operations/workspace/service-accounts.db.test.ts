import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { findMembership } from "@/db/reads/memberships";
import { users } from "@/db/schema/accounts";
import { apiCredentials } from "@/db/schema/credentials";
import { blockAudit, countAuditEvents, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeTeam } from "@/db/testing/factories/workspace";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { upsertCredentialUse } from "@/db/writes/credentials";
import { deleteWorkspace } from "@/db/writes/workspaces";
import type { UserId } from "@/lib/core/identifiers";
import { memberQuery } from "@/lib/core/workspace/member-list";
import { type NewServiceAccount, serviceAccountQuery } from "@/lib/core/workspace/service-account";
import { resultOf, sampleServiceAccount } from "@/lib/entry/samples";
import { newId } from "@/lib/server/crypto";
import { listCredentialsPage, relabelCredentials, revokeCredentials } from "../credentials/credentials";
import { listMembersPage } from "./members";
import {
  createServiceAccount,
  createServiceAccountCredentials,
  deleteServiceAccount,
  editServiceAccount,
  findServiceAccount,
  listServiceAccountCredentials,
  listServiceAccountsPage,
} from "./service-accounts";

openTestDatabase();

async function makeManagedTeam() {
  const team = await makeTeam();
  const { workspaceId, elsewhere, owner } = team;
  return {
    ...team,
    manager: actingAs("service_accounts.manage", owner, { workspaceId }),
    stranger: actingAs("service_accounts.manage", team.stranger, { workspaceId: elsewhere }),
  };
}
type Manager = Awaited<ReturnType<typeof makeManagedTeam>>["manager"];

const traits = { name: "Trainers", mayImpersonate: false, mayAskDecisions: false, admin: false };

async function make(manager: Manager, wanted: Partial<NewServiceAccount> = {}) {
  return resultOf(await createServiceAccount(manager, { ...sampleServiceAccount, ...wanted }));
}

const list = async (manager: Manager, query: Record<string, string> = {}) =>
  (await listServiceAccountsPage(manager, serviceAccountQuery.parse(query))).rows;
const namesIn = async (manager: Manager, query: Record<string, string> = {}) =>
  (await list(manager, query)).map(({ name }) => name);

describe("creating a service account", () => {
  test("makes an account without an address, a member, and credentials whose secret is shown once", async () => {
    const { workspaceId, owner, manager } = await makeManagedTeam();
    const { accountId, credentials } = await make(manager, { mayImpersonate: true, expires: "30" });
    expect(await findMembership(workspaceId, accountId)).toMatchObject({
      userName: "Trainers",
      userEmail: null,
      kind: "service_account",
      inAdmins: false,
    });
    const [user] = await db().select().from(users).where(eq(users.id, accountId));
    expect(user).toMatchObject({ kind: "service_account", email: null, passwordHash: null });
    expect(await findServiceAccount(manager, { accountId })).toMatchObject({
      id: accountId,
      name: "Trainers",
      mayImpersonate: true,
      mayAskDecisions: false,
      admin: false,
      groups: [],
      credentials: 1,
      lastActiveAt: null,
    });
    expect(await rowsWith(credentials.plaintextSecret)).toEqual([]);
    const [key] = await db().select().from(apiCredentials).where(eq(apiCredentials.userId, accountId));
    expect(key).toMatchObject({ accessKey: credentials.accessKey, workspaceId });
    expect(key?.expiresAt?.getTime()).toBe(credentials.expiresAt?.getTime());
    expect(await lastAuditEvent(workspaceId, "service_account.created")).toMatchObject({
      actorUserId: owner.id,
      targetId: accountId,
      targetName: "Trainers",
      after: { ...traits, mayImpersonate: true },
    });
    expect(await lastAuditEvent(workspaceId, "credentials.created")).toMatchObject({
      actorUserId: owner.id,
      targetId: credentials.accessKey,
      after: { userId: accountId },
    });
  });

  test("puts it into Admins when asked, and into no list of people", async () => {
    const { workspaceId, owner, manager } = await makeManagedTeam();
    const { accountId } = await make(manager, { admin: true });
    expect(await findMembership(workspaceId, accountId)).toMatchObject({ inAdmins: true });
    expect(await findServiceAccount(manager, { accountId })).toMatchObject({
      admin: true,
      groups: ["Admins"],
    });
    const people = actingAs("members.manage", owner, { workspaceId });
    const { page } = await listMembersPage(people, memberQuery.parse({}));
    expect(page.rows.map(({ name }) => name)).toEqual(["Max", "Olga"]);
  });

  test.each([
    [{ name: "TRAINERS" }, "name"],
    [{ name: "Other", expires: "date", date: "2020-01-01" }, "date"],
  ] as const)("%j is refused at its field, and changes nothing", async (wanted, field) => {
    const { workspaceId, manager, stranger } = await makeManagedTeam();
    await make(manager);
    const changes = await changesIn(workspaceId, async () => {
      expect(await createServiceAccount(manager, { ...sampleServiceAccount, ...wanted })).toMatchObject({
        refusal: { code: "invalid", fields: { [field]: expect.any(String) } },
      });
    });
    expect(changes).toEqual([]);
    await make(stranger);
  });

  test("of several with one name at the same time creates one", async () => {
    const { manager } = await makeManagedTeam();
    const outcomes = await Promise.all(
      ["Trainers", "trainers", "Trainers", "TRAINERS"].map((name) =>
        createServiceAccount(manager, { ...sampleServiceAccount, name }),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await list(manager)).toHaveLength(1);
  });

  test("is undone where the audit entry can't be written", async () => {
    const { workspaceId, manager } = await makeManagedTeam();
    await blockAudit(workspaceId);
    const name = newId();
    const changes = await changesIn(workspaceId, () =>
      expect(createServiceAccount(manager, { ...sampleServiceAccount, name })).rejects.toThrow(
        "audit_events",
      ),
    );
    expect(changes).toEqual([]);
    expect(await rowsWith(name)).toEqual([]);
  });
});

describe("editing", () => {
  test("changes name, impersonation and Admins, with one entry that says what was and is", async () => {
    const { workspaceId, manager } = await makeManagedTeam();
    const { accountId } = await make(manager);
    const after = { name: "Evaluators", mayImpersonate: true, mayAskDecisions: true, admin: true };
    expect(await editServiceAccount(manager, { accountId, seen: traits, ...after })).toMatchObject({
      ok: true,
    });
    expect(await findServiceAccount(manager, { accountId })).toMatchObject(after);
    expect(await findMembership(workspaceId, accountId)).toMatchObject({
      userName: "Evaluators",
      inAdmins: true,
    });
    expect(await namesIn(manager, { search: "evaluat" })).toEqual(["Evaluators"]);
    expect(await lastAuditEvent(workspaceId, "service_account.edited")).toMatchObject({
      targetId: accountId,
      targetName: "Evaluators",
      before: traits,
      after,
    });
    expect(await editServiceAccount(manager, { accountId, seen: after, ...traits })).toMatchObject({
      ok: true,
    });
    expect(await findServiceAccount(manager, { accountId })).toMatchObject(traits);
  });

  test("with the current values changes and audits nothing", async () => {
    const { workspaceId, manager } = await makeManagedTeam();
    const { accountId } = await make(manager);
    const changes = await changesIn(workspaceId, async () => {
      expect(await editServiceAccount(manager, { accountId, seen: traits, ...traits })).toMatchObject({
        ok: true,
      });
    });
    expect(changes).toEqual([]);
  });

  test("may change the case of its own name, and take no other's", async () => {
    const { workspaceId, manager } = await makeManagedTeam();
    const { accountId } = await make(manager);
    await make(manager, { name: "Evaluators" });
    const changes = await changesIn(workspaceId, async () => {
      const taken = { accountId, seen: traits, ...traits, name: "evaluators" };
      expect(await editServiceAccount(manager, taken)).toMatchObject({
        refusal: { code: "invalid", fields: { name: expect.any(String) } },
      });
    });
    expect(changes).toEqual([]);
    const own = { accountId, seen: traits, ...traits, name: "TRAINERS" };
    expect(await editServiceAccount(manager, own)).toMatchObject({ ok: true });
  });

  test("over what somebody else has changed is told, and undoes nothing", async () => {
    const { workspaceId, manager } = await makeManagedTeam();
    const { accountId } = await make(manager, { mayImpersonate: true });
    const before = { ...traits, mayImpersonate: true };
    await editServiceAccount(manager, { accountId, seen: before, ...traits });
    const changes = await changesIn(workspaceId, async () => {
      const stale = { accountId, seen: before, ...before, name: "Evaluators" };
      expect(await editServiceAccount(manager, stale)).toMatchObject({ refusal: { code: "conflict" } });
    });
    expect(changes).toEqual([]);
  });
});

describe("deleting", () => {
  test("leaves nothing of it but the audit entries, and its id in the latest changes of access", async () => {
    const { workspaceId, manager } = await makeManagedTeam();
    const { accountId } = await make(manager, { admin: true });
    await createServiceAccountCredentials(manager, { accountId, label: "Two", expires: "never", date: "" });
    expect(await deleteServiceAccount(manager, { accountId })).toEqual({
      ok: true,
      value: { name: "Trainers" },
    });
    const left = (await rowsWith(accountId)).filter((row) => !row.startsWith("audit_events"));
    expect(left.filter((row) => !row.startsWith("access_changes"))).toEqual([]);
    for (const row of left) expect(row).not.toContain("Trainers");
    expect(await lastAuditEvent(workspaceId, "service_account.deleted")).toMatchObject({
      targetId: accountId,
      targetName: "Trainers",
      before: { ...traits, admin: true, revokedCredentials: 2 },
    });
    expect(await deleteServiceAccount(manager, { accountId })).toMatchObject({
      refusal: { code: "not_found" },
    });
    await make(manager);
  });

  test("by several at the same time is done by one, with one entry", async () => {
    const { workspaceId, manager } = await makeManagedTeam();
    const { accountId } = await make(manager);
    const entries = await countAuditEvents(workspaceId);
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => deleteServiceAccount(manager, { accountId })));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await countAuditEvents(workspaceId)).toBe(entries + 1);
  });

  test("a workspace takes its service accounts along", async () => {
    const { workspaceId, manager } = await makeManagedTeam();
    const { accountId } = await make(manager);
    await inTransaction((tx) => deleteWorkspace(tx, workspaceId));
    expect(await rowsWith(accountId)).toEqual([]);
  });
});

describe("a member of another workspace, and a user who is no service account", () => {
  const attempts: [string, (manager: Manager, accountId: UserId) => Promise<{ ok: boolean }>][] = [
    [
      "editing",
      (by, accountId) => editServiceAccount(by, { accountId, seen: traits, ...traits, name: "Mine" }),
    ],
    ["deleting", (by, accountId) => deleteServiceAccount(by, { accountId })],
    [
      "making credentials",
      (by, accountId) =>
        createServiceAccountCredentials(by, { accountId, label: "", expires: "never", date: "" }),
    ],
  ];

  test.each(attempts)("%s finds nothing", async (_, attempt) => {
    const { workspaceId, elsewhere, owner, member, manager, stranger } = await makeManagedTeam();
    const { accountId } = await make(manager);
    const changes = await changesIn(workspaceId, async () => {
      const elsewheres = await changesIn(elsewhere, async () => {
        for (const [by, id] of [
          [stranger, accountId],
          [manager, member.id],
          [manager, owner.id],
          [manager, newId<UserId>()],
        ] as const) {
          expect(await attempt(by, id)).toMatchObject({ ok: false, refusal: { code: "not_found" } });
        }
      });
      expect(elsewheres).toEqual([]);
    });
    expect(changes).toEqual([]);
  });

  test("sees nothing of it", async () => {
    const { member, manager, stranger } = await makeManagedTeam();
    const { accountId } = await make(manager);
    expect(await findServiceAccount(stranger, { accountId })).toBeUndefined();
    expect(await findServiceAccount(manager, { accountId: member.id })).toBeUndefined();
    expect(await list(stranger)).toEqual([]);
    expect((await listServiceAccountCredentials(stranger, { accountId }, 1)).total).toBe(0);
  });
});

describe("its credentials", () => {
  test("are made, listed, relabeled and revoked by an admin, and marked in the list of everybody's", async () => {
    const { workspaceId, owner, manager, stranger } = await makeManagedTeam();
    const { accountId, credentials } = await make(manager);
    const made = await createServiceAccountCredentials(manager, {
      accountId,
      label: "Basement",
      expires: "90",
      date: "",
    });
    const accessKey = made.ok ? made.value.accessKey : "";
    const listed = await listServiceAccountCredentials(manager, { accountId }, 1);
    expect(listed.rows.map((row) => row.accessKey).sort()).toEqual([accessKey, credentials.accessKey].sort());

    const all = actingAs("credentials.manage_own", owner, { workspaceId });
    const everybodys = await listCredentialsPage(all, { credentials: "everybody", search: "", page: 1 });
    expect(everybodys.rows).toMatchObject([
      { userId: accountId, userName: "Trainers", userKind: "service_account" },
      { userId: accountId, userName: "Trainers", userKind: "service_account" },
    ]);
    await join(stranger.workspaceId, owner);
    const foreign = actingAs("credentials.manage_own", owner, { workspaceId: stranger.workspaceId });
    for (const attempt of [
      relabelCredentials(foreign, { accessKey, label: "x" }),
      revokeCredentials(foreign, { accessKey }),
    ]) {
      expect(await attempt).toMatchObject({ refusal: { code: "not_found" } });
    }
    expect(await relabelCredentials(all, { accessKey, label: "Attic" })).toMatchObject({ ok: true });
    expect(await revokeCredentials(all, { accessKey })).toMatchObject({ ok: true });
    expect(await lastAuditEvent(workspaceId, "credentials.revoked")).toMatchObject({
      actorUserId: owner.id,
      before: { label: "Attic", userId: accountId },
    });
    expect((await listServiceAccountCredentials(manager, { accountId }, 1)).total).toBe(1);
  });
});

describe("the list", () => {
  test("is searched by name and ID, and sorted by name, credentials and last use", async () => {
    const { workspaceId, manager, stranger } = await makeManagedTeam();
    const [b, a, c] = [
      await make(manager, { name: "bravo" }),
      await make(manager, { name: "Alpha 100%" }),
      await make(manager, { name: "Charlie" }),
    ];
    await make(stranger, { name: "Elsewhere" });
    await createServiceAccountCredentials(manager, {
      accountId: c.accountId,
      label: "",
      expires: "never",
      date: "",
    });
    const use = (minutes: number) => ({
      at: new Date(Date.UTC(2026, 0, 1, 0, minutes)),
      worker: null,
      ip: null,
    });
    await upsertCredentialUse(workspaceId, b.credentials.accessKey, use(5));
    await upsertCredentialUse(workspaceId, a.credentials.accessKey, use(9));
    expect(await namesIn(manager)).toEqual(["Alpha 100%", "bravo", "Charlie"]);
    expect(await namesIn(manager, { descending: "1" })).toEqual(["Charlie", "bravo", "Alpha 100%"]);
    expect(await namesIn(manager, { sort: "credentials", descending: "1" })).toEqual([
      "Charlie",
      "Alpha 100%",
      "bravo",
    ]);
    expect(await namesIn(manager, { sort: "active", descending: "1" })).toEqual([
      "Alpha 100%",
      "bravo",
      "Charlie",
    ]);
    expect(await namesIn(manager, { search: "RAV" })).toEqual(["bravo"]);
    expect(await namesIn(manager, { search: "%" })).toEqual(["Alpha 100%"]);
    expect(await namesIn(manager, { search: c.accountId.slice(4, 20) })).toEqual(["Charlie"]);
    expect(await namesIn(manager, { search: "elsewhere" })).toEqual([]);
    const [first] = await list(manager, { sort: "active", descending: "1" });
    expect(first?.lastActiveAt).toEqual(use(9).at);
  });

  test("comes fifty to a page", async () => {
    const { manager } = await makeManagedTeam();
    for (let number = 100; number <= 150; number += 1) await make(manager, { name: `Agent ${number}` });
    expect(await namesIn(manager)).toHaveLength(50);
    expect(await namesIn(manager, { page: "2" })).toEqual(["Agent 150"]);
    expect(await namesIn(manager, { page: "99" })).toEqual(["Agent 150"]);
  });
});
