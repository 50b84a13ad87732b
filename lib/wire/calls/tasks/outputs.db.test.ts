import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { findFile } from "@/db/reads/files";
import { auditEvents } from "@/db/schema/audit-events";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeAccessRule, makeProject, makeTask } from "@/db/testing/resources";
import { upsertFile } from "@/db/writes/files";
import { newId } from "@/lib/server/crypto";
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
/** A project that the writer can’t see. */
let elsewhere: string;
beforeAll(async () => {
  world = await makeResourceWorld();
  elsewhere = await makeProject(world.workspaceId, world.people.owner);
});

const act = (name: string, body: object, key: Key = world.keys.writer) => dataOf(key, name, { body });
async function refused(name: string, body: object, code: string, key: Key = world.keys.writer) {
  expectEnvelope(await call(key, name, { body }), { code, name });
}
async function createTask(body: object = {}, key: Key = world.keys.writer): Promise<string> {
  const task = { name: "Train", type: "training", project: world.project, ...body };
  return String((await act("tasks.create", task, key)).id);
}
async function createModel(body: object = {}, key: Key = world.keys.writer): Promise<string> {
  const model = { name: "Weights", uri: "s3://a/b", project: world.project, ready: false, ...body };
  return String((await act("models.create", model, key)).id);
}
const isGone = (model: string) => refused("models.get_by_id", { model }, "400/201", world.keys.owner);
async function modelNow(model: string): Promise<Document> {
  return (await act("models.get_by_id", { model }, world.keys.owner)).model as Document;
}
async function taskNow(task: string): Promise<Document> {
  return (await act("tasks.get_by_id", { task }, world.keys.owner)).task as Document;
}
async function eventsOf(targetId: string): Promise<string[]> {
  const { workspaceId } = world;
  const rows = await db()
    .select({ event: auditEvents.event })
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.targetId, targetId)));
  return rows.map(({ event }) => event);
}
async function upload(path: string, taskId: string): Promise<void> {
  const { workspaceId } = world;
  const file = {
    path,
    storedAs: newId(),
    taskId,
    modelIds: [],
    bytes: 5,
    sha256: "ab",
    contentType: "text/plain",
  };
  const uploaded = { uploadedBy: world.people.writer.id, uploadedAt: new Date() };
  await inTransaction((tx) => upsertFile(tx, workspaceId, { ...file, ...uploaded }));
}
const fileAt = (path: string) => findFile(world.workspaceId, path);

