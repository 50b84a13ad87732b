import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { sumStored } from "@/db/reads/metering";
import { measureStored } from "@/db/reads/usage-levels";
import { files } from "@/db/schema/files";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { join } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeProject, makeTask } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { sweepLeftovers } from "@/lib/operations/resources/files/remove-bytes";
import { fileForm, fileFormType } from "@/lib/tooling/file-form";
import { type FileStoreInTest, fileStores } from "@/lib/tooling/file-stores";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { dataOf } = callsOf(server);
const url = (file: string) => `http://localhost:3000/files/${file}`;

let store: FileStoreInTest;
beforeAll(async () => {
  const [inFolder] = fileStores;
  if (!inFolder) throw new Error("There is a store to test with.");
  store = await inFolder.open(1024 ** 3);
});
afterAll(() => store.close());

/** A model that a task made. Both reported; some files are named by several, and one by nothing. */
async function makeModelWithFiles({ ready = false } = {}) {
  const caller = await makeCaller();
  const { key, workspaceId, person } = caller;
  const project = await makeProject(workspaceId, person);
  const [task, other] = [await makeTask(workspaceId, person), await makeTask(workspaceId, person)];
  const create = async (name: string, uri: string) => {
    const body = { name, uri, ready, task, project };
    return (await dataOf(key, "models.create", { body })).id as string;
  };
  const weights = `Lab/train.${task}/models/weights.pt`;
  const model = await create("weights", url(weights));
  const sibling = await create("sibling", "https://example.com/sibling.pt");
  const names = {
    sample: `Lab/weights.${model}/metrics/val/1.png`,
    plot: `Lab/weights.${model}/plots/val/1.png`,
    loose: `Lab/weights.${model}/notes.txt`,
    ofMaker: `Lab/train.${task}/metrics/model/1.png`,
    alsoOfMaker: `Lab/train.${task}/metrics/task/1.png`,
    alsoOfSibling: `Lab/train.${task}/metrics/sibling/1.png`,
    weights,
    foreign: `Lab/other.${other}/metrics/1.png`,
  };
  const body = fileForm(Object.values(names).map((name) => ({ name, body: "0123456789" })));
  const headers = { authorization: key.basic, "content-type": fileFormType };
  expect((await server.send("/files", { method: "POST", body, headers })).status).toBe(200);
  const report = async (id: string, event: object) => {
    const of = id === task ? { task } : { task: id, model_event: true, allow_locked: true };
    const added = await dataOf(key, "events.add", {
      body: { metric: "m", variant: "v", timestamp: 7, ...of, ...event },
    });
    expect(added).toMatchObject({ added: 1 });
  };
  const sample = (iter: number, name: string) => ({
    ...{ type: "training_debug_image", iter, url: url(name) },
  });
  const { sample: own, ofMaker, alsoOfMaker, alsoOfSibling, foreign } = names;
  for (const [iter, name] of [own, ofMaker, alsoOfMaker, alsoOfSibling, weights, foreign].entries()) {
    await report(model, sample(iter, name));
  }
  const plot = JSON.stringify({ layout: { images: [{ source: url(names.plot) }] } });
  await report(model, { type: "plot", iter: 1, plot_str: plot });
  await report(task, sample(1, alsoOfMaker));
  await report(sibling, sample(1, alsoOfSibling));
  const left = async () => {
    while ((await sweepLeftovers()).found > 0);
    const rows = await db().select().from(files).where(eq(files.workspaceId, workspaceId));
    expect(store.stored(workspaceId).sort()).toEqual(rows.map(({ storedAs }) => storedAs).sort());
    expect((await sumStored(workspaceId)).artifacts).toBe(10 * rows.length);
    expect(await measureStored(db(), workspaceId, "artifacts")).toBe(10 * rows.length);
    return rows.map((row) => row.path).sort();
  };
  const allBut = (...gone: string[]) =>
    Object.values(names)
      .filter((name) => !gone.includes(name))
      .sort();
  return { ...caller, project, task, model, sibling, names, left, allBut };
}

async function makeMemberWithKey(workspaceId: WorkspaceId) {
  const person = await makePerson();
  await join(workspaceId, person);
  return { person, key: await makeCredentials({ account: person, workspaceId }) };
}

test("a model gives back the files of its samples and plots, and none that something else shows", async () => {
  const { key, model, names, left, allBut } = await makeModelWithFiles();
  await dataOf(key, "models.delete", { body: { model, force: true, delete_external_artifacts: false } });
  expect(await left()).toEqual(allBut(names.sample, names.plot, names.ofMaker));
});

test("events of a model that are deleted give back the same files", async () => {
  const { key, model, names, left, allBut } = await makeModelWithFiles();
  await dataOf(key, "events.delete_for_model", { body: { model } });
  expect(await left()).toEqual(allBut(names.sample, names.plot, names.ofMaker));
});

test("a project that is deleted with its contents gives back the files of its models", async () => {
  const { key, project, names, left, allBut } = await makeModelWithFiles();
  await dataOf(key, "projects.delete", { body: { project, force: true, delete_contents: true } });
  expect(await left()).toEqual(allBut(names.sample, names.plot, names.ofMaker, names.alsoOfSibling));
});

test("a task that goes with its models gives back the files of both", async () => {
  const { key, task, names, left } = await makeModelWithFiles();
  await dataOf(key, "tasks.delete", { body: { task, force: true, delete_output_models: true } });
  expect(await left()).toEqual([names.loose, names.foreign].sort());
});

test("a task that is reset with its models gives back what these reported", async () => {
  const { key, task, names, left, allBut } = await makeModelWithFiles();
  const body = { task, force: true, delete_output_models: true };
  await dataOf(key, "tasks.reset", { body });
  const { sample, plot, ofMaker, alsoOfMaker, alsoOfSibling, weights } = names;
  expect(await left()).toEqual(allBut(sample, plot, ofMaker, alsoOfMaker, alsoOfSibling, weights));
});

test("what a model shows stays when its task goes alone, and goes with the model afterwards", async () => {
  const { key, task, model, sibling, names, left, allBut } = await makeModelWithFiles({ ready: true });
  await dataOf(key, "tasks.delete", { body: { task, force: true } });
  expect(await left()).toEqual(allBut());
  await dataOf(key, "models.delete", { body: { model: sibling, force: true } });
  expect(await left()).toEqual(allBut());
  await dataOf(key, "models.delete", { body: { model, force: true } });
  expect(await left()).toEqual([names.loose, names.weights, names.foreign].sort());
});

test("what is reported of a model in its own folder may be seen by whoever may read the model, and deleted by none of them", async () => {
  const { workspaceId, model, names, left, allBut } = await makeModelWithFiles();
  await closeWorkspace(workspaceId);
  const reader = await makeMemberWithKey(workspaceId);
  const get = async (name: string, method = "GET") =>
    (await server.send(`/files/${name}`, { method, headers: { authorization: reader.key.basic } })).status;
  expect(await get(names.sample)).toBe(404);
  await makeAccessRule(workspaceId, {
    type: "model",
    target: model,
    access: "modify",
    users: [reader.person],
  });
  expect(await get(names.sample)).toBe(200);
  expect(await get(names.loose)).toBe(200);
  expect(await get(names.ofMaker)).toBe(404);
  expect(await get(names.sample, "DELETE")).toBe(403);
  expect(await left()).toEqual(allBut());
});
