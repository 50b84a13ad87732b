import { beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
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
beforeAll(async () => {
  world = await makeResourceWorld();
});

const act = (name: string, body: object, key: Key = world.keys.writer) =>
  dataOf(key, `tasks.${name}`, { body });
async function refused(name: string, body: object, code: string, key: Key = world.keys.writer) {
  expectEnvelope(await call(key, `tasks.${name}`, { body }), { code, name: `tasks.${name}` });
}
async function create(body: object = {}): Promise<string> {
  const { id } = await act("create", { name: "Train", type: "training", project: world.project, ...body });
  return String(id);
}
async function read(task: string): Promise<Document> {
  return (await act("get_by_id", { task })).task as Document;
}

describe("the status of a task", () => {
  test("follows what its program reports", async () => {
    const task = await create();
    expect(await act("started", { task })).toMatchObject({
      started: 1,
      updated: 1,
      fields: { status: "in_progress" },
    });
    expect(await read(task)).toMatchObject({ status: "in_progress", started: expect.any(String) });
    await act("completed", { task, status_reason: "done", status_message: "all epochs" });
    expect(await read(task)).toMatchObject({
      status: "completed",
      status_reason: "done",
      status_message: "all epochs",
      completed: expect.any(String),
      active_duration: expect.any(Number),
    });
    expect(await act("publish", { task })).toMatchObject({ fields: { status: "published" } });
    await refused("publish", { task }, "400/110");
    await refused("reset", { task }, "400/110");
    await refused("started", { task }, "400/110");
  });

  test.each<[string, string[], string, string]>([
    ["completed", [], "completed", "400/110"],
    ["failed", [], "failed", "400/110"],
    ["closed", [], "close", "400/110"],
    ["published", [], "publish", "400/110"],
    ["stopped again", ["started", "completed"], "stopped", "400/110"],
  ])("does not become %s after %j", async (_, before, name, code) => {
    const task = await create();
    for (const each of before) await act(each, { task });
    const { status } = await read(task);
    await refused(name, { task }, code);
    expect((await read(task)).status).toBe(status);
    await act(name, { task, force: true });
  });

  test("is for those to change who may modify it", async () => {
    const task = await create();
    for (const name of ["started", "stop", "close", "publish", "reset", "delete", "ping", "dequeue"]) {
      await refused(name, { task }, "403/21", world.keys.reader);
      await refused(name, { task }, "400/101", world.keys.foreign);
    }
    expect((await read(task)).status).toBe("created");
  });

  test("is stopped immediately, or by the agent that runs it", async () => {
    const local = await create({ system_tags: ["development"] });
    await act("started", { task: local });
    expect(await act("stop", { task: local })).toMatchObject({ fields: { status: "stopped" } });
    const remote = await create();
    await act("started", { task: remote });
    await dataOf(world.keys.writer, "workers.status_report", {
      body: { worker: "host:0", task: remote, timestamp: 1 },
    });
    expect(await act("stop", { task: remote })).toMatchObject({
      fields: { status: "in_progress", status_message: "stopping" },
    });
  });
});

test("a reset takes what was reported and leaves what is to be done", async () => {
  const task = await create({ script: { repository: "r" }, hyperparams: { Args: { lr: { value: "1" } } } });
  await act("started", { task });
  await act("edit", { task, force: true, runtime: { progress: "1" } });
  const artifacts = [
    { key: "out", type: "custom" },
    { key: "in", type: "custom", mode: "input" },
  ];
  await act("add_or_update_artifacts", { task, force: true, artifacts });
  await act("completed", { task });
  await act("reset", { task });
  expect(await read(task)).toMatchObject({
    status: "created",
    started: null,
    completed: null,
    runtime: {},
    script: { repository: "r" },
    hyperparams: { Args: { lr: { value: "1" } } },
    execution: { artifacts: [{ key: "in" }] },
  });
});

test("a clone is a draft of its own", async () => {
  const task = await create({ script: { repository: "r" }, tags: ["a"], comment: "c" });
  await act("started", { task });
  const { id } = await act("clone", { task, new_task_name: "Second", new_task_parent: task });
  expect(await read(String(id))).toMatchObject({
    name: "Second",
    parent: task,
    status: "created",
    project: world.project,
    tags: ["a"],
    comment: "c",
    script: { repository: "r" },
  });
  await refused("clone", { task }, "403/21", world.keys.reader);
  await refused("clone", { task }, "400/101", world.keys.foreign);
});

describe("deleting", () => {
  test("takes drafts, and what is archived or by force", async () => {
    const [draft, run, archived] = [await create(), await create(), await create()];
    expect(await act("delete", { task: draft })).toMatchObject({ deleted: true });
    await refused("get_by_id", { task: draft }, "400/101");
    await act("started", { task: run });
    await refused("delete", { task: run }, "400/123");
    await act("delete", { task: run, force: true });
    await act("started", { task: archived });
    expect(await act("archive_many", { ids: [archived] })).toEqual({
      succeeded: [{ id: archived, archived: true }],
      failed: [],
    });
    expect(await read(archived)).toMatchObject({ system_tags: ["archived"], status: "stopped" });
    expect(await act("unarchive_many", { ids: [archived] })).toEqual({
      succeeded: [{ id: archived, unarchived: true }],
      failed: [],
    });
    await refused("delete", { task: archived }, "400/123");
    await act("archive", { tasks: [archived] });
    await act("delete", { task: archived });
  });

  test("many tells which went and which did not", async () => {
    const [draft, run] = [await create(), await create()];
    await act("started", { task: run });
    const unknown = "f".repeat(32);
    expect(await act("delete_many", { ids: [draft, run, unknown] })).toEqual({
      succeeded: [
        {
          ...{ id: draft, deleted: true, urls: null },
          ...{ updated_children: 0, updated_models: 0, deleted_models: 0 },
        },
      ],
      failed: [
        {
          id: run,
          error: { codes: [400, 123], msg: expect.stringMatching(/in_progress/), data: { id: run } },
        },
        { id: unknown, error: { codes: [400, 101], msg: expect.any(String), data: { id: unknown } } },
      ],
    });
  });
});
