import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeProject } from "@/db/testing/resources";
import { makeResourceWorld } from "@/lib/tooling/resource-world";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, type Sending } from "@/lib/tooling/wire-client";

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

async function create(body: object = {}, key: Key = world.keys.writer): Promise<string> {
  const model = { name: "Detector", uri: "s3://models/a.pt", project: world.project, ready: false, ...body };
  return String((await dataOf(key, "models.create", { body: model })).id);
}

async function createTask(body: object = {}): Promise<string> {
  const task = { name: "Train", type: "training", project: world.project, ...body };
  return String((await dataOf(world.keys.writer, "tasks.create", { body: task })).id);
}

async function read(model: string, key: Key = world.keys.reader): Promise<Document> {
  return (await dataOf(key, "models.get_by_id", { body: { model } })).model as Document;
}

async function readTask(task: string): Promise<Document> {
  return (await dataOf(world.keys.writer, "tasks.get_by_id", { body: { task } })).task as Document;
}

async function namesOf(key: Key, body: object, sending: Sending = {}): Promise<unknown[]> {
  const sent = { ...sending, body: { order_by: ["name"], ...body } };
  return ((await dataOf(key, "models.get_all", sent)).models as Document[]).map(({ name }) => name);
}

async function refused(key: Key, name: string, body: object, code: string, more: Sending = {}) {
  expectEnvelope(await call(key, name, { body, ...more }), { code, name });
}

async function eventsOf(model: string): Promise<string[]> {
  const rows = await db()
    .select({ event: auditEvents.event })
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, world.workspaceId), eq(auditEvents.targetId, model)));
  return rows.map(({ event }) => event);
}

const nobodys = "f".repeat(32);

describe("models.create", () => {
  test("keeps what the SDK sends, and gives it back in ClearML's types", async () => {
    const task = await createTask();
    const model = await create({
      ...{ task, comment: "c", framework: "PyTorch", tags: ["b", "a"], labels: { cat: 1 } },
      ...{
        design: { net: "x" },
        metadata: { size: { key: "size", type: "int", value: "3" } },
        public: false,
      },
    });
    expect(await read(model)).toEqual({
      ...{ id: model, name: "Detector", uri: "s3://models/a.pt", company: world.workspaceId },
      ...{ user: world.people.writer.id, project: world.project, task, parent: null, comment: "c" },
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
      last_update: expect.any(String),
      ...{
        framework: "PyTorch",
        tags: ["a", "b"],
        system_tags: [],
        labels: { cat: 1 },
        design: { net: "x" },
      },
      ...{ ready: false, metadata: { size: { key: "size", type: "int", value: "3" } } },
      stats: { labels_count: 1 },
    });
    expect(await eventsOf(model)).toEqual(["model.created"]);
  });

  test("is for those who may modify the project, and the task that made it", async () => {
    const body = { name: "Detector", uri: "u", project: world.project };
    await refused(world.keys.reader, "models.create", body, "403/21");
    await refused(world.keys.foreign, "models.create", body, "400/401");
    await refused(world.keys.writer, "models.create", { ...body, project: null }, "403/21");
    await refused(world.keys.writer, "models.create", { ...body, task: nobodys }, "400/101");
    await refused(world.keys.writer, "models.create", { ...body, parent: nobodys }, "400/201");
    await dataOf(world.keys.account, "models.create", { body, headers: world.as(world.people.writer) });
    await refused(world.keys.account, "models.create", body, "403/21", {
      headers: world.as(world.people.reader),
    });
    const unknownMaker = { ...body, task: `__DELETED__${nobodys}` };
    const { id } = await dataOf(world.keys.writer, "models.create", { body: unknownMaker });
    expect(await read(String(id))).toMatchObject({ task: null, ready: true });
  });

  test.each<[string, object, string]>([
    ["no name", { name: undefined }, "400/11"],
    ["no uri", { uri: undefined }, "400/11"],
    ["a short name", { name: "ab" }, "400/800"],
    ["labels that are no numbers", { labels: { cat: "one" } }, "400/12"],
    ["what can't be stored", { comment: "\0" }, "400/12"],
    ["more than 1 MB", { design: { net: "x".repeat(1_100_000) } }, "400/16"],
  ])("refuses %s", async (_, change, code) => {
    const body = { name: "Detector", uri: "u", project: world.project, ...change };
    await refused(world.keys.writer, "models.create", body, code);
  });
});

