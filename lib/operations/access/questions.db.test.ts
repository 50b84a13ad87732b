import { describe, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { findBuiltInGroupId } from "@/db/reads/groups";
import { openTestDatabase } from "@/db/testing/database";
import { builtInGroup, makeGroup } from "@/db/testing/factories/group";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeTeam } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeQueue, makeTask } from "@/db/testing/resources";
import { insertGroupMember } from "@/db/writes/memberships";
import { explainQuery, whatCanQuery, whoCanQuery } from "@/lib/core/access/questions/queries";
import { resultOf } from "@/lib/entry/samples";
import { createProject } from "../resources/projects/edit-project";
import { type Explanation, explainAccess } from "./explain";
import { listWhatCan } from "./what-can";
import { listWhoCan } from "./who-can";

openTestDatabase();

/** vision / detector / Train, and a queue; Max is in Vision team, which may read vision. */
async function makeQuestions() {
  const { workspaceId, owner, member, stranger, elsewhere } = await makeTeam();
  const place = { account: owner, workspaceId };
  await closeWorkspace(workspaceId);
  const user = actingAs("resources.use", owner, { workspaceId });
  const project = async (name: string) => resultOf(await createProject(user, { name, details: {} })).id;
  const [vision, detector] = [await project("vision"), await project("vision/detector")];
  const task = await makeTask(workspaceId, owner, detector);
  const own = await makeTask(workspaceId, member);
  const queue = await makeQueue(workspaceId, owner, "gpu");
  const other = await makePerson();
  await join(workspaceId, other);
  const groupId = await makeGroup(place, "Vision team", [member]);
  const users = await builtInGroup(workspaceId, "users");
  const rule = (
    wanted: Omit<Parameters<typeof makeAccessRule>[1], "access">,
    access: "read" | "modify" = "read",
  ) => makeAccessRule(workspaceId, { ...wanted, access });
  const manager = actingAs("access_rules.manage", owner, { workspaceId });
  const foreigner = actingAs("access_rules.manage", stranger, { workspaceId: elsewhere });
  return {
    ...{ workspaceId, place, owner, member, other, vision, detector, task, own, queue, groupId, users, rule },
    ...{ manager, foreigner },
    explain: (query: Record<string, string>, actor = manager) =>
      explainAccess(actor, explainQuery.parse(query)),
    whoCan: (query: Record<string, string>, actor = manager) => listWhoCan(actor, whoCanQuery.parse(query)),
    whatCan: (query: Record<string, string>, actor = manager) =>
      listWhatCan(actor, whatCanQuery.parse(query)),
  };
}

/** As '+ vision: read RULE Vision team'. */
function linesOf(explanation: Explanation | null): string[] {
  return (explanation?.path ?? []).map(({ kind, place, gives, rules, others }) => {
    const held = rules.map(({ id, access, isDirect, groups }) => {
      const through = [...(isDirect ? ["directly"] : []), ...groups.map((group) => group.name)];
      return `${access} ${id} ${through.join(", ")}`;
    });
    const name = kind === "whole_type" ? `all of ${place.type}` : place.name;
    return `${gives ? "+" : "-"} ${name}: ${held.join("; ")}${others > 0 ? ` (others ${others})` : ""}`;
  });
}

