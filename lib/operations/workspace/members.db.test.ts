import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findMembership } from "@/db/reads/memberships";
import { apiCredentials } from "@/db/schema/credentials";
import { sessions } from "@/db/schema/sessions";
import { workspaces } from "@/db/schema/workspaces";
import { countAuditEvents, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { join, joinAsAdmin, makeTeam } from "@/db/testing/factories/workspace";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { lockWorkspace } from "@/db/writes/audit-events";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { memberQuery } from "@/lib/core/workspace/member-list";
import { renameSelf } from "../account/accounts";
import { createCredentials } from "../credentials/credentials";
import { handOverOwnership, listMembersPage, removeMember, setAdmin } from "./members";
import { leaveWorkspace, switchWorkspace } from "./memberships";

openTestDatabase();

async function makeManagedTeam() {
  const team = await makeTeam();
  const { workspaceId, elsewhere, owner } = team;
  return {
    ...team,
    manager: actingAs("members.manage", owner, { workspaceId }),
    stranger: actingAs("members.manage", team.stranger, { workspaceId: elsewhere }),
  };
}

/** Lets the second one come while the first has locked the workspace, and gives their outcomes in this order. */
async function atOnce<A, B>(workspaceId: WorkspaceId, first: () => Promise<A>, second: () => Promise<B>) {
  let started: [Promise<A>, Promise<B>] | undefined;
  await whileInTransaction(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const one = first();
    await waitForLockWaiter();
    started = [one, second()];
    await waitForLockWaiter(2);
  });
  if (!started) throw new Error("Nobody started.");
  return Promise.all(started);
}

describe("removing a member", () => {
  test("ends their access and credentials here, and nothing of theirs elsewhere", async () => {
    const { workspaceId, member, manager } = await makeManagedTeam();
    const place = { workspaceId, role: "member" } as const;
    const wanted = { label: "", expires: "never", date: "" } as const;
    await createCredentials(actingAs("credentials.manage_own", member, place), wanted);
    await createCredentials(actingAs("credentials.manage_own", member), wanted);
    expect(await removeMember(manager, { userId: member.id })).toEqual({ ok: true, value: { name: "Max" } });
    expect(await findMembership(workspaceId, member.id)).toBeUndefined();
    const left = await db().select().from(apiCredentials).where(eq(apiCredentials.userId, member.id));
    expect(left.map((credential) => credential.workspaceId)).toEqual([member.personalId]);
    expect(await lastAuditEvent(workspaceId, "member.removed")).toMatchObject({
      targetId: member.id,
      before: { name: "Max", admin: false, revokedCredentials: 1 },
    });
    expect(await removeMember(manager, { userId: member.id })).toMatchObject({
      refusal: { code: "not_found" },
    });
  });

  test("is refused for the owner, for oneself, and across workspaces", async () => {
    const { workspaceId, owner, member, manager, stranger } = await makeManagedTeam();
    const admin = actingAs("members.manage", member, { workspaceId, role: "admin" });
    expect(await removeMember(admin, { userId: owner.id })).toMatchObject({ refusal: { code: "conflict" } });
    expect(await removeMember(manager, { userId: owner.id })).toMatchObject({
      refusal: { code: "conflict" },
    });
    expect(await removeMember(stranger, { userId: member.id })).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect(await findMembership(workspaceId, member.id)).toBeDefined();
  });
});

describe("admins and the owner", () => {
  test("somebody is made an admin and is no longer one", async () => {
    const { workspaceId, owner, member, manager, stranger } = await makeManagedTeam();
    expect((await setAdmin(manager, { userId: member.id, admin: true })).ok).toBe(true);
    expect((await findMembership(workspaceId, member.id))?.inAdmins).toBe(true);
    expect(await lastAuditEvent(workspaceId, "member.made_admin")).toMatchObject({ targetId: member.id });
    expect((await setAdmin(manager, { userId: member.id, admin: false })).ok).toBe(true);
    expect((await findMembership(workspaceId, member.id))?.inAdmins).toBe(false);
    expect(await setAdmin(manager, { userId: owner.id, admin: false })).toMatchObject({ ok: false });
    expect(await setAdmin(stranger, { userId: member.id, admin: true })).toMatchObject({ ok: false });
  });

  test("the second of two clicks at the same time changes nothing, and leaves no entry", async () => {
    const { workspaceId, member, manager } = await makeManagedTeam();
    const before = await countAuditEvents(workspaceId);
    const click = () => setAdmin(manager, { userId: member.id, admin: true });
    expect(await atOnce(workspaceId, click, click)).toMatchObject([{ ok: true }, { ok: true }]);
    expect((await findMembership(workspaceId, member.id))?.inAdmins).toBe(true);
    expect(await countAuditEvents(workspaceId)).toBe(before + 1);
  });

  test("ownership goes to an admin alone, and not out of a personal workspace", async () => {
    const { workspaceId, owner, member, manager } = await makeManagedTeam();
    const giver = actingAs("workspace.hand_over", owner, { workspaceId });
    expect(await handOverOwnership(giver, { userId: member.id })).toMatchObject({ ok: false });
    await setAdmin(manager, { userId: member.id, admin: true });
    expect((await handOverOwnership(giver, { userId: member.id })).ok).toBe(true);
    expect((await findMembership(workspaceId, member.id))?.ownerUserId).toBe(member.id);
    expect(await handOverOwnership(giver, { userId: member.id })).toMatchObject({ ok: false });

    await join(owner.personalId, member);
    const personal = actingAs("members.manage", owner);
    await setAdmin(personal, { userId: member.id, admin: true });
    const outcome = await handOverOwnership(actingAs("workspace.hand_over", owner), { userId: member.id });
    expect(outcome).toMatchObject({ refusal: { code: "conflict" } });
  });
});