describe("a change of a model", () => {
  test("keeps the rest, and is audited where it is a command", async () => {
    const model = await create({ labels: { cat: 1 } });
    const edit = (body: object) => dataOf(world.keys.writer, "models.edit", { body: { model, ...body } });
    expect(await edit({ uri: "s3://b", labels: { dog: 2 } })).toMatchObject({
      updated: 1,
      fields: { uri: "s3://b", labels: { dog: 2 } },
    });
    expect(await eventsOf(model)).toEqual(["model.created"]);
    expect(await edit({ name: "Renamed", tags: ["x"] })).toMatchObject({ updated: 1 });
    expect(await eventsOf(model)).toEqual(["model.created", "model.edited"]);
    expect(await edit({})).toMatchObject({ updated: 0 });
    expect(await read(model)).toMatchObject({ name: "Renamed", uri: "s3://b", labels: { dog: 2 } });
  });

  test.each(["models.edit", "models.update"])("by %s is for those who may modify it", async (name) => {
    const model = await create();
    await refused(world.keys.reader, name, { model, comment: "x" }, "403/21");
    await refused(world.keys.foreign, name, { model, comment: "x" }, "400/201");
    await refused(world.keys.writer, name, { model, project: nobodys }, "400/401");
    await refused(world.keys.writer, name, { model, project: "" }, "403/21");
    await refused(world.keys.writer, name, { model, task: nobodys }, "400/101");
    await refused(world.keys.foreign, "models.get_by_id", { model }, "400/201");
    expect(await read(model)).toMatchObject({ comment: "", task: null, project: world.project });
  });

  test("adds metadata, replaces and deletes it", async () => {
    const model = await create();
    const add = (body: object) =>
      dataOf(world.keys.writer, "models.add_or_update_metadata", { body: { model, ...body } });
    const item = (key: string, value: string) => ({ key, type: "str", value });
    await add({ metadata: [item("a", "1"), item("b", "2")] });
    await add({ metadata: [item("a", "3")] });
    expect(await read(model)).toMatchObject({ metadata: { a: item("a", "3"), b: item("b", "2") } });
    const gone = { model, keys: ["a"] };
    await dataOf(world.keys.writer, "models.delete_metadata", { body: gone });
    expect((await read(model)).metadata).toEqual({ b: item("b", "2") });
    await add({ metadata: [item("c", "4")], replace_metadata: true });
    expect((await read(model)).metadata).toEqual({ c: item("c", "4") });
    await refused(world.keys.reader, "models.delete_metadata", { ...gone, keys: ["c"] }, "403/21");
  });

  test("of tags is all or none", async () => {
    const models = [await create({ tags: ["a"] }), await create()];
    const update = { ids: models, add_tags: ["c"], remove_tags: ["a"] };
    expect(await dataOf(world.keys.writer, "models.update_tags", { body: update })).toEqual({ updated: 2 });
    expect(await read(models[0] ?? "")).toMatchObject({ tags: ["c"] });
    await refused(world.keys.writer, "models.update_tags", { ids: [...models, nobodys] }, "400/201");
  });

  test("of the place moves them into a project that is made", async () => {
    const models = [await create(), await create()];
    const to = `${world.project}/models/new`;
    const moved = await dataOf(world.keys.writer, "models.move", { body: { ids: models, project_name: to } });
    expect(moved).toMatchObject({ moved: 2 });
    expect(await read(models[1] ?? "")).toMatchObject({ project: moved.project_id });
    const closed = await makeProject(world.workspaceId, world.people.owner);
    const move = (body: object, code: string, key = world.keys.writer) =>
      refused(key, "models.move", { ids: models, ...body }, code);
    await move({ project: closed }, "400/401");
    await move({ project_name: closed }, "403/21");
    await move({ project_name: "At the top" }, "403/21");
    await move({ project: world.project }, "403/21", world.keys.reader);
    await move({}, "400/11");
    const back = { ids: models, project: world.project };
    await dataOf(world.keys.writer, "models.move", { body: back });
    expect(await read(models[0] ?? "")).toMatchObject({ project: world.project });
  });
});