describe("an explanation", () => {
  test("names every rule with its place and the groups through which it applies", async () => {
    const { explain, rule, member, vision, task, groupId, users } = await makeQuestions();
    const onVision = await rule({ type: "project", target: vision, groupIds: [groupId] });
    const onAll = await rule({ type: "task", target: null, groupIds: [users, groupId] }, "modify");
    const onTask = await rule({ type: "task", target: task, users: [member] });
    const { explanation } = await explain({ subject: member.id, can: "read", object: task });
    expect(explanation).toMatchObject({
      ...{ allowed: true, allowedActions: ["visible", "read", "modify"], suggestions: [] },
      ...{ giving: 3, reaching: 3, isCreator: false },
    });
    expect(linesOf(explanation)).toEqual([
      `+ Train: read ${onTask} directly`,
      "- detector: ",
      `+ vision: read ${onVision} Vision team`,
      `+ all of task: modify ${onAll} Users, Vision team`,
    ]);
  });

  test("says what would give what is refused, and what there is instead", async () => {
    const { explain, rule, member, vision, detector, task, own, groupId, place } = await makeQuestions();
    const editors = await makeGroup(place, "Editors", []);
    const reads = await rule({ type: "project", target: vision, groupIds: [groupId] });
    await rule({ type: "project", target: detector, groupIds: [editors] }, "modify");
    const { explanation } = await explain({ subject: member.id, can: "modify", object: task });
    expect(explanation).toMatchObject({ allowed: false, explained: "read", giving: 0, reaching: 1 });
    expect(linesOf(explanation)).toEqual([
      "- Train: ",
      "- detector:  (others 1)",
      `- vision: read ${reads} Vision team`,
    ]);
    expect(explanation?.suggestions).toMatchObject([
      { kind: "rule", access: "modify", target: { id: task, type: "task", path: "vision/detector" } },
      { kind: "rule", access: "modify", target: { id: detector, type: "project" } },
      { kind: "rule", access: "modify", target: { id: vision, type: "project" } },
      { kind: "raise", id: reads, at: { name: "vision" }, wholeType: null },
      { kind: "join", group: { name: "Editors" } },
      { kind: "join", group: { builtIn: "admins" } },
    ]);
    const created = await explain({ subject: member.id, can: "read", object: own });
    expect(created.explanation).toMatchObject({
      allowed: false,
      isCreator: true,
      explained: null,
      reaching: 0,
    });
  });

  test("knows the powers of admins and queue admins, and what shows only by its name", async () => {
    const { explain, rule, workspaceId, owner, other, vision, task, queue } = await makeQuestions();
    const admin = await explain({ subject: owner.id, can: "grant", object: task });
    expect(admin.explanation).toMatchObject({
      subject: { isOwner: true },
      powers: ["admins"],
    });
    await inTransaction(async (tx) => {
      const queueAdmins = await findBuiltInGroupId(workspaceId, "queue_admins", tx);
      await insertGroupMember(tx, workspaceId, queueAdmins ?? "", other.id, new Date());
    });
    const manages = await explain({ subject: other.id, can: "manage", object: queue });
    expect(manages.explanation?.powers).toEqual(["queue_admins"]);
    await rule({ type: "task", target: task, users: [other] });
    const name = await explain({ subject: other.id, can: "read", object: vision });
    expect(name.explanation).toMatchObject({
      ...{ allowed: false, explained: "visible", allowedActions: ["visible"] },
      path: [
        { kind: "inside", place: { id: task, name: "Train", path: "vision/detector" } },
        { kind: "object", place: { name: "vision" }, rules: [] },
      ],
    });
  });

  test("of a group is about what every member has through it", async () => {
    const { explain, rule, detector, task, groupId } = await makeQuestions();
    const reads = await rule({ type: "project", target: detector, groupIds: [groupId] });
    const read = await explain({ subject: groupId, can: "read", object: task });
    expect(read.explanation).toMatchObject({
      ...{ allowed: true, subject: { kind: "group", name: "Vision team" }, suggestions: [] },
    });
    expect(linesOf(read.explanation)).toContain(`+ detector: read ${reads} Vision team`);
    const modify = await explain({ subject: groupId, can: "modify", object: task });
    expect(modify.explanation).toMatchObject({ allowed: false, explained: "read" });
    expect(modify.explanation?.suggestions.map(({ kind }) => kind)).toEqual([
      ...["rule", "rule", "rule", "raise"],
    ]);
  });

  test("on behalf of a user is about the user’s rules, if the account may act for users", async () => {
    const { explain, rule, place, owner, member, task } = await makeQuestions();
    const account = await makeServiceAccount(place, { mayImpersonate: true });
    const other = await makeServiceAccount(place, { name: "Other bot", mayImpersonate: false });
    const _reads = await rule({ type: "task", target: task, users: [member] });
    await rule({ type: "task", target: task, users: [account, other] }, "modify");
    const asked = (subject: string, whose: string) =>
      explain({ subject, can: "read", object: task, owner: whose });
    expect(await asked(account.id, member.id)).toMatchObject({
      owner: { id: member.id },
      explanation: { allowed: true, allowedActions: ["visible", "read"], giving: 1 },
    });
    expect((await asked(account.id, owner.id)).explanation).toMatchObject({
      ...{ allowed: false, owner: { mayBeActedFor: true } },
      suggestions: [{ kind: "rule" }, { kind: "rule" }, { kind: "rule" }],
    });
    expect((await asked(other.id, member.id)).explanation).toMatchObject({
      ...{ allowed: false, owner: { mayBeActedFor: false }, suggestions: [] },
    });
    expect((await asked(member.id, owner.id)).owner).toBe(null);
  });

  test("knows nobody and nothing of another workspace", async () => {
    const { explain, foreigner, member, groupId, task } = await makeQuestions();
    const nothing = { subject: null, owner: null, object: null, explanation: null };
    for (const subject of [member.id, groupId]) {
      expect(await explain({ subject, object: task }, foreigner)).toEqual(nothing);
    }
    expect(await explain({ subject: "x", object: "" })).toEqual(nothing);
  });
});

