import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { projects } from "@/db/schema/projects";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeAccessRule, makeProject, makeTask } from "@/db/testing/resources";
import type { TaskStatus } from "@/lib/core/resources/task";
import { makeResourceWorld } from "@/lib/tooling/resource-world";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

let world: Awaited<ReturnType<typeof makeResourceWorld>>;
beforeAll(async () => {
  world = await makeResourceWorld();
});

type Document = Record<string, unknown>;
const training = { name: "Train a detector", type: "training" };
const unknown = "f".repeat(32);

async function create(body: object = {}): Promise<string> {
  const wanted = { ...training, project: world.project, ...body };
  return String((await dataOf(world.keys.writer, "tasks.create", { body: wanted })).id);
}

async function read(task: string, fields?: string[]): Promise<Document> {
  const body = { task, ...(fields ? { only_fields: fields } : {}) };
  return (await dataOf(world.keys.writer, "tasks.get_by_id", { body })).task as Document;
}

async function refused(key: Key, name: string, body: object | string, code: string, message?: RegExp) {
  const received =
    typeof body === "string" ? await sendLines(key, name, body) : await call(key, name, { body });
  expectEnvelope(received, { code, name, ...(message ? { message } : {}) });
}

function sendLines(key: Key, name: string, lines: string) {
  const headers = { authorization: key.basic, "content-type": "application/json-lines" };
  return server.send(`/api/${name}`, { method: "POST", headers, body: lines });
}

async function setStatus(id: string, status: TaskStatus): Promise<void> {
  await db()
    .update(tasks)
    .set({ status })
    .where(and(eq(tasks.workspaceId, world.workspaceId), eq(tasks.id, id)));
}

/** A change by each call that names one task, which anybody who may change it could send. */
const changes: [string, object][] = [
  ["tasks.edit", { comment: "x" }],
  ["tasks.update", { comment: "x" }],
  ["tasks.set_requirements", { requirements: { pip: "numpy" } }],
  ["tasks.edit_hyper_params", { hyperparams: [{ section: "Args", name: "lr", value: "1" }] }],
  ["tasks.delete_hyper_params", { hyperparams: [{ section: "Args", name: "lr" }] }],
  ["tasks.edit_configuration", { configuration: [{ name: "net", value: "{}" }] }],
  ["tasks.delete_configuration", { configuration: ["net"] }],
  ["tasks.edit_runtime", { add_or_update: { a: 1 } }],
  ["tasks.add_or_update_artifacts", { artifacts: [{ key: "a", type: "custom" }] }],
  ["tasks.delete_artifacts", { artifacts: [{ key: "a" }] }],
  ["tasks.delete_models", { models: [{ name: "m", type: "input" }] }],
];

describe.each(changes)("%s", (name, body) => {
  test("is for those who may modify the task, also in the name of one of them", async () => {
    const task = await create();
    const before = await read(task);
    await refused(world.keys.reader, name, { task, ...body }, "403/21");
    await refused(world.keys.foreign, name, { task, ...body }, "400/101");
    await refused(world.keys.account, name, { task, ...body }, "400/101");
    const asReader = { headers: world.as(world.people.reader) };
    const received = await call(world.keys.account, name, { body: { task, ...body }, ...asReader });
    expectEnvelope(received, { code: "403/21", name });
    await refused(world.keys.writer, name, { task: unknown, ...body }, "400/101");
    await refused(world.keys.writer, name, body, "400/11");
    expect(await read(task)).toEqual(before);
    const asWriter = { headers: world.as(world.people.writer) };
    await dataOf(world.keys.account, name, { body: { task, ...body }, ...asWriter });
    await dataOf(world.keys.writer, name, { body: { task, ...body } });
  });
});

describe.each(changes.filter(([name]) => name !== "tasks.update"))("%s", (name, body) => {
  test("leaves what has run as it is", async () => {
    const task = await create();
    await setStatus(task, "completed");
    await refused(world.keys.writer, name, { task, ...body }, "400/110");
    await setStatus(task, "published");
    await refused(world.keys.writer, name, { task, ...body }, "400/110");
    await setStatus(task, "in_progress");
    await dataOf(world.keys.writer, name, { body: { task, ...body } });
  });
});

