import { describe, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { openTestDatabase } from "@/db/testing/database";
import { builtInGroup, makeGroup } from "@/db/testing/factories/group";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeQueue, makeTask } from "@/db/testing/resources";
import { insertAccessRules } from "@/db/writes/access-rules";
import { ruleQuery } from "@/lib/core/access/rules/forms";
import { ruleTargetName } from "@/lib/core/access/rules/rule-names";
import { resultOf } from "@/lib/entry/samples";
import { newId } from "@/lib/server/crypto";
import { createProject } from "../resources/projects/edit-project";
import { findRuleObjects, findRulePrincipals, listAccessRulesPage } from "./rule-list";

openTestDatabase();

async function makeRules() {
  const { workspaceId, owner, member, stranger, elsewhere } = await makeTeam();
  const place = { account: owner, workspaceId };
  await closeWorkspace(workspaceId);
  const user = actingAs("resources.use", owner, { workspaceId });
  const project = async (name: string) => resultOf(await createProject(user, { name, details: {} })).id;
  const vision = await project("vision");
  const detector = await project("vision/Detector_v2");
  const task = await makeTask(workspaceId, owner, detector);
  const queue = await makeQueue(workspaceId, owner, "gpu-a100");
  const groupId = await makeGroup(place, "Vision team", [member]);
  const users = await builtInGroup(workspaceId, "users");
  const rule = (wanted: Partial<Parameters<typeof makeAccessRule>[1]>) =>
    makeAccessRule(workspaceId, { type: "project", target: null, access: "read", ...wanted });
  await rule({ type: "queue", groupIds: [users] });
  await rule({ groupIds: [users, groupId] });
  await rule({ target: detector, access: "modify", users: [member, owner] });
  await rule({ target: vision, groupIds: [groupId] });
  await rule({ type: "task", target: task, users: [member] });
  await rule({ type: "queue", target: queue, access: "modify", groupIds: [groupId] });
  const manager = actingAs("access_rules.manage", owner, { workspaceId });
  const page = async (query: Record<string, string> = {}, actor = manager) =>
    listAccessRulesPage(actor, ruleQuery.parse(query));
  const names = async (query: Record<string, string> = {}) =>
    (await page(query)).page.rows.map(({ type, object }) => ruleTargetName(type, object));
  const foreigner = actingAs("access_rules.manage", stranger, { workspaceId: elsewhere });
  return {
    ...{ workspaceId, owner, member, vision, detector, task, queue, groupId, users, manager, foreigner },
    ...{ page, names },
  };
}

const everything = [
  "All projects",
  "All queues",
  "gpu-a100",
  "vision",
  "vision/Detector_v2",
  "vision/Detector_v2/Train",
];

