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
import type { PlannedChange } from "@/lib/core/access/previews/request";
import { groupDetail } from "@/lib/core/access/previews/sentences";
import type { NewAccessRule } from "@/lib/core/access/rules/forms";
import { resultOf } from "@/lib/entry/samples";
import { newId } from "@/lib/server/crypto";
import { type PreviewEntry, previewAccess } from "./previews";

openTestDatabase();

/** As 'Vision (Ada and 1 other): nothing → read, 1 task, Named in this rule'. */
function linesOf(entries: readonly PreviewEntry[]): string[] {
  return entries.map(({ who, crossings, because }) => {
    const name = who.kind === "group" ? `${who.name} (${groupDetail(who)})` : who.name;
    const changes = crossings.map(({ from, to, objects }) => `${from} → ${to}, ${objects}`);
    return `${name}: ${[...changes, because].join(", ")}`;
  });
}

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
  const preview = async (change: PlannedChange, within: string | null = null) => {
    const found = resultOf(await previewAccess(manager, { change, page: 1, within }));
    return { ...found, lines: linesOf(found.page.rows) };
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

const opening = (project: string, groupId: string): PlannedChange => ({
  ...{ kind: "rule_saved", ruleId: null },
  rule: { ...rule, targetId: project, groupIds: [groupId] },
});

describe("a preview", () => {
  test("of a new rule names those who gain, and changes nothing", async () => {
    const { workspaceId, project, groupId, preview } = await makeClosedTeam();
    const changes = await changesIn(workspaceId, async () => {
      const { counts, objects, lines, page } = await preview(opening(project, groupId));
      expect(counts).toEqual({ gain: 2, lose: 0, stay: 0 });
      expect(objects).toBe("1 project, 1 task");
      expect(lines).toEqual([
        "Vision (Max and Other): nothing → modify, 1 project, 1 task, Named in this rule",
      ]);
      const within = page.rows[0]?.key ?? null;
      expect((await preview(opening(project, groupId), within)).lines).toEqual([
        "Max: nothing → modify, 1 project, 1 task, Member of Vision",
        "Other: nothing → modify, 1 project, 1 task, Member of Vision",
      ]);
    });
    expect(changes).toEqual([]);
  });

  test("of an edit leaves out what another rule gives, and of a deletion too", async () => {
    const { workspaceId, project, task, groupId, other, preview } = await makeClosedTeam();
    const ruleId = await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "modify", groupIds: [groupId] },
    });
    await makeAccessRule(workspaceId, { type: "task", target: task, access: "read", users: [other] });
    const edited: NewAccessRule = { ...rule, access: "read", targetId: project, groupIds: [groupId] };
    expect((await preview({ kind: "rule_saved", ruleId, rule: edited })).lines).toEqual([
      `Vision (Max and Other): modify → read, 1 project, 1 task, Vision can still read “${project}”`,
    ]);
    const { objects, lines } = await preview({ kind: "rule_deleted", ruleId });
    expect(objects).toBeNull();
    expect(lines).toEqual([
      "Max: modify → nothing, 1 project, 1 task, Only Vision granted it",
      `Other: modify → nothing, 1 project, modify → read, 1 task, Still named in the rule on “${project}/Train”`,
    ]);
  });

  test("of an edit marks whom the rule names anew, and whom it names no more", async () => {
    const { workspaceId, project, groupId, owner, other, preview } = await makeClosedTeam();
    const third = await makeAccount("Third");
    await join(workspaceId, third);
    const ruleId = await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "read", users: [other], groupIds: [groupId] },
    });
    const marks = async (saved: Partial<NewAccessRule>) => {
      const edited = { ...rule, targetId: project, ...saved };
      const { page } = await preview({ kind: "rule_saved", ruleId, rule: edited });
      return page.rows.map(({ who, mark }) => [who.name, mark]);
    };
    expect(await marks({ userIds: [third.id, other.id, owner.id] })).toEqual([
      ["Max", null],
      ["Other", null],
      ["Third", "added"],
    ]);
    expect(await marks({ access: "read", groupIds: [groupId], userIds: [third.id] })).toEqual([
      ["Third", "added"],
    ]);
    expect(await marks({ access: "read", userIds: [third.id] })).toEqual([
      ["Max", null],
      ["Other", "removed"],
      ["Third", "added"],
    ]);
    expect(await marks({ userIds: [other.id], groupIds: [] })).toContainEqual(["Other", null]);
  });

  test("names the guards that the change would break", async () => {
    const { workspaceId, owner, manager, project, task, groupId } = await makeClosedTeam();
    const guard = { allows: false, access: "read", type: "project", groupId } as const;
    await makeGuard({ account: owner, workspaceId }, { ...guard, targetId: project, name: "Stays closed" });
    const guardsBrokenBy = async (saved: NewAccessRule) => {
      const change: PlannedChange = { kind: "rule_saved", ruleId: null, rule: saved };
      const { guards } = resultOf(await previewAccess(manager, { change, page: 1, within: null }));
      return guards.map(({ name }) => name);
    };
    const opens: NewAccessRule = { ...rule, type: "task", targetId: task, groupIds: [groupId] };
    expect(await guardsBrokenBy(opens)).toEqual(["Stays closed"]);
    expect(await guardsBrokenBy({ ...opens, groupIds: [], userIds: [owner.id] })).toEqual([]);
  });

  test("names whom a rule has to name to keep a guard", async () => {
    const { workspaceId, owner, manager, project, task, groupId, member } = await makeClosedTeam();
    const ruleId = await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "modify", groupIds: [groupId] },
    });
    const guard = { allows: true, access: "modify", type: "task", targetId: task } as const;
    await makeGuard({ account: owner, workspaceId }, { ...guard, userId: member.id, name: "Max trains" });
    const missingIn = async (saved: NewAccessRule) => {
      const change: PlannedChange = { kind: "rule_saved", ruleId, rule: saved };
      const { guards } = resultOf(await previewAccess(manager, { change, page: 1, within: null }));
      return guards.map(({ name, missing }) => [name, missing?.name]);
    };
    const other: NewAccessRule = { ...rule, targetId: project, userIds: [owner.id] };
    expect(await missingIn(other)).toEqual([["Max trains", "Max"]]);
    expect(await missingIn({ ...other, access: "read" })).toEqual([["Max trains", undefined]]);
    expect(await missingIn({ ...other, type: "queue", targetId: null })).toEqual([["Max trains", undefined]]);
    expect(await missingIn({ ...other, userIds: [member.id] })).toEqual([]);
  });

  test("of a rule for everybody leaves out admins, who have access anyway", async () => {
    const { workspaceId, preview } = await makeClosedTeam();
    const groupIds = [await builtInGroup(workspaceId, "users")];
    const { counts, lines } = await preview({
      ...{ kind: "rule_saved", ruleId: null },
      rule: { ...rule, type: "task", access: "read", targetId: null, groupIds },
    });
    expect(counts).toEqual({ gain: 2, lose: 0, stay: 1 });
    expect(lines).toEqual(["Users (Max and Other): nothing → read, 1 task, Named in this rule"]);
  });

  test("of changes of people and groups", async () => {
    const { workspaceId, project, groupId, member, preview } = await makeClosedTeam();
    await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "read", groupIds: [groupId] },
    });
    const third = await makeAccount("Third");
    await join(workspaceId, third);
    const table: [PlannedChange, string[]][] = [
      [
        { kind: "members_added", groupId, userIds: [third.id] },
        ["Third: nothing → read, 1 project, 1 task, Member of Vision"],
      ],
      [
        { kind: "member_removed", groupId, userId: member.id },
        ["Max: read → nothing, 1 project, 1 task, Only Vision granted it"],
      ],
      [
        { kind: "user_removed", userId: member.id },
        ["Max: read → nothing, 1 project, 1 task, No longer in the workspace"],
      ],
      [
        { kind: "group_deleted", groupId },
        ["Vision (Max and Other): read → nothing, 1 project, 1 task, No other rule grants it"],
      ],
    ];
    for (const [change, lines] of table) {
      expect({ change, lines: (await preview(change)).lines }).toEqual({ change, lines });
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
    const because = `Rule on “${open}”, through Vision`;
    const gains = [`Vision (Max and Other): nothing → read, 1 project, up to 1 task, Rule on “${open}”`];
    const table: [PlannedChange, string[]][] = [
      [
        { kind: "object_moved", objectId: task, projectId: open },
        [`Max: nothing → read, 1 task, ${because}`],
      ],
      [{ kind: "object_moved", objectId: task, projectId: null }, []],
      [moved(open), gains],
      [moved(` ${open} / not/there `), gains],
      [moved("not/there"), []],
      [moved(""), []],
    ];
    for (const [change, lines] of table) {
      expect({ change, lines: (await preview(change)).lines }).toEqual({ change, lines });
    }
  });

  test("of a service account that is deleted", async () => {
    const { workspaceId, owner, project, preview } = await makeClosedTeam();
    const account = await makeServiceAccount({ account: owner, workspaceId });
    await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "modify", users: [account] },
    });
    expect((await preview({ kind: "user_removed", userId: account.id })).lines).toEqual([
      `${account.name}: modify → nothing, 1 project, 1 task, No longer in the workspace`,
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
    const { guards } = resultOf(await previewAccess(manager, { change, page: 1, within: null }));
    expect(guards.map(({ name }) => name)).toEqual(["Stays closed"]);
    const into: PlannedChange = { kind: "object_moved", objectId: project, projectId: project };
    expect(await previewAccess(manager, { change: into, page: 1, within: null })).toMatchObject({
      ok: false,
      refusal: { code: "not_found" },
    });
  });

  test("is refused for what isn't in the workspace", async () => {
    const { manager, project, elsewhere, stranger } = await makeClosedTeam();
    const theirs = await makeProject(elsewhere, stranger);
    const gone: PlannedChange[] = [
      { kind: "rule_saved", ruleId: null, rule: { ...rule, targetId: theirs } },
      {
        kind: "rule_saved",
        ruleId: null,
        rule: { ...rule, type: "task", targetId: project, groupIds: [] },
      },
      { kind: "members_added", groupId: newId(), userIds: [stranger.id] },
      { kind: "rule_saved", ruleId: newId(), rule: { ...rule, groupIds: [newId()] } },
      { kind: "rule_deleted", ruleId: newId() },
    ];
    for (const change of gone) {
      expect(await previewAccess(manager, { change, page: 1, within: null })).toMatchObject({
        ok: false,
        refusal: { code: "not_found" },
      });
    }
  });
});