test.each<[string, object, string]>([
  ["tasks.edit", { comment: "a\u0000" }, "400/12"],
  ["tasks.edit", { script: { diff: "\ud800" } }, "400/12"],
  ["tasks.edit", { name: "ab" }, "400/800"],
  ["tasks.update", { name: "ab" }, "400/800"],
  ["tasks.clone", { new_task_name: "ab" }, "400/800"],
  ["tasks.enqueue", { queue_name: "ab" }, "400/800"],
  ["tasks.edit", { hyperparams: { "a\u0000": {} } }, "400/12"],
  ["tasks.edit", { script: { repository: 5 } }, "400/12"],
  ["tasks.edit", { script: [] }, "400/12"],
  ["tasks.edit", { execution: { model_labels: [] } }, "400/12"],
  ["tasks.edit", { hyperparams: { Args: { lr: { value: 1 } } } }, "400/12"],
  ["tasks.edit", { hyperparams: { "": {} } }, "400/12"],
  ["tasks.edit", { configuration: { net: "text" } }, "400/12"],
  ["tasks.edit", { container: { image: {} } }, "400/12"],
  ["tasks.edit", { models: { input: [{ name: "m", model: unknown }] } }, "400/201"],
  ["tasks.edit", { tags: ["__$not"] }, "400/12"],
  ["tasks.edit", { parent: unknown }, "400/101"],
  ["tasks.edit", { project: unknown }, "400/401"],
  ["tasks.edit_configuration", { configuration: [{ name: "net", value: "\u0000" }] }, "400/12"],
  ["tasks.edit_configuration", { configuration: [] }, "400/12"],
  ["tasks.edit_hyper_params", { hyperparams: [{ section: "Args" }] }, "400/12"],
  ["tasks.edit_hyper_params", { hyperparams: [{ section: "", name: "a" }] }, "400/12"],
  ["tasks.add_or_update_artifacts", { artifacts: [{ key: "a", type: "t", content_size: -1 }] }, "400/12"],
  ["tasks.add_or_update_artifacts", { artifacts: [{ key: "a", type: "t", content_size: 1e300 }] }, "400/12"],
  ["tasks.add_or_update_artifacts", { artifacts: [{ key: "a", type: "t", mode: "sideways" }] }, "400/12"],
  ["tasks.add_or_update_artifacts", { artifacts: [{ type: "t" }] }, "400/12"],
  ["tasks.add_or_update_model", { name: "m", model: unknown, type: "input" }, "400/201"],
  ["tasks.add_or_update_model", { name: "m", model: unknown, type: "input", iteration: 2 ** 31 }, "400/12"],
])("%s refuses %j and changes nothing", async (name, body, code) => {
  const task = await create();
  const before = await read(task);
  await refused(world.keys.writer, name, { task, ...body }, code);
  expect(await read(task)).toEqual(before);
});

describe("a whole task", () => {
  test("stays under 4 MB however it is divided", async () => {
    const task = await create({ configuration: { net: { value: "x".repeat(2_500_000) } } });
    const body = { task, hyperparams: { Args: { text: { value: "x".repeat(2_000_000) } } } };
    await refused(world.keys.writer, "tasks.edit", body, "400/16", /larger than 4 MB/);
    expect(await read(task, ["hyperparams"])).toEqual({ id: task, hyperparams: {} });
  });

  test("names its parameters and configurations as their keys", async () => {
    const task = await create({
      hyperparams: { Args: { lr: { value: "1" } } },
      configuration: { net: { value: "{}" } },
    });
    expect(await read(task, ["hyperparams", "configuration"])).toEqual({
      id: task,
      hyperparams: { Args: { lr: { section: "Args", name: "lr", value: "1" } } },
      configuration: { net: { name: "net", value: "{}" } },
    });
  });

  test("is read without fields that it does not have", async () => {
    const task = await create();
    expect(await read(task, ["constructor", "__proto__", "name.constructor", "script.toString"])).toEqual({
      id: task,
      name: training.name,
      script: {},
    });
  });

  test("sums the sizes of its artifacts", async () => {
    const task = await create({
      execution: { artifacts: [{ key: "data", type: "custom", mode: "input", content_size: 7 }] },
    });
    const bytes = async () => {
      const found = await db()
        .select({ bytes: tasks.artifactBytes })
        .from(tasks)
        .where(and(eq(tasks.workspaceId, world.workspaceId), eq(tasks.id, task)));
      return found[0]?.bytes;
    };
    expect(await bytes()).toBe(7);
    const artifacts = [{ key: "model", type: "custom", content_size: 5 }];
    await dataOf(world.keys.writer, "tasks.add_or_update_artifacts", { body: { task, artifacts } });
    expect(await bytes()).toBe(12);
    const gone = { task, artifacts: [{ key: "data", mode: "input" }] };
    await dataOf(world.keys.writer, "tasks.delete_artifacts", { body: gone });
    expect(await bytes()).toBe(5);
  });
});