describe("publishing a model", () => {
  test("publishes the task that made it", async () => {
    const task = await createTask();
    await dataOf(world.keys.writer, "tasks.started", { body: { task } });
    const model = await create({ task });
    await refused(world.keys.reader, "models.set_ready", { model }, "403/21");
    await refused(world.keys.writer, "models.set_ready", { model }, "400/110");
    expect(await read(model)).toMatchObject({ ready: false });
    await dataOf(world.keys.writer, "tasks.completed", { body: { task } });
    expect(await dataOf(world.keys.writer, "models.set_ready", { body: { model } })).toMatchObject({
      updated: 1,
      published_task: { id: task, data: { updated: 1, fields: { status: "published" } } },
    });
    expect(await readTask(task)).toMatchObject({ status: "published" });
    expect(await read(model)).toMatchObject({ ready: true });
    await refused(world.keys.writer, "models.set_ready", { model }, "400/203");
    expect(await eventsOf(model)).toEqual(["model.created", "model.published"]);
  });

  test("leaves the task alone on demand, and tells of each", async () => {
    const task = await createTask();
    const model = await create({ task });
    const body = { ids: [model, nobodys], publish_task: false };
    expect(await dataOf(world.keys.writer, "models.publish_many", { body })).toMatchObject({
      succeeded: [{ id: model, updated: true }],
      failed: [{ id: nobodys, error: { codes: [400, 201] } }],
    });
    expect(await readTask(task)).toMatchObject({ status: "created" });
  });

  test("archives and restores", async () => {
    const model = await create();
    const many = (name: string, key = world.keys.writer) => dataOf(key, name, { body: { ids: [model] } });
    expect(await many("models.archive_many")).toEqual({
      succeeded: [{ id: model, archived: true }],
      failed: [],
    });
    expect(await read(model)).toMatchObject({ system_tags: ["archived"] });
    expect(await many("models.unarchive_many", world.keys.reader)).toMatchObject({
      succeeded: [],
      failed: [{ error: { codes: [403, 21] } }],
    });
    await many("models.unarchive_many");
    expect(await read(model)).toMatchObject({ system_tags: [] });
  });
});

describe("models.delete", () => {
  test("leaves tasks with a link that says that it is gone", async () => {
    const model = await create();
    const task = await createTask({ models: { input: [{ name: "in", model }] } });
    await refused(world.keys.reader, "models.delete", { model, force: true }, "403/21");
    await refused(world.keys.foreign, "models.delete", { model, force: true }, "400/201");
    await refused(world.keys.writer, "models.delete", { model }, "400/205");
    expect(await dataOf(world.keys.writer, "models.delete", { body: { model, force: true } })).toEqual({
      deleted: true,
      url: "s3://models/a.pt",
    });
    expect(await readTask(task)).toMatchObject({
      models: { input: [{ name: "in", model: `__DELETED__${model}` }] },
    });
    await refused(world.keys.writer, "models.get_by_id", { model }, "400/201");
    expect(await eventsOf(model)).toEqual(["model.created", "model.deleted"]);
  });

  test("is refused while the published task that made it is there", async () => {
    const task = await createTask();
    const model = await create({ task });
    const other = await create({ task });
    const link = (each: string, name: string) => ({ task, name, model: each, type: "output" });
    await dataOf(world.keys.writer, "tasks.add_or_update_model", { body: link(model, "one") });
    await dataOf(world.keys.writer, "tasks.add_or_update_model", { body: link(other, "two") });
    await dataOf(world.keys.writer, "models.delete", { body: { model: other } });
    expect((await readTask(task)).models).toMatchObject({ output: [{ name: "one" }] });
    await dataOf(world.keys.writer, "tasks.publish", { body: { task, force: true } });
    await refused(world.keys.writer, "models.delete", { model }, "400/206");
    const body = { ids: [model], force: true };
    expect(await dataOf(world.keys.writer, "models.delete_many", { body })).toEqual({
      succeeded: [{ id: model, deleted: true, url: "s3://models/a.pt" }],
      failed: [],
    });
    expect((await readTask(task)).models).toMatchObject({ output: [{ model: `__DELETED__${model}` }] });
  });
});