describe.each(["delete", "reset"])("tasks.%s", (name) => {
  const clear = (task: string, body: object = {}) => act(`tasks.${name}`, { task, force: true, ...body });

  test("takes the draft models that the task made, and tells where their files were", async () => {
    const task = await createTask();
    const made = await createModel({ task, uri: "s3://made" });
    const linked = await createModel({ uri: "s3://linked" });
    await act("tasks.add_or_update_model", { task, name: "out", model: linked, type: "output" });
    const artifacts = [
      { key: "out", type: "custom", uri: "s3://out" },
      { key: "in", type: "custom", mode: "input", uri: "s3://in" },
    ];
    await act("tasks.add_or_update_artifacts", { task, artifacts });
    const answer = await clear(task, { return_file_urls: true });
    expect(answer).toMatchObject({ deleted_models: 2, urls: { artifact_urls: ["s3://out"] } });
    const { model_urls } = answer.urls as { model_urls: string[] };
    expect(model_urls.toSorted()).toEqual(["s3://linked", "s3://made"]);
    await isGone(made);
    await isGone(linked);
    expect(await eventsOf(made)).toEqual(["model.created", "model.deleted"]);
  });

  test("leaves models that tasks began with, or that the caller may not modify", async () => {
    const task = await createTask();
    const used = await createModel({ task });
    await createTask({ models: { input: [{ name: "in", model: used }] } });
    const others = await createModel({ task, project: elsewhere }, world.keys.owner);
    expect(await clear(task, { return_file_urls: true })).toMatchObject({
      deleted_models: 0,
      urls: { model_urls: [] },
    });
    expect(await modelNow(used)).toMatchObject({ task: null });
    expect(await modelNow(others)).toMatchObject({ task: name === "delete" ? `__DELETED__${task}` : null });
  });

  test("leaves all models where that is asked", async () => {
    const task = await createTask();
    const model = await createModel({ task });
    const answer = await clear(task, { delete_output_models: false });
    expect(answer).toMatchObject({ deleted_models: 0, urls: null });
    if (name === "delete") expect(answer).toMatchObject({ updated_models: 1 });
    expect(await modelNow(model)).toMatchObject({ task: name === "delete" ? `__DELETED__${task}` : null });
  });

  test("is refused while others rely on what the task made, but by force", async () => {
    const task = await createTask();
    const model = await createModel({ task });
    await act("models.set_ready", { model, publish_task: false });
    await refused(`tasks.${name}`, { task }, "400/123");
    expect(await taskNow(task)).toMatchObject({ status: "created" });
    expect(await modelNow(model)).toMatchObject({ task });
    const parent = await createTask();
    const child = await createTask({ parent });
    await act("tasks.publish", { task: child, force: true });
    await refused(`tasks.${name}`, { task: parent }, "400/123");
    await clear(task);
    expect(await modelNow(model)).toMatchObject({ ready: true });
    await clear(parent);
    expect(await taskNow(child)).toMatchObject({
      parent: name === "delete" ? `__DELETED__${parent}` : parent,
    });
  });

  test("deletes its files, but for those of models that stay", async () => {
    const task = await createTask();
    const folder = `Vision/Train.${task}`;
    for (const file of ["models/kept 1.pt", "models/gone.pt", "artifacts/a.pkl"]) {
      await upload(`${folder}/${file}`, task);
    }
    const url = (file: string) => `http://localhost:3000/files/${encodeURI(`${folder}/${file}`)}`;
    const kept = await createModel({ task, uri: url("models/kept 1.pt") });
    await createModel({ task, uri: url("models/gone.pt") });
    await act("models.set_ready", { model: kept, publish_task: false });
    await clear(task);
    expect(await fileAt(`${folder}/models/kept 1.pt`)).toMatchObject({
      taskId: name === "delete" ? null : task,
    });
    expect(await fileAt(`${folder}/models/gone.pt`)).toBeUndefined();
    const loose = await fileAt(`${folder}/artifacts/a.pkl`);
    expect(loose === undefined).toBe(name === "delete");
  });
});

test("a reset leaves its files where that is asked, and the input artifacts’ in any case", async () => {
  const task = await createTask();
  await upload(`Train.${task}/out.pkl`, task);
  await upload(`Train.${task}/in.pkl`, task);
  const artifact = (key: string, mode: string) => {
    const uri = `http://localhost:3000/files/Train.${task}/${key}.pkl`;
    return { key, type: "custom", mode, uri };
  };
  const artifacts = [artifact("in", "input"), artifact("out", "output")];
  await act("tasks.add_or_update_artifacts", { task, artifacts });
  await act("tasks.reset", { task, delete_external_artifacts: false });
  expect(await fileAt(`Train.${task}/out.pkl`)).toBeDefined();
  await act("tasks.add_or_update_artifacts", { task, artifacts });
  const borrowing = await createModel(
    { uri: artifact("out", "output").uri, project: elsewhere },
    world.keys.owner,
  );
  await act("tasks.reset", { task });
  expect(await fileAt(`Train.${task}/out.pkl`)).toBeDefined();
  await act("models.delete", { model: borrowing }, world.keys.owner);
  await act("tasks.add_or_update_artifacts", { task, artifacts });
  await act("tasks.reset", { task });
  expect(await fileAt(`Train.${task}/out.pkl`)).toBeUndefined();
  expect(await fileAt(`Train.${task}/in.pkl`)).toBeDefined();
});

