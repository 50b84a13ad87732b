import { beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeAccessRule } from "@/db/testing/resources";
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
let manager: Key;

beforeAll(async () => {
  world = await makeResourceWorld();
  manager = await makeQueueAdmin();
});

/** A member of Queue admins, who may do nothing else. */
async function makeQueueAdmin(): Promise<Key> {
  const { makePerson } = await import("@/db/testing/factories/person");
  const { join } = await import("@/db/testing/factories/workspace");
  const { makeCredentials } = await import("@/db/testing/factories/credentials");
  const { findBuiltInGroupId } = await import("@/db/reads/groups");
  const { insertGroupMember } = await import("@/db/writes/memberships");
  const { inTransaction } = await import("@/db/client");
  const person = await makePerson("Barbara Liskov");
  await join(world.workspaceId, person);
  await inTransaction(async (tx) => {
    const groupId = (await findBuiltInGroupId(world.workspaceId, "queue_admins", tx)) ?? "";
    await insertGroupMember(tx, world.workspaceId, groupId, person.id, new Date());
  });
  return makeCredentials({ account: person, workspaceId: world.workspaceId });
}

async function refused(key: Key, name: string, body: object, code: string) {
  expectEnvelope(await call(key, name, { body }), { code, name });
}

let made = 0;
async function makeQueue({ open = true } = {}): Promise<string> {
  made += 1;
  const { id } = await dataOf(manager, "queues.create", { body: { name: `queue-${made}` } });
  const target = String(id);
  if (open) {
    const { writer, reader } = world.people;
    await makeAccessRule(world.workspaceId, { type: "queue", target, access: "modify", users: [writer] });
    await makeAccessRule(world.workspaceId, { type: "queue", target, access: "read", users: [reader] });
  }
  return target;
}

async function makeTasks(count: number): Promise<string[]> {
  const ids = [];
  for (let number = 0; number < count; number += 1) {
    const body = { name: `Task ${number}`, type: "training", project: world.project };
    ids.push(String((await dataOf(world.keys.writer, "tasks.create", { body })).id));
  }
  return ids;
}

const statusOf = async (task: string) => {
  const body = { task, only_fields: ["status"] };
  return ((await dataOf(world.keys.writer, "tasks.get_by_id", { body })).task as Document).status;
};
const orderOf = async (queue: string) => {
  const data = await dataOf(world.keys.writer, "queues.get_by_id", { body: { queue } });
  return ((data.queue as Document).entries as Document[]).map(({ task }) => task);
};

describe("queues", () => {
  test("are created, renamed and deleted by Queue admins alone", async () => {
    const queue = await makeQueue();
    for (const key of [world.keys.owner, world.keys.writer, world.keys.reader]) {
      await refused(key, "queues.create", { name: "another" }, "403/21");
      await refused(key, "queues.update", { queue, name: "another" }, "403/21");
      await refused(key, "queues.delete", { queue }, "403/21");
    }
    await refused(world.keys.foreign, "queues.delete", { queue }, "400/701");
    await refused(manager, "queues.create", { name: `queue-${made}` }, "400/801");
    await dataOf(manager, "queues.update", { body: { queue, name: "renamed" } });
    const { queues } = await dataOf(world.keys.reader, "queues.get_all", { body: { name: "^renamed$" } });
    expect(queues).toMatchObject([{ id: queue, name: "renamed" }]);
    expect(await dataOf(manager, "queues.delete", { body: { queue } })).toEqual({ deleted: 1 });
    await refused(world.keys.writer, "queues.get_by_id", { queue }, "400/701");
  });

  test("show to those who may read them", async () => {
    const queue = await makeQueue();
    await makeQueue({ open: false });
    const seen = async (key: Key) => {
      const { queues } = await dataOf(key, "queues.get_all", { body: { only_fields: ["id"] } });
      return (queues as Document[]).map(({ id }) => id);
    };
    expect(await seen(world.keys.reader)).toContain(queue);
    expect((await seen(world.keys.owner)).length).toBeGreaterThan((await seen(world.keys.reader)).length);
    expect(await seen(world.keys.account)).toEqual([]);
    expect(await seen(world.keys.foreign)).toHaveLength(1);
  });

  test("begin with one that is the default", async () => {
    const { name } = await dataOf(world.keys.owner, "queues.get_default");
    expect(name).toBe("default");
    await refused(world.keys.writer, "queues.get_default", {}, "400/707");
  });
});

