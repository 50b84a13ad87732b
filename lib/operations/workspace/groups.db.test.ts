import { describe, expect, test } from "vitest";
import { findMembership } from "@/db/reads/memberships";
import { blockAudit, countAuditEvents, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { builtInGroup, makeGroup } from "@/db/testing/factories/group";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeTeam } from "@/db/testing/factories/workspace";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { changesIn } from "@/db/testing/rows";
import { lockWorkspace } from "@/db/writes/audit-events";
import type { UserId } from "@/lib/core/identifiers";
import { groupMemberQuery, groupQuery } from "@/lib/core/workspace/group-list";
import type { BuiltInGroup } from "@/lib/core/workspace/group-words";
import {
  addGroupMembers,
  createGroup,
  deleteGroup,
  editGroup,
  findGroup,
  listGroupMembersPage,
  listGroupsPage,
  removeGroupMember,
} from "./groups";
import { findMembers, handOverOwnership, removeMember } from "./members";

openTestDatabase();

async function makeGroupTeam() {
  const { owner, member, stranger, workspaceId, elsewhere } = await makeTeam();
  const place = { account: owner, workspaceId };
  const { id: robot } = await makeServiceAccount(place, { name: "Nightly" });
  const manager = actingAs("groups.manage", owner, { workspaceId });
  return {
    workspaceId,
    owner,
    member,
    robot,
    manager,
    elsewhere,
    stranger: actingAs("groups.manage", stranger, { workspaceId: elsewhere }),
    strangerId: stranger.id,
    builtIn: (kind: BuiltInGroup) => builtInGroup(workspaceId, kind),
    make: (name: string, userIds: UserId[] = []) =>
      makeGroup(
        place,
        name,
        userIds.map((id) => ({ id })),
      ),
    membersOf: async (groupId: string, query: Record<string, string> = {}) => {
      const group = await findGroup(manager, { groupId });
      if (!group) return undefined;
      const { page } = await listGroupMembersPage(manager, group, groupMemberQuery.parse(query));
      return page.rows.map(({ name }) => name);
    },
  };
}

const refusal = (code: string) => ({ ok: false, refusal: { code } });