describe("who can", () => {
  test("lists everybody by what they may do most, with one reason", async () => {
    const { whoCan, rule, owner, member, other, vision, task, groupId, place } = await makeQuestions();
    const robot = await makeServiceAccount(place, { name: "Robot" });
    const onVision = await rule({ type: "project", target: vision, groupIds: [groupId] });
    const onTask = await rule({ type: "task", target: task, users: [{ id: robot.id }, member] }, "modify");
    const onTaskToo = await rule({ type: "task", target: task, users: [other] });
    const about = await whoCan({ object: vision });
    expect(about.object).toMatchObject({ type: "project", name: "vision" });
    expect(about.counts).toEqual({ all: 4, modify: 1, read: 1, visible: 2 });
    const rows = new Map(about.page.rows.map((row) => [row.id, row]));
    expect(rows.get(owner.id)).toMatchObject({
      level: "modify",
      reason: { kind: "built_in", group: "admins" },
    });
    expect(rows.get(member.id)).toMatchObject({
      ...{ level: "read", more: 0 },
      reason: { id: onVision, group: "Vision team", on: { path: "vision" } },
    });
    expect(rows.get(other.id)).toMatchObject({
      level: "visible",
      reason: { id: onTaskToo, group: null, on: { path: "vision/detector/Train" } },
    });
    expect(rows.get(robot.id)).toMatchObject({ level: "visible", reason: { id: onTask } });
    const onTasks = await whoCan({ object: task, level: "modify", search: "rob" });
    expect(onTasks.counts).toEqual({ all: 4, modify: 3, read: 1, visible: 0 });
    expect(onTasks.page.rows.map(({ name }) => name)).toEqual(["Robot"]);
    const read = await whoCan({ object: task, level: "read" });
    expect(read.page.rows).toMatchObject([
      { id: other.id, reason: { on: { path: "vision/detector/Train" } } },
    ]);
  });

  test("says so of rules on all of a type, counts further reasons, and comes in pages", async () => {
    const { whoCan, rule, workspaceId, task, users } = await makeQuestions();
    for (let count = 0; count < 48; count += 1) await join(workspaceId, await makePerson());
    await rule({ type: "task", target: null, groupIds: [users] });
    await rule({ type: "task", target: task, groupIds: [users] });
    const last = await whoCan({ object: task, page: "9" });
    expect({ ...last.page, rows: last.page.rows.length }).toMatchObject({ number: 2, total: 51, rows: 1 });
    const { page } = await whoCan({ object: task, level: "read" });
    expect(page.rows).toHaveLength(50);
    expect(page.rows.every(({ more }) => more === 1)).toBe(true);
    const { page: queues } = await whoCan({ object: task, level: "visible" });
    expect(queues.total).toBe(0);
  });

  test("of another workspace is nobody", async () => {
    const { whoCan, foreigner, task } = await makeQuestions();
    expect(await whoCan({ object: task }, foreigner)).toMatchObject({ object: null, page: { rows: [] } });
    expect(await whoCan({ object: "" })).toMatchObject({ object: null, counts: { all: 0 } });
  });
});

