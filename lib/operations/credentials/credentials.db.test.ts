import { afterEach, describe, expect, test, vi } from "vitest";
import type { Transaction } from "@/db/client";
import { countCredentials } from "@/db/reads/credentials";
import { findWorkspaceSummary } from "@/db/reads/memberships";
import { blockAudit, countAuditEvents, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeTeamWithAdmin } from "@/db/testing/factories/workspace";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { lockUser } from "@/db/writes/accounts";
import { lockWorkspace } from "@/db/writes/audit-events";
import { deleteCredential } from "@/db/writes/credentials";
import { deleteMembership } from "@/db/writes/memberships";
import { deleteSessions } from "@/db/writes/sessions";
import { limitForRole } from "@/lib/core/credentials/expiry";
import type { NewCredentials } from "@/lib/core/credentials/inputs";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Actor } from "@/lib/core/workspace/actor";
import type { Role } from "@/lib/core/workspace/role";
import { resultOf, sampleCredentials } from "@/lib/entry/samples";
import { removeMember } from "../workspace/members";
import { limitCredentials } from "../workspace/workspaces";
import {
  createCredentials,
  createLongestCredentials,
  listCredentialsPage,
  listOwnCredentials,
  relabelCredentials,
  revokeCredentials,
} from "./credentials";

openTestDatabase();
afterEach(() => {
  vi.useRealTimers();
});

const manager = (person: TestPerson, workspaceId: WorkspaceId, role: Role) =>
  actingAs("credentials.manage_own", person, { workspaceId, role });

async function makeTeam() {
  const { owner, admin, member, stranger, workspaceId, elsewhere } = await makeTeamWithAdmin();
  const robot = await makePerson("Robot");
  await join(workspaceId, robot);
  await join(elsewhere, member);
  return {
    workspaceId,
    person: owner,
    serviceAccount: manager(robot, workspaceId, "service_account"),
    owner: manager(owner, workspaceId, "owner"),
    admin: manager(admin, workspaceId, "admin"),
    member: manager(member, workspaceId, "member"),
    stranger: manager(stranger, elsewhere, "owner"),
    memberElsewhere: manager(member, elsewhere, "member"),
  };
}
type Team = Awaited<ReturnType<typeof makeTeam>>;

async function create(actor: Team["owner"], wanted: Partial<NewCredentials> = {}) {
  return resultOf(await createCredentials(actor, { ...sampleCredentials, ...wanted }));
}

describe("creating credentials", () => {
  test("shows the secret once, keeps its hash alone and writes the audit entry without it", async () => {
    const { member, workspaceId } = await makeTeam();
    const created = await create(member, { expires: "30" });
    expect(created).toMatchObject({ label: "Laptop", accessKey: expect.stringMatching(/^[A-Z0-9]{30}$/) });
    expect(created.plaintextSecret).toMatch(/^[A-Za-z0-9][\w-]{66}$/);
    expect(await rowsWith(created.plaintextSecret)).toEqual([]);
    expect(await lastAuditEvent(workspaceId, "credentials.created")).toMatchObject({
      actorUserId: member.userId,
      actorName: "Max",
      via: "session",
      ip: "192.0.2.1",
      targetId: created.accessKey,
      targetName: "Laptop",
      before: null,
      after: { label: "Laptop", expiresAt: created.expiresAt?.toISOString() },
    });
  });

  test.each<[Partial<NewCredentials>, string | null]>([
    [{}, null],
    [{ expires: "30" }, "2026-07-01T12:00:00.000Z"],
    [{ expires: "date", date: "2026-06-01" }, "2026-06-01T23:59:59.999Z"],
  ])("%j ends %s", async (wanted, end) => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-06-01T12:00:00Z") });
    const { member } = await makeTeam();
    await create(member, wanted);
    const [listed] = await listOwnCredentials(member);
    expect(listed?.expiresAt?.toISOString() ?? null).toBe(end);
  });

  test("for a day that is over is refused at its field, and changes nothing", async () => {
    const { member, workspaceId } = await makeTeam();
    const changes = await changesIn(workspaceId, async () => {
      const outcome = await createCredentials(member, { label: "x", expires: "date", date: "2020-01-01" });
      expect(outcome).toMatchObject({
        ok: false,
        refusal: { code: "invalid", fields: { date: expect.any(String) } },
      });
    });
    expect(changes).toEqual([]);
  });
});

