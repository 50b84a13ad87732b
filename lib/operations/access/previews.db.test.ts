import { describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { builtInGroup, makeGroup } from "@/db/testing/factories/group";
import { makeAccount } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeTeam } from "@/db/testing/factories/workspace";
import { makeGuard } from "@/db/testing/guards";
import { closeWorkspace, makeAccessRule, makeProject, makeTask } from "@/db/testing/resources";
import { changesIn } from "@/db/testing/rows";
import { effectText } from "@/lib/core/access/previews/effects";
import type { PlannedChange } from "@/lib/core/access/previews/request";
import type { NewAccessRule } from "@/lib/core/access/rules/forms";
import { resultOf } from "@/lib/entry/samples";
import { newId } from "@/lib/server/crypto";
import { previewAccess } from "./previews";

openTestDatabase();

/** A project with a task in it; a group of two; nobody but the owner has access. */
async function makeClosedTeam() {
  const team = await makeTeam();
  const { workspaceId, owner, member } = team;
  await closeWorkspace(workspaceId);
  const other = await makeAccount("Other");
  await join(workspaceId, other);
  const project = await makeProject(workspaceId, owner);
  const task = await makeTask(workspaceId, owner, project);
  const groupId = await makeGroup({ account: owner, workspaceId }, "Vision", [member, other]);
  const manager = actingAs("access_rules.manage", owner, { workspaceId });
  const preview = async (change: PlannedChange, page = 1) => {
    const { effects, page: rows } = resultOf(await previewAccess(manager, { change, page }));
    return { effects: effects.map(effectText), page: rows };
  };
  return { ...team, other, project, task, groupId, manager, preview };
}

const rule: NewAccessRule = {
  type: "project",
  targetId: null,
  access: "modify",
  userIds: [],
  groupIds: [],
};