describe("models.update_for_task", () => {
  test("makes the model that a task gives out, and changes it afterwards", async () => {
    const task = await createTask({ name: "Output maker" });
    const send = (body: object) =>
      dataOf(world.keys.writer, "models.update_for_task", { body: { task, ...body } });
    const { id: model, created } = await send({ uri: "s3://first" });
    expect(created).toBe(true);
    expect(await read(String(model))).toMatchObject({ name: "Output maker", task, ready: false });
    expect((await readTask(task)).models).toMatchObject({ output: [{ model }] });
    expect(await send({ uri: "s3://second" })).toMatchObject({ id: model, created: false });
    const found = await dataOf(world.keys.reader, "models.get_by_task_id", { body: { task } });
    expect(found.model).toMatchObject({ id: model, uri: "s3://second" });
    const other = await create();
    expect(await send({ override_model_id: other })).toEqual({ id: other, created: false });
    await refused(world.keys.writer, "models.update_for_task", { task }, "400/11");
    await refused(world.keys.reader, "models.update_for_task", { task, uri: "u" }, "403/21");
    await dataOf(world.keys.writer, "tasks.stopped", { body: { task, force: true } });
    await refused(world.keys.writer, "models.update_for_task", { task, uri: "u" }, "400/110");
  });
});

describe("a list of models", () => {
  test("shows what the caller may read, page after page", async () => {
    const names = ["List a", "List b", "List c"];
    const tags = ["listed"];
    for (const name of names)
      await create({ name, tags, uri: `s3://${name}`, framework: "Listed framework" });
    for (const key of [world.keys.owner, world.keys.writer, world.keys.reader]) {
      expect(await namesOf(key, { tags })).toEqual(names);
    }
    expect(await namesOf(world.keys.foreign, { tags })).toEqual([]);
    expect(await namesOf(world.keys.account, { tags })).toEqual([]);
    const asReader = { headers: world.as(world.people.reader) };
    expect(await namesOf(world.keys.account, { tags }, asReader)).toEqual(names);
    expect(await namesOf(world.keys.reader, { tags, page: 1, page_size: 2 })).toEqual(names.slice(2));
    expect(await namesOf(world.keys.reader, { uri: ["s3://List b"] })).toEqual(["List b"]);
    expect(await namesOf(world.keys.reader, { tags, uri: ["-s3://List b"] })).toEqual(["List a", "List c"]);
    expect(
      await namesOf(world.keys.reader, { tags, project: [world.project], include_subprojects: true }),
    ).toEqual(names);
    expect(await namesOf(world.keys.reader, { tags, ready: true })).toEqual([]);
    const frameworks = async (key: Key) => (await dataOf(key, "models.get_frameworks")).frameworks;
    expect(await frameworks(world.keys.reader)).toContain("Listed framework");
    expect(await frameworks(world.keys.foreign)).toEqual([]);
    await refused(world.keys.reader, "models.get_all", { name: "(a" }, "400/21");
  });

  test("with its references has their names", async () => {
    const task = await createTask();
    const model = await create({ task });
    const body = { id: [model], only_fields: ["project.name", "task.name", "user.name"] };
    const shown = {
      ...{
        id: model,
        project: { name: world.project },
        task: { name: "Train" },
        user: { name: "Grace Hopper" },
      },
    };
    for (const name of ["models.get_all_ex", "models.get_by_id_ex"]) {
      expect(await dataOf(world.keys.reader, name, { body })).toEqual({ models: [shown] });
      expect(await dataOf(world.keys.foreign, name, { body })).toEqual({ models: [] });
    }
  });
});