describe("what is being created while the access that it is created by", () => {
  test.each<[string, (tx: Transaction, team: Team) => Promise<unknown>]>([
    ["ends with every session", (tx, { member }) => deleteSessions(tx, member.userId)],
    [
      "ends with the membership",
      (tx, { workspaceId, member }) => deleteMembership(tx, workspaceId, member.userId),
    ],
  ])("%s is refused", async (_, end) => {
    const team = await makeTeam();
    let creating: ReturnType<typeof createCredentials> | undefined;
    await whileInTransaction(async (tx) => {
      await lockUser(tx, team.member.userId);
      await lockWorkspace(tx, team.workspaceId);
      creating = createCredentials(team.member, sampleCredentials);
      await waitForLockWaiter();
      await end(tx, team);
    });
    expect(await creating).toMatchObject({ ok: false, refusal: { code: "signed_out" } });
    expect(await countCredentials(team.workspaceId, {})).toBe(0);
  });

  test("waits for a removal, which then revokes them too", async () => {
    const team = await makeTeam();
    const remover = actingAs("members.manage", team.person, { workspaceId: team.workspaceId });
    const [created, removed] = await Promise.all([
      createCredentials(team.member, sampleCredentials),
      removeMember(remover, { userId: team.member.userId }),
    ]);
    expect([created.ok, removed.ok]).toEqual([expect.any(Boolean), true]);
    expect(await countCredentials(team.workspaceId, {})).toBe(0);
  });
});

test("a program’s credentials make none that outlive them", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-06-01T12:00:00Z") });
  const { owner } = await makeTeam();
  const { accessKey, expiresAt } = await create(owner, { expires: "30" });
  const program = { ...owner, via: { by: "credentials", accessKey } } as typeof owner;
  expect(await createLongestCredentials(program, "CI")).toMatchObject({ value: { expiresAt } });
  await revokeCredentials(owner, { accessKey });
  expect(await createLongestCredentials(program, "CI")).toMatchObject({ refusal: { code: "signed_out" } });
});

describe("where the workspace limits the life of credentials", () => {
  const limited = async (days: 30 | null = 30) => {
    const team = await makeTeam();
    const limiter = actingAs("credentials.limit", team.person, { workspaceId: team.workspaceId });
    expect(await limitCredentials(limiter, { days, seen: null })).toMatchObject({ ok: true });
    return team;
  };
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  test.each([
    [{ expires: "never" }, "expires"],
    [{ expires: "60" }, "expires"],
    [{ expires: "date", date: inDays(31) }, "date"],
  ] as const)("%j is refused at its field for who administers nothing", async (wanted, field) => {
    const { workspaceId, member, serviceAccount } = await limited();
    const changes = await changesIn(workspaceId, async () => {
      for (const actor of [member, serviceAccount]) {
        const outcome = await createCredentials(actor, { label: "x", date: "", ...wanted });
        expect(outcome).toMatchObject({
          refusal: { code: "invalid", fields: { [field]: expect.stringMatching(/at most 30 days/) } },
        });
      }
    });
    expect(changes).toEqual([]);
  });

  const ownLimit = async ({ role, workspaceId }: Actor) =>
    limitForRole(role, (await findWorkspaceSummary(workspaceId, 0))?.maxCredentialDays ?? null);

  test("what is within it is made, and so is anything for admins and elsewhere", async () => {
    const { owner, admin, member, memberElsewhere } = await limited();
    for (const wanted of [{ expires: "30" }, { expires: "date", date: inDays(30) }] as const) {
      await create(member, wanted);
    }
    for (const actor of [owner, admin, memberElsewhere]) {
      expect((await create(actor)).expiresAt).toBeNull();
      expect(await ownLimit(actor)).toBeNull();
    }
    expect(await ownLimit(member)).toBe(30);
  });

  test.each([
    [30, 30],
    [null, null],
  ] as const)("of %s days, an end that can't be named is after %s", async (limit, days) => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-06-01T12:00:00Z") });
    const { owner, member } = await limited(limit);
    const end = days === null ? null : new Date("2026-07-01T12:00:00.000Z");
    expect(await createLongestCredentials(member, "CI")).toMatchObject({ value: { expiresAt: end } });
    expect(await createLongestCredentials(owner, "CI")).toMatchObject({ value: { expiresAt: null } });
  });

  test("what was there before keeps its end", async () => {
    const team = await makeTeam();
    const { accessKey } = await create(team.member);
    const limiter = actingAs("credentials.limit", team.person, { workspaceId: team.workspaceId });
    await limitCredentials(limiter, { days: 30, seen: null });
    expect(await listOwnCredentials(team.member)).toMatchObject([{ accessKey, expiresAt: null }]);
  });
});