describe("a preview", () => {
  test("of a new rule names those who gain, and changes nothing", async () => {
    const { workspaceId, project, groupId, member, other, preview } = await makeClosedTeam();
    const changes = await changesIn(workspaceId, async () => {
      const { effects, page } = await preview({
        ...{ kind: "rule_saved", ruleId: null },
        rule: { ...rule, targetId: project, groupIds: [groupId] },
      });
      expect(effects).toEqual(["2 gain read, each on 2 objects", "2 gain modify, each on 2 objects"]);
      expect(page.rows.map(({ id }) => id).sort()).toEqual([member.id, other.id].sort());
      expect(page.rows[0]?.gains).toEqual(["Read 1 project, 1 task", "Modify 1 project, 1 task"]);
    });
    expect(changes).toEqual([]);
  });

  test("of an edit leaves out what another rule gives, and of a deletion too", async () => {
    const { workspaceId, project, task, groupId, member, other, preview } = await makeClosedTeam();
    const ruleId = await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "modify", groupIds: [groupId] },
    });
    await makeAccessRule(workspaceId, { type: "task", target: task, access: "read", users: [other] });
    const edited: NewAccessRule = { ...rule, access: "read", targetId: project, groupIds: [groupId] };
    expect((await preview({ kind: "rule_saved", ruleId, rule: edited })).effects).toEqual([
      "2 lose modify, each on 2 objects",
    ]);
    const { effects, page } = await preview({ kind: "rule_deleted", ruleId });
    expect(effects).toEqual(["2 lose read, each on 1 to 2 objects", "2 lose modify, each on 2 objects"]);
    const losesOf = (id: string) => page.rows.find((row) => row.id === id)?.loses[0];
    expect([losesOf(member.id), losesOf(other.id)]).toEqual(["Read 1 project, 1 task", "Read 1 project"]);
  });

  test("names the guards that the change would break", async () => {
    const { workspaceId, owner, manager, project, task, groupId } = await makeClosedTeam();
    const guard = { allows: false, access: "read", type: "project", groupId } as const;
    await makeGuard({ account: owner, workspaceId }, { ...guard, targetId: project, name: "Stays closed" });
    const guardsBrokenBy = async (saved: NewAccessRule) => {
      const change: PlannedChange = { kind: "rule_saved", ruleId: null, rule: saved };
      const { guards } = resultOf(await previewAccess(manager, { change, page: 1 }));
      return guards.map(({ name }) => name);
    };
    const opens: NewAccessRule = { ...rule, type: "task", targetId: task, groupIds: [groupId] };
    expect(await guardsBrokenBy(opens)).toEqual(["Stays closed"]);
    expect(await guardsBrokenBy({ ...opens, groupIds: [], userIds: [owner.id] })).toEqual([]);
  });

  test("of a rule for everybody leaves out admins, who have access anyway", async () => {
    const { workspaceId, member, other, preview } = await makeClosedTeam();
    const groupIds = [await builtInGroup(workspaceId, "users")];
    const { page } = await preview({
      ...{ kind: "rule_saved", ruleId: null },
      rule: { ...rule, type: "task", access: "read", targetId: null, groupIds },
    });
    expect(page.rows.map(({ id }) => id).sort()).toEqual([member.id, other.id].sort());
  });

  test("of changes of people and groups", async () => {
    const { workspaceId, project, groupId, member, preview } = await makeClosedTeam();
    await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "read", groupIds: [groupId] },
    });
    const third = await makeAccount("Third");
    await join(workspaceId, third);
    const table: [PlannedChange, string[]][] = [
      [{ kind: "members_added", groupId, userIds: [third.id] }, ["1 gains read on 2 objects"]],
      [{ kind: "member_removed", groupId, userId: member.id }, ["1 loses read on 2 objects"]],
      [{ kind: "user_removed", userId: member.id }, ["1 loses read on 2 objects"]],
      [{ kind: "group_deleted", groupId }, ["2 lose read, each on 2 objects"]],
    ];
    for (const [change, effects] of table) {
      expect({ change, effects: (await preview(change)).effects }).toEqual({ change, effects });
    }
  });

  test("of moves counts what is moved and isn’t named by rules of its own", async () => {
    const { workspaceId, owner, project, task, groupId, other, preview } = await makeClosedTeam();
    const open = await makeProject(workspaceId, owner);
    await makeAccessRule(workspaceId, {
      ...{ type: "project", target: open, access: "read", groupIds: [groupId] },
    });
    await makeAccessRule(workspaceId, { type: "task", target: task, access: "read", users: [other] });
    const moved = (location: string): PlannedChange => ({
      ...{ kind: "project_moved", projectId: project, location },
    });
    const gains = ["2 gain read, each on 1 to 2 objects"];
    const table: [PlannedChange, string[]][] = [
      [{ kind: "object_moved", objectId: task, projectId: open }, ["1 gains read on 1 object"]],
      [{ kind: "object_moved", objectId: task, projectId: null }, []],
      [moved(open), gains],
      [moved(` ${open} / not/there `), gains],
      [moved("not/there"), []],
      [moved(""), []],
    ];
    for (const [change, effects] of table) {
      expect({ change, effects: (await preview(change)).effects }).toEqual({ change, effects });
    }
  });

  test("of a service account that is deleted", async () => {
    const { workspaceId, owner, project, preview } = await makeClosedTeam();
    const account = await makeServiceAccount({ account: owner, workspaceId });
    await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "modify", users: [account] },
    });
    expect((await preview({ kind: "user_removed", userId: account.id })).effects).toEqual([
      ...["1 loses read on 2 objects", "1 loses modify on 2 objects"],
    ]);
  });

  test("of a move that would break a guard names it, and one into itself is refused", async () => {
    const { workspaceId, owner, manager, project, task, groupId } = await makeClosedTeam();
    const open = await makeProject(workspaceId, owner);
    await makeAccessRule(workspaceId, {
      ...{ type: "project", target: open, access: "read", groupIds: [groupId] },
    });
    const guard = { allows: false, access: "read", type: "task", groupId } as const;
    await makeGuard({ account: owner, workspaceId }, { ...guard, targetId: task, name: "Stays closed" });
    const change: PlannedChange = { kind: "project_moved", projectId: project, location: open };
    const { guards } = resultOf(await previewAccess(manager, { change, page: 1 }));
    expect(guards.map(({ name }) => name)).toEqual(["Stays closed"]);
    const into: PlannedChange = { kind: "object_moved", objectId: project, projectId: project };
    expect(await previewAccess(manager, { change: into, page: 1 })).toMatchObject({
      ok: false,
      refusal: { code: "not_found" },
    });
  });

  test("is refused for what isn't in the workspace", async () => {
    const { manager, project, elsewhere, stranger, preview } = await makeClosedTeam();
    const theirs = await makeProject(elsewhere, stranger);
    const gone: PlannedChange[] = [
      { kind: "rule_saved", ruleId: null, rule: { ...rule, targetId: theirs } },
      {
        kind: "rule_saved",
        ruleId: null,
        rule: { ...rule, type: "task", targetId: project, groupIds: [] },
      },
      { kind: "members_added", groupId: newId(), userIds: [stranger.id] },
    ];
    for (const change of gone) {
      expect(await previewAccess(manager, { change, page: 1 })).toMatchObject({
        ok: false,
        refusal: { code: "not_found" },
      });
    }
    expect((await preview({ kind: "rule_deleted", ruleId: newId() })).effects).toEqual([]);
  });
});
