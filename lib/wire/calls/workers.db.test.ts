import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { workers } from "@/db/schema/workers";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeAccessRule, makeQueue, makeTask } from "@/db/testing/resources";
import { mostProperties } from "@/lib/core/resources/worker";
import { makeResourceWorld } from "@/lib/tooling/resource-world";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, type Sending } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

type Document = Record<string, unknown>;
const worker = "host:gpu:0";
const unknown = "f".repeat(32);

let world: Awaited<ReturnType<typeof makeResourceWorld>>;
let queue: string;
let closed: string;
beforeEach(async () => {
  world = await makeResourceWorld();
  const { owner, writer, reader } = world.people;
  queue = await makeQueue(world.workspaceId, owner, "gpu");
  closed = await makeQueue(world.workspaceId, owner, "closed");
  const about = { type: "queue", target: queue } as const;
  await makeAccessRule(world.workspaceId, { ...about, access: "modify", users: [writer] });
  await makeAccessRule(world.workspaceId, { ...about, access: "read", users: [reader] });
});

const act = (name: string, body: object, key: Key = world.keys.writer, more: Sending = {}) =>
  dataOf(key, `workers.${name}`, { body, ...more });
async function refused(name: string, body: object, code: string, key: Key = world.keys.writer) {
  expectEnvelope(await call(key, `workers.${name}`, { body }), { code, name: `workers.${name}` });
}
async function seen(key: Key = world.keys.writer, filter: object = {}): Promise<Document[]> {
  return (await act("get_all", filter, key)).workers as Document[];
}
const namesSeen = async (filter: object) => (await seen(undefined, filter)).map(({ id }) => id);
const report = (body: object = {}) => ({ worker, timestamp: 1_700_000_000_000, ...body });

/** As if the worker had reported last so many seconds ago. */
async function silenceFor(seconds: number): Promise<void> {
  await db()
    .update(workers)
    .set({ reportedAt: sql`${workers.reportedAt} - make_interval(secs => ${seconds})` })
    .where(eq(workers.workspaceId, world.workspaceId));
}

describe("a worker", () => {
  test("that serves no queue is seen by its user and by admins, and not by who may read every queue", async () => {
    await act("register", { worker, queues: [] });
    await makeAccessRule(world.workspaceId, {
      ...{ type: "queue", target: null, access: "read", users: [world.people.reader] },
    });
    const count = async (key: Key) => (await seen(key)).length;
    expect(await count(world.keys.writer)).toBe(1);
    expect(await count(world.keys.owner)).toBe(1);
    expect(await count(world.keys.reader)).toBe(0);
    await act("register", { worker, queues: [queue] });
    expect(await count(world.keys.reader)).toBe(1);
  });

  test("is listed with its queues and its task while it reports", async () => {
    const task = await makeTask(world.workspaceId, world.people.writer, world.project);
    await act("register", { worker, queues: [queue], tags: ["a100"], system_tags: ["cloud"], timeout: 90 });
    await act("status_report", report({ queue, queues: [queue], task, machine_stats: { cpu_usage: [1.5] } }));
    expect(await seen()).toEqual([
      {
        id: worker,
        key: `worker_${world.workspaceId}_${world.people.writer.id}_${worker}`,
        user: { id: world.people.writer.id, name: "Grace Hopper" },
        company: { id: world.workspaceId },
        ip: expect.any(String),
        tags: ["a100"],
        system_tags: ["cloud"],
        register_time: expect.stringMatching(/\+00:00$/),
        register_timeout: 90,
        last_activity_time: expect.stringMatching(/\+00:00$/),
        last_report_time: expect.stringMatching(/\+00:00$/),
        queues: [{ id: queue, name: "gpu", num_tasks: 0 }],
        queue: { id: queue, name: "gpu", num_tasks: 0 },
        task: { id: task, name: "Train", running_time: 0, last_iteration: 0 },
        project: { id: world.project, name: world.project },
      },
    ]);
    const { task: reported } = await dataOf(world.keys.writer, "tasks.get_by_id", { body: { task } });
    expect(reported).toMatchObject({ last_worker: worker, last_worker_report: expect.any(String) });
    await act("status_report", report());
    expect(await seen()).toEqual([
      expect.not.objectContaining({ task: expect.anything(), queue: expect.anything() }),
    ]);
    await act("unregister", { worker, queues: [queue] });
    expect(await seen()).toEqual([]);
    await act("unregister", { worker });
  });

  test("is gone when it is silent for longer than its time-out, and back with its next report", async () => {
    await act("register", { worker, queues: [queue], timeout: 90 });
    await silenceFor(80);
    expect(await seen()).toHaveLength(1);
    expect(await seen(undefined, { last_seen: 60 })).toEqual([]);
    await silenceFor(20);
    expect([await seen(), await act("get_count", {})]).toEqual([[], { count: 0 }]);
    const asked = { body: { queue, max_task_entries: 1 } };
    const listed = await dataOf(world.keys.writer, "queues.get_all_ex", asked);
    expect(listed.queues).toMatchObject([{ id: queue, workers: [] }]);
    await act("status_report", report());
    expect(await seen()).toMatchObject([{ id: worker, queues: [{ id: queue }], register_timeout: 90 }]);
  });

  test("that never registered does so with its first report", async () => {
    await act("status_report", report({ queues: [queue, closed, unknown] }));
    expect(await seen()).toMatchObject([{ id: worker, queues: [{ id: queue }], register_timeout: 600 }]);
    await act("status_report", report({ tags: ["new"] }));
    expect(await seen()).toMatchObject([{ tags: ["new"], queues: [{ id: queue }] }]);
  });

  test("of another member with the same id is another worker", async () => {
    await act("register", { worker, queues: [queue] });
    await act("register", { worker, tags: ["owner"] }, world.keys.owner);
    expect(await seen(world.keys.owner)).toHaveLength(2);
    await act("unregister", { worker }, world.keys.owner);
    expect(await seen(world.keys.owner)).toMatchObject([{ user: { name: "Grace Hopper" } }]);
  });

  test("registers in the name of the person whom a service account speaks for", async () => {
    await act("register", { worker, queues: [queue] }, world.keys.account, {
      headers: world.as(world.people.writer),
    });
    expect(await seen()).toMatchObject([{ user: { id: world.people.writer.id }, queues: [{ id: queue }] }]);
  });
});