describe("the table of access rules", () => {
  test("shows each with what it names, by the path of its resource", async () => {
    const { page, names, detector } = await makeRules();
    expect(await names()).toEqual(everything);
    const { page: found, counts } = await page();
    expect(found.total).toBe(6);
    expect(Object.fromEntries(counts)).toEqual({ project: 3, queue: 2, task: 1 });
    expect(found.rows[4]).toMatchObject({
      ...{ type: "project", access: "modify", revision: 1, userCount: 2, groupCount: 0 },
      object: { id: detector, name: "Detector_v2", path: "vision" },
      users: [{ name: "Max" }, { name: "Olga" }],
    });
    expect(found.rows[0]?.groups.map(({ name }) => name)).toEqual(["Users", "Vision team"]);
  });

  test("is sorted and filtered by what the address says", async () => {
    const { names, page, member, groupId, detector, queue } = await makeRules();
    expect(await names({ descending: "1" })).toEqual(everything.toReversed());
    expect((await names({ sort: "permission" })).slice(0, 2)).toEqual(["gpu-a100", "vision/Detector_v2"]);
    expect(await names({ sort: "type" })).toEqual([
      ...[
        "All projects",
        "vision",
        "vision/Detector_v2",
        "All queues",
        "gpu-a100",
        "vision/Detector_v2/Train",
      ],
    ]);
    expect(await names({ type: "queue" })).toEqual(["All queues", "gpu-a100"]);
    expect(await names({ principal: member.id })).toEqual(["vision/Detector_v2", "vision/Detector_v2/Train"]);
    expect(await names({ principal: groupId })).toEqual(["All projects", "gpu-a100", "vision"]);
    expect(await names({ resource: detector })).toEqual(["vision/Detector_v2"]);
    const filtered = await page({ principal: groupId, resource: queue, type: "project" });
    expect(filtered.filters).toEqual({ principal: "Vision team", resource: "gpu-a100" });
    expect(filtered.page.total).toBe(0);
    expect(Object.fromEntries(filtered.counts)).toEqual({ queue: 1 });
    expect((await page({ principal: newId() })).filters).toEqual({ principal: null, resource: null });
  });

  test("is searched by path, by ID, and by the words for all of a type", async () => {
    const { names, task } = await makeRules();
    expect(await names({ search: "vision / det" })).toEqual([
      "vision/Detector_v2",
      "vision/Detector_v2/Train",
    ]);
    expect(await names({ search: "r_v" })).toHaveLength(2);
    expect(await names({ search: "n_r" })).toEqual([]);
    expect(await names({ search: task })).toEqual(["vision/Detector_v2/Train"]);
    expect(await names({ search: "All " })).toEqual(["All projects", "All queues"]);
  });

  test("comes in pages, of which one past the end is the last", async () => {
    const { workspaceId, member, page } = await makeRules();
    const at = new Date();
    const row = { type: "model", targetId: null, access: "read", createdAt: at, updatedAt: at } as const;
    const rows = Array.from({ length: 99 }, () => ({
      id: newId(),
      ...row,
      userIds: [member.id],
      groupIds: [],
    }));
    await inTransaction((tx) => insertAccessRules(tx, workspaceId, rows));
    const { page: last } = await page({ page: "9" });
    expect({ ...last, rows: last.rows.length }).toMatchObject({ number: 3, total: 105, from: 101, rows: 5 });
  });

  test("of another workspace is another one", async () => {
    const { page, foreigner, vision, groupId } = await makeRules();
    const theirs = await page({}, foreigner);
    expect(theirs.page.rows.every(({ object }) => object === null)).toBe(true);
    const filtered = await page({ principal: groupId, resource: vision }, foreigner);
    expect(filtered).toMatchObject({ page: { total: 0 }, filters: { principal: null, resource: null } });
  });
});

describe("the pickers of a rule", () => {
  test("find objects of one type by name, path and ID, with the path of their project", async () => {
    const { manager, foreigner, task, queue, vision } = await makeRules();
    const find = async (
      type: "project" | "task" | "queue" | "app_category",
      search: string,
      actor = manager,
    ) =>
      resultOf(await findRuleObjects(actor, { type, search })).objects.map(
        ({ name, path }) => `${path ?? ""}:${name}`,
      );
    expect(await find("project", "")).toEqual([":vision", "vision:Detector_v2"]);
    expect(await find("project", "vision / d")).toEqual(["vision:Detector_v2"]);
    expect(await find("project", vision)).toEqual([":vision"]);
    expect(await find("task", "tr")).toEqual(["vision/Detector_v2:Train"]);
    expect(await find("task", "detector_v2/tr")).toEqual(["vision/Detector_v2:Train"]);
    expect(await find("task", task)).toHaveLength(1);
    expect(await find("task", "r_in")).toEqual([]);
    expect(await find("queue", queue)).toEqual([":gpu-a100"]);
    expect(await find("app_category", "")).toEqual([]);
    expect(await find("project", "", foreigner)).toEqual([]);
  });

  test("find users and groups of the workspace", async () => {
    const { manager } = await makeRules();
    const found = resultOf(await findRulePrincipals(manager, { search: "m" }));
    expect(found.users.map(({ name }) => name)).toContain("Max");
    expect(found.groups.map(({ name }) => name)).toEqual(["Admins", "Queue admins", "Vision team"]);
  });
});
