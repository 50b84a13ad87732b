import { describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makeGroup } from "@/db/testing/factories/group";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join } from "@/db/testing/factories/workspace";
import { makeGuard } from "@/db/testing/guards";
import { closeWorkspace, makeAccessRule, makeTask } from "@/db/testing/resources";
import { changesIn } from "@/db/testing/rows";
import { resultOf } from "@/lib/entry/samples";
import { createProject } from "@/lib/operations/resources/projects/edit-project";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call } = callsOf(server);

/**
 * Contractors can't read Payroll, which has a task in it, and can read the project Open with all in it. The lead can
 * modify both and is no admin.
 */
async function makeGuarded() {
  const { person: owner, workspaceId, key } = await makeCaller();
  const place = { account: owner, workspaceId };
  await closeWorkspace(workspaceId);
  const [contractor, lead] = [await makePerson(), await makePerson()];
  await join(workspaceId, contractor);
  await join(workspaceId, lead);
  const contractors = await makeGroup(place, "Contractors", [contractor]);
  const user = actingAs("resources.use", owner, { workspaceId });
  const project = async (name: string) => resultOf(await createProject(user, { name, details: {} })).id;
  const [payroll, inPayroll] = [await project("Payroll"), await project("Payroll/2026")];
  const open = await project("Open");
  const task = await makeTask(workspaceId, owner, payroll);
  const readable = await makeTask(workspaceId, owner);
  const rule = { type: "project", target: open, access: "read", groupIds: [contractors] } as const;
  await makeAccessRule(workspaceId, rule);
  await makeAccessRule(workspaceId, { ...rule, type: "task", target: readable });
  const modify = { type: "project", access: "modify", users: [lead] } as const;
  for (const target of [payroll, open]) await makeAccessRule(workspaceId, { ...modify, target });
  await makeAccessRule(workspaceId, { ...modify, type: "task", target: readable });
  const guard = { allows: false, access: "read", groupId: contractors } as const;
  await makeGuard(place, { ...guard, name: "Payroll stays closed", type: "project", targetId: payroll });
  await makeGuard(place, { ...guard, name: "The run stays closed", type: "task", targetId: task });
  const keys = { admin: key, lead: await makeCredentials({ account: lead, workspaceId }) };
  return { workspaceId, payroll, inPayroll, open, task, readable, keys };
}

type Guarded = Awaited<ReturnType<typeof makeGuarded>>;
type Way = [name: string, body: (world: Guarded) => object, guard: string];

/** Every call that puts something elsewhere. */
const ways: Way[] = [
  ["projects.move", ({ payroll }) => ({ project: payroll, new_location: "Open" }), "Payroll stays closed"],
  [
    "projects.move",
    ({ payroll }) => ({ project: payroll, new_location: "Open/made/for/it" }),
    "Payroll stays closed",
  ],
  [
    "projects.merge",
    ({ payroll, open }) => ({ project: payroll, destination_project: open }),
    "The run stays closed",
  ],
  ["tasks.move", ({ task, open }) => ({ ids: [task], project: open }), "The run stays closed"],
  ["tasks.move", ({ readable, payroll }) => ({ ids: [readable], project: payroll }), "Payroll stays closed"],
  ["tasks.edit", ({ task, open }) => ({ task, project: open, force: true }), "The run stays closed"],
  ["tasks.update", ({ readable, payroll }) => ({ task: readable, project: payroll }), "Payroll stays closed"],
];

describe("a call that would break a guard changes nothing", () => {
  test.each(ways)("%s by an admin is refused with what the guard says, %#", async (name, body, guard) => {
    const world = await makeGuarded();
    const { workspaceId, keys } = world;
    const message = await refusedWithoutChange(workspaceId, keys.admin, name, body(world));
    expect(message).toContain(`“${guard}” (Contractors can’t read`);
  });

  test.each(ways)("%s by a member is refused with its name alone, %#", async (name, body, guard) => {
    const world = await makeGuarded();
    const message = await refusedWithoutChange(world.workspaceId, world.keys.lead, name, body(world));
    expect(message).toContain(`“${guard}”`);
    expect(message).not.toContain("Contractors");
  });
});

async function refusedWithoutChange(
  workspaceId: Guarded["workspaceId"],
  key: Key,
  name: string,
  body: object,
): Promise<string> {
  let message = "";
  const changes = await changesIn(workspaceId, async () => {
    const received = await call(key, name, { body });
    expectEnvelope(received, { code: "400/800", name });
    message = JSON.parse(received.text).meta.result_msg;
  });
  expect(changes.filter((change) => !String(change).includes("last_used"))).toEqual([]);
  return message;
}

test("what leaves everybody's access as it is, or takes some away, is never refused for a guard", async () => {
  const world = await makeGuarded();
  const { keys, payroll, inPayroll, task } = world;
  const harmless: [string, object][] = [
    ["projects.update", { project: payroll, tags: ["secret"], system_tags: ["hidden"] }],
    ["tasks.edit", { task, tags: ["a"], system_tags: ["archived"], force: true }],
    ["tasks.move", { ids: [task], project: inPayroll }],
    ["tasks.delete", { task, force: true }],
    ["projects.delete", { project: payroll, force: true }],
  ];
  for (const [name, body] of harmless) {
    expectEnvelope(await call(keys.admin, name, { body }), { code: "200/0", name });
  }
});