describe("a workspace is never without its owner", () => {
  async function makePair() {
    const team = await makeManagedTeam();
    const { workspaceId, owner, member, manager } = team;
    await setAdmin(manager, { userId: member.id, admin: true });
    return {
      ...team,
      giver: actingAs("workspace.hand_over", owner, { workspaceId }),
      leaver: actingAs("workspace.leave", member, { workspaceId, role: "admin" }),
    };
  }

  test.each(["hands over, then leaves", "leaves, then hands over"])(
    "when at the same time one %s",
    async (order) => {
      const { workspaceId, member, giver, leaver } = await makePair();
      const hand = () => handOverOwnership(giver, { userId: member.id });
      const leave = () => leaveWorkspace(leaver);
      const outcomes =
        order === "hands over, then leaves"
          ? await atOnce<unknown, unknown>(workspaceId, hand, leave)
          : await atOnce<unknown, unknown>(workspaceId, leave, hand);
      expect(outcomes).toMatchObject([{ ok: true }, { ok: false }]);
      const owner = await ownerOf(workspaceId);
      expect(await findMembership(workspaceId, owner)).toMatchObject({ inAdmins: true });
    },
  );

  test("when at the same time an admin removes the new owner from Admins, or from the workspace", async () => {
    for (const act of [setAdmin, removeMember]) {
      const { workspaceId, member, giver } = await makePair();
      const other = await makePerson("Ann");
      await joinAsAdmin(workspaceId, other);
      const admin = actingAs("members.manage", other, { workspaceId, role: "admin" });
      const outcomes = await atOnce<unknown, unknown>(
        workspaceId,
        () => handOverOwnership(giver, { userId: member.id }),
        () => act(admin, { userId: member.id, admin: false }),
      );
      expect(outcomes).toMatchObject([{ ok: true }, { refusal: { code: "conflict" } }]);
      expect(await findMembership(workspaceId, member.id)).toMatchObject({ inAdmins: true });
    }
  });

  const ownerOf = async (workspaceId: WorkspaceId) => {
    const [row] = await db().select().from(workspaces).where(eq(workspaces.id, workspaceId));
    if (!row) throw new Error("The workspace is gone.");
    return row.ownerUserId;
  };
});

describe("switching and leaving", () => {
  test("the session remembers the workspace that one switched to", async () => {
    const { workspaceId, member, stranger } = await makeManagedTeam();
    const sessionId = await makeSession(member);
    const actor = actingAs("workspace.switch", member, { sessionId });
    expect((await switchWorkspace(actor, { workspaceId })).ok).toBe(true);
    const [session] = await db().select().from(sessions).where(eq(sessions.id, sessionId));
    expect(session?.activeWorkspaceId).toBe(workspaceId);
    expect(await lastAuditEvent(workspaceId, "session.switched")).toMatchObject({ actorUserId: member.id });
    const foreign = await switchWorkspace(actor, { workspaceId: stranger.workspaceId });
    expect(foreign).toMatchObject({ refusal: { code: "not_found" } });
  });

  test("leaving ends credentials there and falls back to the personal workspace", async () => {
    const { workspaceId, owner, member } = await makeManagedTeam();
    const sessionId = await makeSession(member, workspaceId);
    const place = { workspaceId, role: "member", sessionId } as const;
    await createCredentials(actingAs("credentials.manage_own", member, place), {
      label: "",
      expires: "never",
      date: "",
    });
    const outcome = await leaveWorkspace(actingAs("workspace.leave", member, place));
    expect(outcome).toMatchObject({ ok: true, value: { revokedCredentials: 1 } });
    expect(await findMembership(workspaceId, member.id)).toBeUndefined();
    const [session] = await db().select().from(sessions).where(eq(sessions.id, sessionId));
    expect(session?.activeWorkspaceId).toBe(member.personalId);
    expect(await lastAuditEvent(workspaceId, "member.left")).toMatchObject({ targetId: member.id });

    expect(await leaveWorkspace(actingAs("workspace.leave", owner, { workspaceId }))).toMatchObject({
      ok: false,
    });
    expect(await leaveWorkspace(actingAs("workspace.leave", owner))).toMatchObject({ ok: false });
  });
});

describe("the list", () => {
  test("is searched by name, address and ID, sorted and paged, and shows one workspace alone", async () => {
    const { owner, member, manager, stranger } = await makeManagedTeam();
    const listed = async (query: Record<string, string>) =>
      (await listMembersPage(manager, memberQuery.parse(query))).page.rows.map(({ name }) => name);
    expect(await listed({})).toEqual(["Max", "Olga"]);
    expect(await listed({ descending: "1" })).toEqual(["Olga", "Max"]);
    expect(await listed({ search: "LG" })).toEqual(["Olga"]);
    expect(await listed({ search: member.email })).toEqual(["Max"]);
    expect(await listed({ search: owner.id.slice(3, 20) })).toEqual(["Olga"]);
    expect(await listed({ search: "%" })).toEqual([]);
    expect(await listed({ status: "pending" })).toEqual([]);
    const foreign = await listMembersPage(stranger, memberQuery.parse({}));
    expect(foreign.page.rows.map(({ name }) => name)).toEqual(["Sam"]);
  });

  test("follows a change of name in every workspace", async () => {
    const { member, manager } = await makeManagedTeam();
    await renameSelf(actingAs("profile.edit", member), { name: "Maxine" });
    const { page } = await listMembersPage(manager, memberQuery.parse({ search: "maxine" }));
    expect(page.rows.map(({ name }) => name)).toEqual(["Maxine"]);
  });
});