describe("what can", () => {
  test("counts each type and lists one, with the reason for each object", async () => {
    const { whatCan, rule, member, vision, detector, task, groupId } = await makeQuestions();
    await rule({ type: "project", target: vision, groupIds: [groupId] });
    await rule({ type: "task", target: task, users: [member] }, "modify");
    const projects = await whatCan({ subject: member.id });
    expect(projects).toMatchObject({ type: "project", subject: { name: "Max", kind: "person" } });
    expect(Object.fromEntries(projects.counts)).toMatchObject({ project: 2, task: 1, queue: 0 });
    expect(projects.page.rows).toMatchObject([
      {
        id: vision,
        level: "read",
        reason: { on: { path: "vision" }, group: "Vision team" },
      },
      { id: detector, path: "vision", reason: { on: { path: "vision" } } },
    ]);
    const tasks = await whatCan({ subject: member.id, about: "task", can: "modify" });
    expect(tasks.page.rows).toMatchObject([{ id: task, level: "modify", more: 0, reason: { group: null } }]);
    expect(Object.fromEntries(tasks.counts)).toMatchObject({ project: 0, task: 1 });
    expect((await whatCan({ subject: member.id, search: "vision / d" })).page.rows).toHaveLength(1);
    expect((await whatCan({ subject: member.id, search: "nothing" })).page.total).toBe(0);
  });

  test("says where everything of a type is meant, for admins and by rules", async () => {
    const { whatCan, rule, owner, other, task, own, queue, users } = await makeQuestions();
    const admin = await whatCan({ subject: owner.id, about: "task", can: "modify" });
    expect(admin.wholeTypes.has("task")).toBe(true);
    expect(new Set(admin.page.rows.map(({ id }) => id))).toEqual(new Set([task, own]));
    expect((await whatCan({ subject: other.id })).wholeTypes.size).toBe(0);
    await rule({ type: "queue", target: null, groupIds: [users] });
    const queues = await whatCan({ subject: other.id, search: "gpu" });
    expect(queues).toMatchObject({ type: "queue", wholeTypes: new Set(["queue"]) });
    expect(queues.counts.get("queue")).toBe(2);
    expect(queues.page.rows).toMatchObject([{ id: queue, reason: { on: { allOf: "queue" } } }]);
  });

  test("of a group is what every member has through it, and of a project inside only the name", async () => {
    const { whatCan, rule, groupId, vision, detector, task } = await makeQuestions();
    await rule({ type: "task", target: task, groupIds: [groupId] });
    const names = await whatCan({ subject: groupId, can: "visible" });
    expect(names.subject).toMatchObject({ kind: "group", name: "Vision team" });
    expect(names.page.rows).toMatchObject([
      { id: vision, level: "visible", reason: { on: { path: undefined }, group: "Vision team" } },
      { id: detector, level: "visible" },
    ]);
    expect((await whatCan({ subject: groupId })).type).toBe("task");
  });

  test("of another workspace is nothing", async () => {
    const { whatCan, foreigner, member, groupId } = await makeQuestions();
    for (const subject of [member.id, groupId, ""]) {
      expect(await whatCan({ subject }, foreigner)).toMatchObject({ subject: null, page: { rows: [] } });
    }
  });
});