describe("registering is refused", () => {
  test.each<[string, () => object, string]>([
    ["for a queue that is unknown", () => ({ queues: [unknown] }), "400/701"],
    ["for a queue that the caller can’t see", () => ({ queues: [queue, closed] }), "400/701"],
    ["without a name", () => ({ worker: null }), "400/12"],
    ["for a name with a zero character", () => ({ worker: "a\u0000" }), "400/12"],
    ["for a time-out below zero", () => ({ timeout: -1 }), "400/1002"],
    ["for queues that are no list", () => ({ queues: "gpu" }), "400/12"],
  ])("%s", async (_, body, code) => {
    await refused("register", { worker, ...body() }, code);
    expect(await seen()).toEqual([]);
  });

  test("for a queue that the caller may see alone, or in another workspace", async () => {
    await refused("register", { worker, queues: [queue] }, "403/21", world.keys.reader);
    await refused("register", { worker, queues: [queue] }, "400/701", world.keys.foreign);
    expect([await seen(world.keys.owner), await seen(world.keys.foreign)]).toEqual([[], []]);
  });
});

test("a report of a task that the caller can’t see is refused, and changes no task", async () => {
  const task = await makeTask(world.workspaceId, world.people.owner);
  await refused("status_report", report({ task }), "400/101");
  await refused("status_report", report({ task: unknown }), "400/101");
  await refused("status_report", report({ task }), "400/101", world.keys.foreign);
  const readable = await makeTask(world.workspaceId, world.people.owner, world.project);
  await act("status_report", report({ task: readable }), world.keys.reader);
  for (const each of [task, readable]) {
    const { task: found } = await dataOf(world.keys.owner, "tasks.get_by_id", { body: { task: each } });
    expect(found).toMatchObject({ last_worker: null });
  }
});

