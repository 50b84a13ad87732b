import { beforeEach, describe, expect, test } from "vitest";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { join, joinAsAdmin } from "@/db/testing/factories/workspace";
import { makeAccessRule, makeQueue, makeTask } from "@/db/testing/resources";
import { makeResourceWorld } from "@/lib/tooling/resource-world";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, type Sending } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

type Document = Record<string, unknown>;
const unknown = "f".repeat(32);

let world: Awaited<ReturnType<typeof makeResourceWorld>>;
let queue: string;
/** One whose project the writer may change, one that they may only read, and one that they can’t see. */
let own: string;
let readable: string;
let hidden: string;
beforeEach(async () => {
  world = await makeResourceWorld();
  const { workspaceId } = world;
  const { owner, writer, reader } = world.people;
  queue = await makeQueue(workspaceId, owner, "gpu");
  own = await makeTask(workspaceId, writer, world.project);
  readable = await makeTask(workspaceId, owner);
  hidden = await makeTask(workspaceId, owner);
  await makeAccessRule(workspaceId, { type: "queue", target: queue, access: "modify", users: [writer] });
  await makeAccessRule(workspaceId, { type: "queue", target: queue, access: "read", users: [reader] });
  await makeAccessRule(workspaceId, { type: "task", target: readable, access: "read", users: [writer] });
});

const act = (name: string, body: object = {}, key: Key = world.keys.writer, more: Sending = {}) =>
  dataOf(key, name, { body, ...more });
async function refused(name: string, body: object, code: string, key: Key = world.keys.writer) {
  expectEnvelope(await call(key, name, { body }), { code, name });
}
async function fill(...tasks: string[]): Promise<void> {
  for (const task of tasks) await act("queues.add_task", { queue, task }, world.keys.owner);
}
async function orderFor(key: Key): Promise<unknown[]> {
  const found = (await act("queues.get_by_id", { queue }, key)).queue as Document;
  return (found.entries as Document[]).map(({ task }) => task);
}
async function taskNow(task: string): Promise<Document> {
  return (await act("tasks.get_by_id", { task }, world.keys.owner)).task as Document;
}

describe("a task is added and removed", () => {
  test("with its status left as it is, unless its removal is to change it", async () => {
    expect(await act("queues.add_task", { queue, task: own })).toEqual({ added: 1 });
    expect(await taskNow(own)).toMatchObject({ status: "created", execution: { queue } });
    await refused("queues.add_task", { queue, task: own }, "400/706");
    expect(await act("queues.remove_task", { queue, task: own })).toEqual({ removed: 1 });
    await refused("queues.remove_task", { queue, task: own }, "400/703");
    await act("tasks.enqueue", { task: own, queue });
    expect(await act("queues.remove_task", { queue, task: own, update_task_status: true })).toEqual({
      removed: 1,
    });
    expect(await taskNow(own)).toMatchObject({ status: "created" });
    expect(await taskNow(own)).not.toMatchObject({ execution: { queue } });
    expect(await lastAuditEvent(world.workspaceId, "task.dequeued")).toMatchObject({
      targetId: queue,
      actorUserId: world.people.writer.id,
    });
  });

  test("by those who may modify both", async () => {
    await fill(readable, hidden);
    for (const name of ["queues.add_task", "queues.remove_task"]) {
      await refused(name, { queue, task: readable }, "403/21");
      await refused(name, { queue, task: hidden }, "400/101");
      await refused(name, { queue, task: unknown }, "400/101");
      await refused(name, { queue, task: own }, "403/21", world.keys.reader);
      await refused(name, { queue, task: own }, "400/701", world.keys.foreign);
      await refused(name, { queue: unknown, task: own }, "400/701");
    }
    expect(await orderFor(world.keys.owner)).toEqual([readable, hidden]);
  });
});

describe("what the caller may not see of a queue", () => {
  test("is neither listed nor peeked at, and counted", async () => {
    await fill(hidden, own, readable);
    expect(await orderFor(world.keys.writer)).toEqual([own, readable]);
    expect(await orderFor(world.keys.reader)).toEqual([own]);
    expect(await act("queues.peek_task", { queue })).toEqual({ task: null });
    expect(await act("queues.peek_task", { queue }, world.keys.owner)).toEqual({ task: hidden });
    expect(await act("queues.get_num_entries", { queue })).toEqual({ num: 3 });
    const { queues } = await act("queues.get_all_ex", { max_task_entries: 2 });
    expect(queues).toMatchObject([{ id: queue, entries: [{ task: { id: own, name: "Train" } }] }]);
    await refused("queues.peek_task", { queue }, "400/701", world.keys.foreign);
    await refused("queues.get_num_entries", { queue: unknown }, "400/701");
  });

  test("is handed out all the same to an agent that serves it, with whose it is", async () => {
    const { workspaceId } = world;
    const agent = await makePerson("Agent");
    await join(workspaceId, agent);
    const key = await makeCredentials({ account: agent, workspaceId });
    await makeAccessRule(workspaceId, { type: "queue", target: queue, access: "modify", users: [agent] });
    await fill(hidden, own);
    expect(await act("queues.get_next_task", { queue, get_task_info: true }, key)).toEqual({
      entry: { task: hidden, added: expect.stringMatching(/\+00:00$/) },
      task_info: { company: workspaceId, user: world.people.owner.id },
    });
    expect(await act("queues.get_next_task", { queue }, key)).toEqual({
      entry: { task: own, added: expect.any(String) },
    });
    expect(await act("queues.get_next_task", { queue }, key)).toEqual({});
    await refused("queues.get_next_task", { queue }, "403/21", world.keys.reader);
  });
});