test("the children of a deleted task keep its id, and those are counted that the caller can see", async () => {
  const parent = await createTask();
  const child = await createTask({ parent });
  const hidden = await createTask({ parent, project: elsewhere }, world.keys.owner);
  expect(await act("tasks.delete", { task: parent })).toMatchObject({ updated_children: 1 });
  for (const each of [child, hidden]) {
    expect(await taskNow(each)).toMatchObject({ parent: `__DELETED__${parent}` });
  }
  const { id: clone } = await act("tasks.clone", { task: child });
  expect(await taskNow(String(clone))).toMatchObject({ parent: child });
  const again = await createTask({ parent: `__DELETED__${parent}` });
  expect(await taskNow(again)).toMatchObject({ parent: null });
});

describe("tasks.publish", () => {
  test("publishes the model that the task made last, unless asked not to", async () => {
    const [with_, without] = [await createTask(), await createTask()];
    for (const task of [with_, without]) await act("tasks.started", { task });
    const [first, last, other] = [await createModel(), await createModel(), await createModel()];
    const link = (task: string, model: string) =>
      act("tasks.add_or_update_model", { task, name: model, model, type: "output" });
    await link(with_, first);
    await link(with_, last);
    await link(without, other);
    expect(await act("tasks.completed", { task: with_, publish: true })).toMatchObject({
      updated: 1,
      published: 1,
      fields: { status: "published", completed: expect.any(String) },
    });
    await act("tasks.publish", { task: without, force: true, publish_model: false });
    expect([await modelNow(first), await modelNow(last), await modelNow(other)]).toMatchObject([
      { ready: false },
      { ready: true },
      { ready: false },
    ]);
    expect(await eventsOf(last)).toEqual(["model.created", "model.published"]);
  });

  test("needs the right to modify a model that the caller can see", async () => {
    const task = await createTask();
    const model = await createModel({ project: elsewhere }, world.keys.owner);
    const about = { type: "model", target: model, access: "read" } as const;
    await makeAccessRule(world.workspaceId, { ...about, users: [world.people.writer] });
    await act("tasks.add_or_update_model", { task, name: "out", model, type: "output" });
    await refused("tasks.publish", { task, force: true }, "403/21");
    expect(await taskNow(task)).toMatchObject({ status: "created" });
    expect(await modelNow(model)).toMatchObject({ ready: false });
  });
});

describe("the steps of a pipeline", () => {
  async function makePipeline() {
    const controller = await createTask({ type: "controller" });
    const step = await createTask({ parent: controller });
    const others = await createTask({ parent: controller, project: elsewhere }, world.keys.owner);
    for (const task of [controller, step]) await act("tasks.started", { task });
    return { controller, step, others };
  }

  test("are stopped, archived, restored and deleted with it, as far as the caller may", async () => {
    const { controller, step, others } = await makePipeline();
    await act("tasks.stop", { task: controller, include_pipeline_steps: true });
    expect(await taskNow(step)).toMatchObject({ status: "stopped" });
    await act("tasks.archive", { tasks: [controller], include_pipeline_steps: true });
    expect(await taskNow(step)).toMatchObject({ system_tags: ["archived"] });
    await act("tasks.unarchive_many", { ids: [controller], include_pipeline_steps: true });
    expect(await taskNow(step)).toMatchObject({ system_tags: [] });
    await refused("tasks.delete", { task: controller, include_pipeline_steps: true }, "400/123");
    expect(await taskNow(step)).toMatchObject({ parent: controller });
    await act("tasks.delete", { task: controller, include_pipeline_steps: true, force: true });
    await refused("tasks.get_by_id", { task: step }, "400/101");
    expect(await taskNow(others)).toMatchObject({
      status: "created",
      system_tags: [],
      parent: `__DELETED__${controller}`,
    });
  });

  test("stay as they are unless that is asked, and where the task is no pipeline", async () => {
    const { controller, step } = await makePipeline();
    await act("tasks.archive_many", { ids: [controller] });
    expect(await taskNow(step)).toMatchObject({ status: "in_progress", system_tags: [] });
    const plain = await makeTask(world.workspaceId, world.people.writer, world.project);
    const child = await createTask({ parent: plain });
    await act("tasks.delete", { task: plain, include_pipeline_steps: true });
    expect(await taskNow(child)).toMatchObject({ parent: `__DELETED__${plain}` });
  });
});