describe("creating a group", () => {
  test("makes it with its members, people and service accounts, and says so in the log", async () => {
    const { workspaceId, manager, owner, member, robot, membersOf } = await makeGroupTeam();
    const wanted = { name: "Research", description: "All of it.", userIds: [member.id, robot] };
    const outcome = await createGroup(manager, wanted);
    const groupId = outcome.ok ? outcome.value.groupId : "";
    expect(await membersOf(groupId)).toEqual(["Max", "Nightly"]);
    expect(await lastAuditEvent(workspaceId, "group.created")).toMatchObject({
      actorUserId: owner.id,
      targetId: groupId,
      targetName: "Research",
      after: {
        name: "Research",
        description: "All of it.",
        members: [
          { userId: member.id, name: member.email },
          { userId: robot, name: "Nightly" },
        ],
      },
    });
  });

  test("is refused with an existing name in any case, and with users of other workspaces", async () => {
    const { workspaceId, manager, strangerId, make } = await makeGroupTeam();
    await make("Research");
    const changes = await changesIn(workspaceId, async () => {
      for (const name of ["Research", "RESEARCH", "admins"]) {
        const outcome = await createGroup(manager, { name, description: "", userIds: [] });
        expect(outcome).toMatchObject({
          refusal: { code: "conflict", fields: { name: expect.any(String) } },
        });
      }
      const withStranger = { name: "Other", description: "", userIds: [strangerId] };
      expect(await createGroup(manager, withStranger)).toMatchObject({
        refusal: { code: "not_found", fields: { userIds: expect.any(String) } },
      });
    });
    expect(changes).toEqual([]);
  });

  test("takes a name that another workspace uses", async () => {
    const { stranger, make } = await makeGroupTeam();
    await make("Research");
    expect(await createGroup(stranger, { name: "Research", description: "", userIds: [] })).toMatchObject({
      ok: true,
    });
  });

  test("waits for another change of the workspace, so that two can’t take one name", async () => {
    const { workspaceId, manager } = await makeGroupTeam();
    const wanted = { name: "Research", description: "", userIds: [] };
    const both = whileInTransaction(async (tx) => {
      await lockWorkspace(tx, workspaceId);
      const two = Promise.all([createGroup(manager, wanted), createGroup(manager, wanted)]);
      await waitForLockWaiter();
      return { two };
    });
    const outcomes = await (await both).two;
    expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  test("leaves nothing where its audit entry can’t be written", async () => {
    const { workspaceId, manager } = await makeGroupTeam();
    await blockAudit(workspaceId);
    const changes = await changesIn(workspaceId, async () => {
      await expect(
        createGroup(manager, { name: "Research", description: "", userIds: [] }),
      ).rejects.toThrow();
    });
    expect(changes).toEqual([]);
  });
});

describe("editing a group", () => {
  test("changes its texts, and records both", async () => {
    const { workspaceId, manager, make } = await makeGroupTeam();
    const groupId = await make("Research");
    const base = { name: "Research", description: "" };
    const edit = { groupId, name: "RESEARCH", description: "All of it.", base };
    expect(await editGroup(manager, edit)).toEqual({ ok: true, value: { saved: true } });
    expect(await lastAuditEvent(workspaceId, "group.edited")).toMatchObject({
      targetId: groupId,
      before: base,
      after: { name: "RESEARCH", description: "All of it." },
    });
    const count = await countAuditEvents(workspaceId);
    expect(await editGroup(manager, edit)).toEqual({ ok: true, value: { saved: true } });
    expect(await countAuditEvents(workspaceId)).toBe(count);
  });

  test("of a group that was changed meanwhile saves nothing, and returns the current values", async () => {
    const { workspaceId, manager, make } = await makeGroupTeam();
    const groupId = await make("Research");
    const base = { name: "Research", description: "" };
    await editGroup(manager, { groupId, name: "Science", description: "Theirs.", base });
    const mine = { groupId, name: "Physics", description: "" };
    const theirs = { name: "Science", description: "Theirs." };
    const changes = await changesIn(workspaceId, async () => {
      expect(await editGroup(manager, { ...mine, base })).toEqual({
        ok: true,
        value: { saved: false, theirs },
      });
    });
    expect(changes).toEqual([]);
    expect(await editGroup(manager, { ...mine, base: theirs })).toMatchObject({ value: { saved: true } });
  });

  test("is refused for a taken name, a built-in group and another workspace’s", async () => {
    const { workspaceId, manager, stranger, make, builtIn } = await makeGroupTeam();
    const groupId = await make("Research");
    await make("Physics");
    const edit = { groupId, name: "physics", description: "", base: { name: "Research", description: "" } };
    const changes = await changesIn(workspaceId, async () => {
      expect(await editGroup(manager, edit)).toMatchObject({
        refusal: { fields: { name: expect.any(String) } },
      });
      expect(await editGroup(stranger, edit)).toMatchObject(refusal("not_found"));
      for (const kind of ["users", "admins", "queue_admins", "service_accounts"] as const) {
        const builtInEdit = { ...edit, groupId: await builtIn(kind), name: "Mine" };
        expect(await editGroup(manager, builtInEdit)).toMatchObject(refusal("conflict"));
      }
    });
    expect(changes).toEqual([]);
  });
});

describe("deleting a group", () => {
  test("takes its entries with it, and leaves the members", async () => {
    const { workspaceId, manager, member, make } = await makeGroupTeam();
    const groupId = await make("Research", [member.id]);
    expect(await deleteGroup(manager, { groupId })).toEqual({ ok: true, value: { name: "Research" } });
    expect(await lastAuditEvent(workspaceId, "group.deleted")).toMatchObject({
      targetId: groupId,
      targetName: "Research",
      before: { name: "Research", description: "", members: 1 },
    });
    expect(await findMembership(workspaceId, member.id)).toBeDefined();
    expect(await deleteGroup(manager, { groupId })).toMatchObject(refusal("not_found"));
  });

  test("is refused for built-in groups and another workspace’s", async () => {
    const { workspaceId, manager, stranger, make, builtIn } = await makeGroupTeam();
    const groupId = await make("Research");
    const changes = await changesIn(workspaceId, async () => {
      expect(await deleteGroup(stranger, { groupId })).toMatchObject(refusal("not_found"));
      for (const kind of ["users", "admins", "queue_admins", "service_accounts"] as const) {
        expect(await deleteGroup(manager, { groupId: await builtIn(kind) })).toMatchObject(
          refusal("conflict"),
        );
      }
    });
    expect(changes).toEqual([]);
  });
});

describe("the members of a group", () => {
  test("are added once, and taken out", async () => {
    const { workspaceId, manager, owner, member, robot, make, membersOf } = await makeGroupTeam();
    const groupId = await make("Research", [member.id]);
    expect(await addGroupMembers(manager, { groupId, userIds: [member.id, owner.id, robot] })).toEqual({
      ok: true,
      value: { added: 2 },
    });
    expect(await membersOf(groupId)).toEqual(["Max", "Nightly", "Olga"]);
    expect(await lastAuditEvent(workspaceId, "group.members_added")).toMatchObject({
      targetId: groupId,
      targetName: "Research",
      after: {
        members: [
          { userId: robot, name: "Nightly" },
          { userId: owner.id, name: owner.email },
        ],
      },
    });
    const count = await countAuditEvents(workspaceId);
    expect(await addGroupMembers(manager, { groupId, userIds: [member.id] })).toMatchObject({
      value: { added: 0 },
    });
    expect(await countAuditEvents(workspaceId)).toBe(count);

    expect(await removeGroupMember(manager, { groupId, userId: member.id })).toMatchObject({
      value: { name: "Max" },
    });
    expect(await membersOf(groupId)).toEqual(["Nightly", "Olga"]);
    expect(await lastAuditEvent(workspaceId, "group.members_removed")).toMatchObject({
      targetId: groupId,
      before: { members: [{ userId: member.id, name: member.email }] },
    });
    expect(await removeGroupMember(manager, { groupId, userId: member.id })).toMatchObject(
      refusal("not_found"),
    );
  });

  test("are of this workspace alone, and only its admins change them", async () => {
    const { workspaceId, manager, stranger, strangerId, member, make } = await makeGroupTeam();
    const groupId = await make("Research", [member.id]);
    const changes = await changesIn(workspaceId, async () => {
      expect(await addGroupMembers(manager, { groupId, userIds: [strangerId] })).toMatchObject(
        refusal("not_found"),
      );
      expect(await addGroupMembers(stranger, { groupId, userIds: [strangerId] })).toMatchObject(
        refusal("not_found"),
      );
      expect(await removeGroupMember(stranger, { groupId, userId: member.id })).toMatchObject(
        refusal("not_found"),
      );
    });
    expect(changes).toEqual([]);
  });

  test("of Admins follow the rules of making an admin, and are logged as such", async () => {
    const { workspaceId, manager, owner, member, builtIn, membersOf } = await makeGroupTeam();
    const groupId = await builtIn("admins");
    expect(await addGroupMembers(manager, { groupId, userIds: [member.id, owner.id] })).toMatchObject({
      value: { added: 1 },
    });
    expect((await findMembership(workspaceId, member.id))?.inAdmins).toBe(true);
    expect(await lastAuditEvent(workspaceId, "member.made_admin")).toMatchObject({
      targetId: member.id,
      targetName: member.email,
    });
    const changes = await changesIn(workspaceId, async () => {
      expect(await removeGroupMember(manager, { groupId, userId: owner.id })).toMatchObject(
        refusal("conflict"),
      );
    });
    expect(changes).toEqual([]);
    await handOverOwnership(actingAs("workspace.hand_over", owner, { workspaceId }), { userId: member.id });
    expect(await removeGroupMember(manager, { groupId, userId: member.id })).toMatchObject(
      refusal("conflict"),
    );
    expect(await removeGroupMember(manager, { groupId, userId: owner.id })).toMatchObject({ ok: true });
    expect(await lastAuditEvent(workspaceId, "member.unmade_admin")).toMatchObject({ targetId: owner.id });
    expect(await membersOf(groupId)).toEqual(["Max"]);
  });

  test("of Queue admins are chosen; those of Users and Service accounts follow by themselves", async () => {
    const { workspaceId, manager, member, robot, builtIn, membersOf } = await makeGroupTeam();
    const queueAdmins = await builtIn("queue_admins");
    expect(await addGroupMembers(manager, { groupId: queueAdmins, userIds: [member.id] })).toMatchObject({
      ok: true,
    });
    expect(await membersOf(queueAdmins)).toEqual(["Max"]);
    expect(await membersOf(await builtIn("users"))).toEqual(["Max", "Nightly", "Olga"]);
    expect(await membersOf(await builtIn("service_accounts"))).toEqual(["Nightly"]);
    const changes = await changesIn(workspaceId, async () => {
      for (const kind of ["users", "service_accounts"] as const) {
        const groupId = await builtIn(kind);
        const userId = kind === "users" ? member.id : robot;
        expect(await removeGroupMember(manager, { groupId, userId })).toMatchObject(refusal("conflict"));
        expect(await addGroupMembers(manager, { groupId, userIds: [userId] })).toMatchObject(
          refusal("conflict"),
        );
      }
    });
    expect(changes).toEqual([]);
  });

  test("leave with the workspace", async () => {
    const { workspaceId, owner, member, make, membersOf } = await makeGroupTeam();
    const groupId = await make("Research", [member.id]);
    await removeMember(actingAs("members.manage", owner, { workspaceId }), { userId: member.id });
    expect(await membersOf(groupId)).toEqual([]);
  });
});

describe("the list of groups", () => {
  test("is searched by name, description and ID, and sorted, the built-in ones first among names", async () => {
    const { manager, member, owner, stranger, make } = await makeGroupTeam();
    await make("Zoology", [member.id, owner.id]);
    const physics = await make("Physics");
    const listed = async (query: Record<string, string>) =>
      (await listGroupsPage(manager, groupQuery.parse(query))).rows.map(({ name }) => name);
    const builtIn = ["Admins", "Queue admins", "Service accounts", "Users"];
    expect(await listed({})).toEqual([...builtIn, "Physics", "Zoology"]);
    expect(await listed({ descending: "1" })).toEqual([...[...builtIn].reverse(), "Zoology", "Physics"]);
    expect(await listed({ sort: "members", descending: "1" })).toEqual([
      "Users",
      "Zoology",
      "Admins",
      "Service accounts",
      "Physics",
      "Queue admins",
    ]);
    expect(await listed({ search: "hys" })).toEqual(["Physics"]);
    expect(await listed({ search: "rename queues" })).toEqual(["Queue admins"]);
    expect(await listed({ search: physics.slice(4, 20) })).toEqual(["Physics"]);
    expect(await listed({ search: "%" })).toEqual([]);
    const foreign = await listGroupsPage(stranger, groupQuery.parse({ search: "Zoology" }));
    expect(foreign).toMatchObject({ total: 0, rows: [] });
  });

  test("counts the members and names the first of them", async () => {
    const { manager, member, owner, robot, make } = await makeGroupTeam();
    await make("Research", [member.id, robot]);
    const { rows } = await listGroupsPage(manager, groupQuery.parse({}));
    const shown = rows.map(({ name, members, faces }) => [
      name,
      members,
      faces.map((face) => face.id).sort(),
    ]);
    expect(shown).toEqual([
      ["Admins", 1, [owner.id]],
      ["Queue admins", 0, []],
      ["Service accounts", 1, [robot]],
      ["Users", 3, [owner.id, member.id, robot].sort()],
      ["Research", 2, [member.id, robot].sort()],
    ]);
  });
});

describe("one group", () => {
  test("shows its members, searched and sorted; another workspace’s is not there", async () => {
    const { manager, stranger, owner, member, make, membersOf } = await makeGroupTeam();
    const groupId = await make("Research", [member.id]);
    await addGroupMembers(manager, { groupId, userIds: [owner.id] });
    expect(await membersOf(groupId, { descending: "1" })).toEqual(["Olga", "Max"]);
    expect(await membersOf(groupId, { sort: "added" })).toEqual(["Max", "Olga"]);
    expect(await membersOf(groupId, { search: member.email })).toEqual(["Max"]);
    const group = await findGroup(manager, { groupId });
    if (!group) throw new Error("the group is not there");
    expect(group).toMatchObject({ name: "Research" });
    const nobody = groupMemberQuery.parse({ search: "nobody" });
    expect(await listGroupMembersPage(manager, group, nobody)).toMatchObject({
      total: 2,
      page: { total: 0, rows: [] },
    });
    expect(await findGroup(stranger, { groupId })).toBeUndefined();
    const foreign = await listGroupMembersPage(stranger, group, groupMemberQuery.parse({}));
    expect(foreign).toMatchObject({ total: 0, page: { rows: [] } });
  });
});

describe("a picker’s search", () => {
  test("finds members by name, address and ID, those that begin so first, and leaves out who is in", async () => {
    const { workspaceId, owner, member, robot, make } = await makeGroupTeam();
    const finder = actingAs("members.manage", owner, { workspaceId });
    const found = async (search: string, notInGroupId?: string) => {
      const outcome = await findMembers(finder, { search, notInGroupId });
      return outcome.ok ? outcome.value.members.map(({ name }) => name) : [];
    };
    expect(await found("")).toEqual(["Max", "Nightly", "Olga"]);
    expect(await found("g")).toEqual(["Nightly", "Olga"]);
    const starting = await makePerson("Gina");
    await join(workspaceId, starting);
    expect((await found("g"))[0]).toBe("Gina");
    expect(await found(member.email)).toEqual(["Max"]);
    expect(await found(robot.slice(2, 30))).toEqual(["Nightly"]);
    expect(await found("_")).toEqual([]);
    expect(await found("", await make("Research", [member.id, robot]))).toEqual(["Gina", "Olga"]);
    const elsewhere = actingAs("members.manage", await makePerson("Eve"), {});
    expect(await findMembers(elsewhere, { search: "Max" })).toEqual({ ok: true, value: { members: [] } });
  });
});