describe("a task", () => {
  test("is enqueued, handed out once and in order, and taken back", async () => {
    const queue = await makeQueue();
    const tasks = await makeTasks(3);
    for (const task of tasks) {
      const answer = await dataOf(world.keys.writer, "tasks.enqueue", { body: { task, queue } });
      expect(answer).toMatchObject({
        queued: 1,
        updated: 1,
        fields: { status: "queued", "execution.queue": queue },
      });
    }
    await refused(world.keys.writer, "tasks.enqueue", { task: tasks[0], queue }, "400/706");
    await dataOf(world.keys.writer, "queues.move_task_to_front", { body: { queue, task: tasks[2] } });
    expect(await orderOf(queue)).toEqual([tasks[2], tasks[0], tasks[1]]);
    await dataOf(world.keys.writer, "queues.move_task_backward", { body: { queue, task: tasks[2] } });
    expect(await orderOf(queue)).toEqual([tasks[0], tasks[2], tasks[1]]);
    await dataOf(world.keys.writer, "tasks.dequeue", { body: { task: tasks[2] } });
    expect([await orderOf(queue), await statusOf(tasks[2] ?? "")]).toEqual([[tasks[0], tasks[1]], "created"]);
    const next = () =>
      dataOf(world.keys.writer, "queues.get_next_task", { body: { queue, get_task_info: true } });
    expect(await next()).toMatchObject({
      entry: { task: tasks[0] },
      task_info: { company: world.workspaceId, user: world.people.writer.id },
    });
    expect(await next()).toMatchObject({ entry: { task: tasks[1] } });
    expect(await next()).toEqual({});
    await refused(world.keys.reader, "queues.get_next_task", { queue }, "403/21");
    await refused(world.keys.foreign, "queues.get_next_task", { queue }, "400/701");
  });

  test("that waits becomes what it was when its queue is cleared or deleted", async () => {
    const queue = await makeQueue();
    const [first = "", second = ""] = await makeTasks(2);
    await dataOf(world.keys.writer, "tasks.started", { body: { task: first } });
    await dataOf(world.keys.writer, "tasks.stopped", { body: { task: first } });
    for (const task of [first, second])
      await dataOf(world.keys.writer, "tasks.enqueue", { body: { task, queue } });
    await dataOf(world.keys.writer, "queues.clear_queue", { body: { queue } });
    expect([await statusOf(first), await statusOf(second)]).toEqual(["stopped", "created"]);
    await dataOf(world.keys.writer, "tasks.enqueue", { body: { task: second, queue } });
    await refused(manager, "queues.delete", { queue }, "400/702");
    await dataOf(manager, "queues.delete", { body: { queue, force: true } });
    expect(await statusOf(second)).toBe("created");
  });

  test("is enqueued by those who may modify both", async () => {
    const queue = await makeQueue();
    const closed = await makeQueue({ open: false });
    const [task = ""] = await makeTasks(1);
    await refused(world.keys.reader, "tasks.enqueue", { task, queue }, "403/21");
    await refused(world.keys.writer, "tasks.enqueue", { task, queue: closed }, "400/701");
    await refused(world.keys.writer, "tasks.enqueue", { task, queue_name: "new queue" }, "403/21");
    await refused(world.keys.writer, "tasks.enqueue", { task }, "400/707");
    expect(await statusOf(task)).toBe("created");
  });
});

test("20 agents get each of 200 tasks once and in order", async () => {
  const queue = await makeQueue();
  const tasks = await makeTasks(200);
  for (const task of tasks) await dataOf(world.keys.writer, "tasks.enqueue", { body: { task, queue } });
  const handedOut: unknown[] = [];
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (;;) {
        const { entry } = await dataOf(world.keys.writer, "queues.get_next_task", { body: { queue } });
        if (!entry) return;
        handedOut.push((entry as Document).task);
      }
    }),
  );
  expect([...handedOut].sort()).toEqual([...tasks].sort());
});
