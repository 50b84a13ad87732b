import { beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { builtInGroup } from "@/db/testing/factories/group";
import { makePerson } from "@/db/testing/factories/person";
import { join } from "@/db/testing/factories/workspace";
import { makeAccessRule, makeQueue, makeTask } from "@/db/testing/resources";
import { insertGroupMember } from "@/db/writes/memberships";
import { makeResourceWorld } from "@/lib/tooling/resource-world";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

type Document = Record<string, unknown>;
let world: Awaited<ReturnType<typeof makeResourceWorld>>;
/** One that the writer may use, one that they may only see, and one that they can’t see. */
let queue: string;
let readable: string;
let hidden: string;
let task: string;
beforeEach(async () => {
  world = await makeResourceWorld();
  const { workspaceId, people, project } = world;
  queue = await makeQueue(workspaceId, people.owner, "gpu");
  readable = await makeQueue(workspaceId, people.owner, "readable");
  hidden = await makeQueue(workspaceId, people.owner, "hidden");
  const rule = { type: "queue", users: [people.writer] } as const;
  await makeAccessRule(workspaceId, { ...rule, target: queue, access: "modify" });
  await makeAccessRule(workspaceId, { ...rule, target: readable, access: "read" });
  task = await makeTask(workspaceId, people.writer, project);
});

const act = (name: string, body: object, key: Key = world.keys.writer) => dataOf(key, name, { body });
async function refused(name: string, body: object, code: string, key: Key = world.keys.writer) {
  expectEnvelope(await call(key, name, { body }), { code, name });
}
async function messageOf(name: string, body: object, key: Key = world.keys.writer): Promise<string> {
  const { meta } = JSON.parse((await call(key, name, { body })).text);
  return meta.result_msg;
}
async function taskNow(id = task): Promise<Document> {
  return (await act("tasks.get_by_id", { task: id }, world.keys.owner)).task as Document;
}
async function queueNames(): Promise<unknown[]> {
  const { queues } = await act("queues.get_all", { order_by: "name" }, world.keys.owner);
  return (queues as Document[]).map(({ name }) => name);
}
async function entriesOf(id: string): Promise<unknown[]> {
  const { queue: found } = await act("queues.get_by_id", { queue: id }, world.keys.owner);
  return ((found as Document).entries as Document[]).map((entry) => entry.task);
}
const names = ["default", "gpu", "hidden", "readable"];

async function openQueuesToQueueAdmins(): Promise<void> {
  const groupId = await builtInGroup(world.workspaceId, "queue_admins");
  const all = { type: "queue", target: null, access: "modify", groupIds: [groupId] } as const;
  await makeAccessRule(world.workspaceId, all);
}

/** A member who creates queues and may change the project. */
async function makeQueueAdmin(): Promise<Key> {
  const { workspaceId, project } = world;
  const person = await makePerson("Barbara Liskov");
  await join(workspaceId, person);
  const groupId = await builtInGroup(workspaceId, "queue_admins");
  await inTransaction((tx) => insertGroupMember(tx, workspaceId, groupId, person.id, new Date()));
  const about = { type: "project", target: project, access: "modify", users: [person] } as const;
  await makeAccessRule(workspaceId, about);
  return makeCredentials({ account: person, workspaceId });
}

describe("a queue that is named", () => {
  test("is answered the same whether it is hidden or is not there", async () => {
    const answers = async (queueName: string) => [
      await messageOf("tasks.enqueue", { task, queue_name: queueName }),
      await act("tasks.enqueue_many", { ids: [task], queue_name: queueName }),
    ];
    await refused("tasks.enqueue", { task, queue_name: "hidden" }, "403/21");
    await refused("tasks.enqueue", { task, queue_name: "unheard" }, "403/21");
    expect(await answers("hidden")).toEqual(await answers("unheard"));
    await refused("tasks.enqueue", { task, queue: hidden }, "400/701");
    await refused("tasks.enqueue", { task, queue: "f".repeat(32) }, "400/701");
    await refused("tasks.enqueue", { task, queue_name: "readable" }, "403/21");
    await refused("tasks.enqueue", { task, queue: readable }, "403/21");
    expect(await queueNames()).toEqual(names);
    expect(await taskNow()).toMatchObject({ status: "created" });
    expect(await act("tasks.enqueue", { task, queue_name: "gpu" })).toMatchObject({ queued: 1, updated: 1 });
  });

  test("is made by a member of Queue admins who may use it then, and by nobody else", async () => {
    const key = await makeQueueAdmin();
    await refused("tasks.enqueue", { task, queue_name: "made" }, "403/21", key);
    await refused("tasks.enqueue", { task, queue_name: "hidden" }, "403/21", key);
    expect(await queueNames()).toEqual(names);
    await openQueuesToQueueAdmins();
    const { fields } = await act("tasks.enqueue", { task, queue_name: "made" }, key);
    expect(await queueNames()).toEqual([...names, "made"].sort());
    expect(await taskNow()).toMatchObject({
      status: "queued",
      execution: { queue: (fields as Document)["execution.queue"] },
    });
  });

  test("is not made where the task can’t be put in it", async () => {
    const key = await makeQueueAdmin();
    await openQueuesToQueueAdmins();
    await act("tasks.started", { task });
    await refused("tasks.enqueue", { task, queue_name: "made" }, "400/110", key);
    expect(await queueNames()).toEqual(names);
  });
});

describe("a task that waits", () => {
  test("is taken out by those who may use the queue and change the task", async () => {
    await act("tasks.enqueue", { task, queue: hidden }, world.keys.owner);
    await refused("tasks.dequeue", { task }, "403/21");
    await refused("tasks.enqueue", { task, queue }, "403/21");
    await refused("queues.add_task", { task, queue }, "403/21");
    expect(await act("tasks.dequeue_many", { ids: [task] })).toMatchObject({
      succeeded: [],
      failed: [{ error: { codes: [403, 21] } }],
    });
    expect(await entriesOf(hidden)).toEqual([task]);
    await act("tasks.dequeue", { task }, world.keys.owner);
    await act("tasks.enqueue", { task, queue });
    await refused("tasks.dequeue", { task }, "403/21", world.keys.reader);
    expect(await act("tasks.dequeue", { task })).toMatchObject({ dequeued: 1, updated: 1 });
    expect(await entriesOf(queue)).toEqual([]);
    expect(await act("tasks.dequeue", { task })).toMatchObject({ dequeued: 1, updated: 0 });
  });

  test("may always be stopped by those who may change it", async () => {
    await act("tasks.enqueue", { task, queue: hidden }, world.keys.owner);
    expect(await act("tasks.stop", { task })).toMatchObject({ fields: { status: "stopped" } });
    expect(await entriesOf(hidden)).toEqual([]);
  });

  test("gets the status that is asked for when it leaves", async () => {
    await act("tasks.enqueue", { task, queue });
    expect(await act("tasks.dequeue_many", { ids: [task], new_status: "failed" })).toMatchObject({
      succeeded: [{ id: task, dequeued: true, updated: 1, fields: { status: "failed" } }],
    });
    expect(await taskNow()).toMatchObject({ status: "failed" });
  });

  test("is moved to another queue, and names that unless asked not to", async () => {
    const other = await makeQueue(world.workspaceId, world.people.owner, "cpu");
    const keeping = { task, queue: other, update_execution_queue: false };
    await refused("tasks.enqueue", keeping, "400/16", world.keys.owner);
    await refused("tasks.enqueue", { ...keeping, verify_watched_queue: true }, "400/12", world.keys.owner);
    await act("tasks.enqueue", { task, queue });
    const { fields } = await act("tasks.enqueue", keeping, world.keys.owner);
    expect(fields).not.toHaveProperty(["execution.queue"]);
    expect([await entriesOf(queue), await entriesOf(other)]).toEqual([[], [task]]);
    expect(await taskNow()).toMatchObject({ status: "queued", execution: { queue } });
  });
});

test("whether somebody serves the queue is told where that is asked", async () => {
  const second = await makeTask(world.workspaceId, world.people.writer, world.project);
  expect(await act("tasks.enqueue_many", { ids: [task], queue })).not.toHaveProperty("queue_watched");
  const verifying = { queue, verify_watched_queue: true };
  expect(await act("tasks.enqueue_many", { ids: [second], ...verifying })).toMatchObject({
    succeeded: [{ id: second, queued: true, updated: 1, fields: { "execution.queue": queue } }],
    queue_watched: false,
  });
  await act("tasks.dequeue", { task });
  await act("workers.register", { worker: "host:0", queues: [queue] });
  expect(await act("tasks.enqueue", { task, ...verifying })).toMatchObject({ queue_watched: true });
});