describe("the list", () => {
  test("shows one’s own workers and those of queues that one may read, with what one may read of them", async () => {
    const hidden = await makeTask(world.workspaceId, world.people.owner);
    const both = { queues: [queue, closed] };
    await act("register", { worker: "both:0", ...both }, world.keys.owner);
    await act(
      "status_report",
      { ...report({ task: hidden, queue: closed }), worker: "both:0" },
      world.keys.owner,
    );
    await act("register", { worker: "closed:0", queues: [closed] }, world.keys.owner);
    await act("register", { worker: "none:0" }, world.keys.reader);
    expect((await seen(world.keys.owner)).map(({ id }) => id)).toEqual(["both:0", "closed:0", "none:0"]);
    const [first, ...others] = await seen(world.keys.writer);
    expect([first, others]).toEqual([expect.objectContaining({ id: "both:0" }), []]);
    expect(first?.queues).toMatchObject([{ id: queue }]);
    expect(Object.keys(first ?? {})).not.toEqual(expect.arrayContaining(["task"]));
    expect(Object.keys(first ?? {})).not.toEqual(expect.arrayContaining(["queue"]));
    expect((await seen(world.keys.reader)).map(({ id }) => id)).toEqual(["both:0", "none:0"]);
    expect([await seen(world.keys.account), await seen(world.keys.foreign)]).toEqual([[], []]);
    expect(await act("get_count", {}, world.keys.writer)).toEqual({ count: 1 });
  });

  test.each<[object, string[]]>([
    [{}, ["one:0", "one_1", "two:0"]],
    [{ worker_pattern: "one*" }, ["one:0", "one_1"]],
    [{ worker_pattern: "one_1" }, ["one_1"]],
    [{ worker_pattern: "???:0" }, ["one:0", "two:0"]],
    [{ tags: ["a"] }, ["one:0", "two:0"]],
    [{ tags: ["a", "b"] }, ["one:0", "one_1", "two:0"]],
    [{ tags: ["a", "-c"] }, ["one:0"]],
    [{ system_tags: ["s"] }, ["two:0"]],
    [{ last_seen: 0 }, ["one:0", "one_1", "two:0"]],
  ])("by %j has %j", async (filter, expected) => {
    await act("register", { worker: "one:0", tags: ["a"] });
    await act("register", { worker: "one_1", tags: ["b"] });
    await act("register", { worker: "two:0", tags: ["a", "c"], system_tags: ["s"] });
    expect(await namesSeen(filter)).toEqual(expected);
    expect(await act("get_count", filter)).toEqual({ count: expected.length });
  });

  test("names the next task of a queue to those who may read it", async () => {
    const task = await makeTask(world.workspaceId, world.people.writer, world.project);
    await dataOf(world.keys.writer, "tasks.enqueue", { body: { task, queue } });
    await act("register", { worker, queues: [queue] });
    expect(await seen()).toMatchObject([
      { queues: [{ id: queue, num_tasks: 1, next_task: { id: task, name: "Train" } }] },
    ]);
  });
});

describe("runtime properties", () => {
  const get = async (key?: Key) => (await act("get_runtime_properties", { worker }, key)).runtime_properties;
  const set = (...properties: object[]) =>
    act("set_runtime_properties", { worker, runtime_properties: properties });

  test("are kept for the caller’s worker alone, registered or not", async () => {
    expect(await get()).toEqual([]);
    await set({ key: "max_num_instances", value: "2" }, { key: "gone", value: "1", expiry: 60 });
    await set({ key: "max_num_instances", value: "3" });
    expect(await get()).toEqual([
      { key: "max_num_instances", value: "3" },
      { key: "gone", value: "1", expiry: expect.any(String) },
    ]);
    expect([await get(world.keys.owner), await get(world.keys.foreign)]).toEqual([[], []]);
    await act("register", { worker, queues: [queue] });
    expect(await get()).toHaveLength(2);
  });

  test("are at most a hundred", async () => {
    await set(...Array.from({ length: mostProperties }, (_, number) => ({ key: `k${number}`, value: "" })));
    await refused(
      "set_runtime_properties",
      { worker, runtime_properties: [{ key: "one more", value: "" }] },
      "400/16",
    );
    expect(await get()).toHaveLength(mostProperties);
  });
});

test("what is not kept over time is answered as that, and clusters are accepted", async () => {
  await act("status_report", report({ queues: [queue] }));
  const now = Math.floor(Date.now() / 1000);
  const range = { from_date: now - 3_600, to_date: now + 3_600, interval: 60 };
  expect(await act("get_activity_report", range)).toEqual({
    total: { dates: [expect.any(Number)], counts: [1] },
    active: { dates: [expect.any(Number)], counts: [0] },
  });
  const none = { dates: [], counts: [] };
  expect(await act("get_activity_report", { ...range, to_date: now - 60 })).toEqual({
    total: none,
    active: none,
  });
  expect(await act("get_stats", { ...range, items: [{ key: "cpu_usage" }] })).toEqual({ workers: [] });
  expect(await act("get_metric_keys", {})).toEqual({ categories: [] });
  await refused("get_stats", range, "400/11");
  await act("cluster_report", { key: "k", worker, resource_groups: [] });
  await act("cluster_unregister", { key: "k" });
});