test("runtime properties are added and removed by name", async () => {
  const task = await create({ runtime: { a: 1, b: 2 } });
  const body = { task, add_or_update: { c: 3 }, remove: ["a"] };
  expect(await dataOf(world.keys.writer, "tasks.edit_runtime", { body })).toEqual({ updated: 1 });
  expect(await read(task, ["runtime"])).toEqual({ id: task, runtime: { b: 2, c: 3 } });
  expect(await dataOf(world.keys.writer, "tasks.edit_runtime", { body: { task } })).toEqual({ updated: 0 });
});

test("what is edited moves only where its mover may put tasks, and says so to both projects", async () => {
  const old = new Date("2026-01-01T00:00:00Z");
  const target = await makeProject(world.workspaceId, world.people.owner);
  const readable = await makeProject(world.workspaceId, world.people.owner);
  const rule = { type: "project", users: [world.people.writer] } as const;
  await makeAccessRule(world.workspaceId, { ...rule, target, access: "modify" });
  await makeAccessRule(world.workspaceId, { ...rule, target: readable, access: "read" });
  const task = await create();
  await db().update(projects).set({ updatedAt: old }).where(eq(projects.workspaceId, world.workspaceId));
  await refused(world.keys.writer, "tasks.edit", { task, project: readable }, "403/21");
  await refused(world.keys.writer, "tasks.update", { task, project: readable }, "403/21");
  await refused(world.keys.writer, "tasks.edit", { task, project: "" }, "403/21");
  await dataOf(world.keys.writer, "tasks.edit", { body: { task, project: target } });
  expect(await read(task, ["project"])).toEqual({ id: task, project: target });
  const found = await db()
    .select({ id: projects.id, updatedAt: projects.updatedAt })
    .from(projects)
    .where(eq(projects.workspaceId, world.workspaceId));
  const touched = found.filter(({ updatedAt }) => updatedAt > old).map(({ id }) => id);
  expect(touched.toSorted()).toEqual([target, world.project].toSorted());
});

describe("tasks.update_batch", () => {
  const lines = (...each: object[]) => each.map((line) => JSON.stringify(line)).join("\n");
  const name = "tasks.update_batch";

  test("changes all that its lines name, the last line of a task counting", async () => {
    const [one, other] = [await create(), await create()];
    const batch = lines(
      { task: one, comment: "a" },
      { task: other, tags: ["x"], status_message: "ok" },
      { task: one, name: "Renamed" },
    );
    const data = expectEnvelope(await sendLines(world.keys.writer, name, batch), { code: "200/0", name });
    expect(data).toEqual({ updated: 2 });
    expect(await read(one, ["name", "comment"])).toEqual({ id: one, name: "Renamed", comment: "" });
    expect(await read(other, ["tags", "status_message"])).toMatchObject({
      tags: ["x"],
      status_message: "ok",
    });
  });

  test("changes nothing where one line is wrong", async () => {
    const task = await create();
    const closed = await makeTask(world.workspaceId, world.people.owner);
    const good = { task, comment: "changed" };
    const wrong: [string, string, RegExp?][] = [
      ["", "400/17"],
      [lines(good, { comment: "x" }), "400/18", /line 2: task/],
      [lines(good, { task, name: "ab" }), "400/18", /line 2: name/],
      [lines(good, { task, comment: "\u0000" }), "400/18", /line 2: comment/],
      [lines(good, { task: unknown, comment: "x" }), "400/101"],
      [lines(good, { task: closed, comment: "x" }), "400/101"],
      [lines(good, { task, project: unknown }), "400/401"],
    ];
    for (const [batch, code, message] of wrong) await refused(world.keys.writer, name, batch, code, message);
    await refused(world.keys.reader, name, lines(good), "403/21");
    await refused(world.keys.foreign, name, lines(good), "400/101");
    expect(await read(task, ["comment"])).toEqual({ id: task, comment: "" });
  });
});