const changesOfOne = [
  [
    "relabeling",
    (actor: Team["owner"], accessKey: string) => relabelCredentials(actor, { accessKey, label: "New" }),
  ],
  ["revoking", (actor: Team["owner"], accessKey: string) => revokeCredentials(actor, { accessKey })],
] as const;

describe.each(changesOfOne)("%s", (_, change) => {
  test.each(["stranger", "member"] as const)("what is not theirs finds nothing for a %s", async (who) => {
    const team = await makeTeam();
    const { accessKey } = await create(team.owner);
    const changes = await changesIn(team.workspaceId, async () => {
      expect(await change(team[who], accessKey)).toMatchObject({ ok: false, refusal: { code: "not_found" } });
    });
    expect(changes).toEqual([]);
  });

  test.each(["member", "owner", "admin"] as const)("a member's credentials is done for %s", async (who) => {
    const team = await makeTeam();
    const { accessKey } = await create(team.member);
    expect(await change(team[who], accessKey)).toMatchObject({ ok: true });
  });

  test("what was revoked finds nothing", async () => {
    const { member } = await makeTeam();
    const { accessKey } = await create(member);
    await revokeCredentials(member, { accessKey });
    expect(await change(member, accessKey)).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  });

  test("what is being revoked at the same moment waits, finds nothing and audits nothing", async () => {
    const { member, workspaceId } = await makeTeam();
    const { accessKey } = await create(member);
    const entries = await countAuditEvents(workspaceId);
    let changing: ReturnType<typeof change> | undefined;
    await whileInTransaction(async (tx) => {
      await deleteCredential(tx, workspaceId, accessKey);
      changing = change(member, accessKey);
      await waitForLockWaiter();
    });
    expect(await changing).toMatchObject({ ok: false, refusal: { code: "not_found" } });
    expect(await countAuditEvents(workspaceId)).toBe(entries);
  });

  test("is undone where the audit entry can't be written", async () => {
    const { member, workspaceId } = await makeTeam();
    const { accessKey } = await create(member);
    await blockAudit(workspaceId);
    const changes = await changesIn(workspaceId, () =>
      expect(change(member, accessKey)).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });
});

describe("credentials that a program made with its own", () => {
  const programOf = (actor: Team["member"], accessKey: string) =>
    ({ ...actor, via: { by: "credentials", accessKey } }) as typeof actor;

  /** A key that made two, the first of which made a third. */
  async function makeLine() {
    const team = await makeTeam();
    const { accessKey: root } = await create(team.member);
    const { accessKey: other } = await create(team.member, { label: "Desk" });
    const make = async (by: string, label: string) => {
      return resultOf(await createLongestCredentials(programOf(team.member, by), label)).accessKey;
    };
    const child = await make(root, "CI");
    const sibling = await make(root, "Nightly");
    return { ...team, root, other, child, sibling, grandchild: await make(child, "CI job") };
  }
  const keysOf = async (actor: Team["member"]) =>
    new Set((await listOwnCredentials(actor)).map((row) => row.accessKey));
  const madeOf = async (actor: Team["member"], accessKey: string) => {
    const { rows } = await listCredentialsPage(actor, { credentials: "own", search: "", page: 1 });
    return rows.find((row) => row.accessKey === accessKey)?.made;
  };

  test("are listed with them, and with what they created", async () => {
    const { member, root, other, child, sibling, grandchild } = await makeLine();
    const made = await madeOf(member, root);
    expect(made?.total).toBe(3);
    expect(new Set(made?.first.map((each) => each.accessKey))).toEqual(new Set([child, sibling, grandchild]));
    expect(await madeOf(member, child)).toEqual({
      total: 1,
      first: [{ accessKey: grandchild, label: "CI job" }],
    });
    expect(await madeOf(member, other)).toEqual({ total: 0, first: [] });
  });

  test("are revoked with it where that is chosen, and the log names them", async () => {
    const { member, workspaceId, root, other, child, sibling, grandchild } = await makeLine();
    expect(await revokeCredentials(member, { accessKey: root, alsoMade: true })).toMatchObject({ ok: true });
    expect(await keysOf(member)).toEqual(new Set([other]));
    expect(await lastAuditEvent(workspaceId, "credentials.revoked")).toMatchObject({
      targetId: root,
      before: { label: "Laptop", alsoRevoked: [child, sibling, grandchild].sort() },
    });
  });

  test("stay where it is revoked alone, and are made by what made it from then on", async () => {
    const { member, root, other, child, sibling, grandchild } = await makeLine();
    await revokeCredentials(member, { accessKey: child });
    expect(await keysOf(member)).toEqual(new Set([root, other, sibling, grandchild]));
    expect((await madeOf(member, root))?.total).toBe(2);
    await revokeCredentials(member, { accessKey: root, alsoMade: true });
    expect(await keysOf(member)).toEqual(new Set([other]));
  });

  test("an admin’s key relabels and revokes nobody else’s", async () => {
    const { admin, member, workspaceId, root } = await makeLine();
    const { accessKey } = await create(admin);
    const program = programOf(admin, accessKey);
    const changes = await changesIn(workspaceId, async () => {
      for (const outcome of [
        await relabelCredentials(program, { accessKey: root, label: "x" }),
        await revokeCredentials(program, { accessKey: root, alsoMade: true }),
      ]) {
        expect(outcome).toMatchObject({ ok: false, refusal: { code: "not_found" } });
      }
    });
    expect(changes).toEqual([]);
    expect((await keysOf(member)).has(root)).toBe(true);
    expect(await revokeCredentials(admin, { accessKey: root })).toMatchObject({ ok: true });
  });
});

test("relabeling writes the old and the new label", async () => {
  const { owner, member, workspaceId } = await makeTeam();
  const { accessKey } = await create(member);
  await relabelCredentials(owner, { accessKey, label: "Cluster" });
  expect((await listOwnCredentials(member)).map(({ label }) => label)).toEqual(["Cluster"]);
  expect(await lastAuditEvent(workspaceId, "credentials.relabeled")).toMatchObject({
    actorUserId: owner.userId,
    targetId: accessKey,
    targetName: "Cluster",
    before: { label: "Laptop" },
    after: { label: "Cluster" },
  });
});

test("relabeling with the same label changes and audits nothing", async () => {
  const { member, workspaceId } = await makeTeam();
  const { accessKey } = await create(member);
  const changes = await changesIn(workspaceId, () =>
    relabelCredentials(member, { accessKey, label: "Laptop" }),
  );
  expect(changes).toEqual([]);
});

test("revoking takes the row away and names its label and holder", async () => {
  const { owner, member, workspaceId } = await makeTeam();
  const { accessKey } = await create(member);
  await revokeCredentials(owner, { accessKey });
  expect(await listOwnCredentials(member)).toEqual([]);
  expect(await lastAuditEvent(workspaceId, "credentials.revoked")).toMatchObject({
    targetId: accessKey,
    before: { label: "Laptop", userId: member.userId },
    after: null,
  });
});

test("of several who revoke at the same time one succeeds, with one entry", async () => {
  const { owner, member, workspaceId } = await makeTeam();
  const { accessKey } = await create(member);
  const entries = await countAuditEvents(workspaceId);
  const outcomes = await Promise.all(
    [member, owner, member, owner].map((actor) => revokeCredentials(actor, { accessKey })),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await countAuditEvents(workspaceId)).toBe(entries + 1);
});

describe("the list", () => {
  test("holds one's own for a member, everybody's for an administrator who asks, and nothing of other workspaces", async () => {
    const team = await makeTeam();
    const byOwner = await create(team.owner, { label: "by owner" });
    const byMember = await create(team.member, { label: "by member" });
    await create(team.stranger, { label: "elsewhere" });
    await create(team.memberElsewhere, { label: "by the same member elsewhere" });
    const keysOf = async (actor: Team["owner"], whose: "own" | "everybody") =>
      (await listCredentialsPage(actor, { credentials: whose, search: "", page: 1 })).rows.map(
        ({ accessKey }) => accessKey,
      );
    expect(await keysOf(team.member, "own")).toEqual([byMember.accessKey]);
    expect(await keysOf(team.member, "everybody")).toEqual([byMember.accessKey]);
    expect(await keysOf(team.owner, "own")).toEqual([byOwner.accessKey]);
    expect((await keysOf(team.owner, "everybody")).sort()).toEqual(
      [byOwner.accessKey, byMember.accessKey].sort(),
    );
    expect((await keysOf(team.admin, "everybody")).length).toBe(2);
    expect(await keysOf(team.admin, "own")).toEqual([]);
  });

  test("is searched by label, key, and the name and address of whose they are", async () => {
    const team = await makeTeam();
    const byOwner = await create(team.owner, { label: "50% cluster" });
    const byMember = await create(team.member, { label: "Max’s laptop" });
    await create(team.stranger, { label: "50% elsewhere" });
    const found = async (
      search: string,
      credentials: "own" | "everybody" = "everybody",
      actor = team.owner,
    ) => {
      const page = await listCredentialsPage(actor, { credentials, search, page: 1 });
      expect(page.total).toBe(page.rows.length);
      return page.rows.map(({ accessKey }) => accessKey);
    };
    expect(await found("LAPTOP")).toEqual([byMember.accessKey]);
    expect(await found("50%")).toEqual([byOwner.accessKey]);
    expect(await found("olga")).toEqual([byOwner.accessKey]);
    expect(await found(String(team.member.email))).toEqual([byMember.accessKey]);
    expect(await found(byMember.accessKey.slice(3, 20).toLowerCase())).toEqual([byMember.accessKey]);
    expect(await found("elsewhere")).toEqual([]);
    expect(await found("laptop", "own")).toEqual([]);
    expect(await found("cluster", "everybody", team.member)).toEqual([]);
  });

  test("shows who holds them and no hash", async () => {
    const { owner, member } = await makeTeam();
    await create(member);
    const query = { credentials: "everybody", search: "", page: 1 } as const;
    const [row] = (await listCredentialsPage(owner, query)).rows;
    expect(row).toMatchObject({
      userName: "Max",
      userId: member.userId,
      lastUsedAt: null,
      lastUsedWorker: null,
    });
    expect(JSON.stringify(row)).not.toMatch(/hash/i);
  });

  test("comes newest first, twenty to a page, and its last page holds the rest", async () => {
    const { member } = await makeTeam();
    const made: string[] = [];
    for (let index = 0; index < 23; index += 1) {
      vi.useFakeTimers({ toFake: ["Date"], now: new Date(Date.UTC(2026, 5, 1, 12, 0, index)) });
      made.unshift((await create(member)).accessKey);
    }
    const pages = await Promise.all(
      [1, 2, 9].map((page) => listCredentialsPage(member, { credentials: "own", search: "", page })),
    );
    expect(pages.map(({ number, count, from, to, total }) => [number, count, from, to, total])).toEqual([
      [1, 2, 1, 20, 23],
      [2, 2, 21, 23, 23],
      [2, 2, 21, 23, 23],
    ]);
    const listed = pages.slice(0, 2).flatMap(({ rows }) => rows.map(({ accessKey }) => accessKey));
    expect(listed).toEqual(made);
  });
});