describe("the order of a queue", () => {
  test("changes by places, to the ends at most", async () => {
    const third = await makeTask(world.workspaceId, world.people.writer, world.project);
    await fill(own, readable, third);
    const move = async (direction: string, task: string, count?: number) => {
      const body = { queue, task, ...(count === undefined ? {} : { count }) };
      const { position } = await act(`queues.move_task_${direction}`, body);
      return [position, await orderFor(world.keys.owner)];
    };
    expect(await move("forward", third)).toEqual([1, [own, third, readable]]);
    expect(await move("forward", third, 9)).toEqual([0, [third, own, readable]]);
    expect(await move("backward", third, 2)).toEqual([2, [own, readable, third]]);
    expect(await move("to_front", readable)).toEqual([0, [readable, own, third]]);
    expect(await move("to_back", own)).toEqual([2, [readable, third, own]]);
    await fill(hidden);
    expect(await orderFor(world.keys.owner)).toEqual([readable, third, own, hidden]);
  });

  test("is for those to change who may modify the queue, by tasks that they may see", async () => {
    await fill(own, hidden);
    for (const name of ["forward", "backward", "to_front", "to_back"].map(
      (each) => `queues.move_task_${each}`,
    )) {
      await refused(name, { queue, task: own }, "403/21", world.keys.reader);
      await refused(name, { queue, task: hidden }, "400/101");
      await refused(name, { queue, task: readable }, "400/703");
    }
    expect(await orderFor(world.keys.owner)).toEqual([own, hidden]);
  });
});

test("a cleared queue gives its tasks their former status, and names those that the caller may see", async () => {
  await act("tasks.enqueue", { task: own, queue });
  await act("tasks.enqueue", { task: hidden, queue }, world.keys.owner);
  await refused("queues.clear_queue", { queue }, "403/21", world.keys.reader);
  expect(await act("queues.clear_queue", { queue })).toEqual({ removed_tasks: [own] });
  expect([await taskNow(own), await taskNow(hidden)]).toMatchObject([
    { status: "created" },
    { status: "created" },
  ]);
  expect(await act("queues.get_num_entries", { queue })).toEqual({ num: 0 });
  expect(await lastAuditEvent(world.workspaceId, "queue.cleared")).toMatchObject({ after: { tasks: 2 } });
});

describe("what describes a queue", () => {
  test("its names are for Queue admins to change, the rest for those who may modify it", async () => {
    await refused("queues.update", { queue, display_name: "GPU" }, "403/21");
    await refused("queues.update", { queue, tags: ["a"] }, "403/21", world.keys.reader);
    await refused("queues.update", { queue, tags: ["a"] }, "400/701", world.keys.foreign);
    const admin = await makePerson("Ann");
    await joinAsAdmin(world.workspaceId, admin);
    const key = await makeCredentials({ account: admin, workspaceId: world.workspaceId });
    await refused("queues.update", { queue, name: "renamed" }, "403/21", key);
    expect(await act("queues.update", { queue, tags: ["b", "a"] })).toEqual({
      updated: 1,
      fields: { tags: ["a", "b"] },
    });
    const item = { key: "team", type: "string", value: "vision" };
    expect(await act("queues.add_or_update_metadata", { queue, metadata: [item] })).toEqual({ updated: 1 });
    await act("queues.add_or_update_metadata", { queue, metadata: [{ ...item, key: "cost" }] });
    await act("queues.delete_metadata", { queue, keys: ["team"] });
    await refused("queues.delete_metadata", { queue, keys: ["cost"] }, "403/21", world.keys.reader);
    expect((await act("queues.get_by_id", { queue })).queue).toMatchObject({
      name: "gpu",
      tags: ["a", "b"],
      metadata: { cost: { key: "cost", type: "string", value: "vision" } },
    });
  });

  test.each<[string, object, string]>([
    ["queues.update", { tags: "a" }, "400/12"],
    ["queues.update", { tags: ["a\u0000"] }, "400/12"],
    ["queues.update", { name: "ab" }, "400/800"],
    ["queues.add_or_update_metadata", { metadata: [] }, "400/12"],
    ["queues.delete_metadata", {}, "400/11"],
    ["queues.get_queue_metrics", { from_date: 0 }, "400/11"],
  ])("%s refuses %j", async (name, body, code) => {
    await refused(name, { queue, ...body }, code);
  });

  test("lengths over time are not kept", async () => {
    const range = { from_date: 0, to_date: 2_000_000_000, interval: 60 };
    expect(await act("queues.get_queue_metrics", { queue_ids: [queue], ...range })).toEqual({ queues: [] });
  });
});

test("queues that programs hide are listed by name, by id, or where they are asked for", async () => {
  await act("queues.update", { queue, system_tags: ["k8s-glue"] });
  const listed = async (body: object) =>
    ((await act("queues.get_all", { only_fields: ["id"], ...body })).queues as Document[]).map(
      ({ id }) => id,
    );
  expect(await listed({})).toEqual([]);
  for (const body of [{ name: "gpu" }, { id: [queue] }, { search_hidden: true }]) {
    expect(await listed(body)).toEqual([queue]);
  }
});
