import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { sumStored } from "@/db/reads/metering";
import { measureStored } from "@/db/reads/usage-levels";
import { files } from "@/db/schema/files";
import { storageDeletionObjects } from "@/db/schema/storage-deletions";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeProject, makeTask } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { sweepLeftovers } from "@/lib/operations/resources/files/remove-bytes";
import { countWholeContents } from "@/lib/operations/resources/projects/whole-contents";
import { countTaskContents } from "@/lib/operations/resources/tasks/task-contents";
import { fileForm, fileFormType } from "@/lib/tooling/file-form";
import { type FileStoreInTest, fileStores } from "@/lib/tooling/file-stores";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { dataOf } = callsOf(server);
const url = (file: string) => `http://localhost:3000/files/${encodeURI(file)}`;

let store: FileStoreInTest;
beforeAll(async () => {
  const [inFolder] = fileStores;
  if (!inFolder) throw new Error("There is a store to test with.");
  store = await inFolder.open(1024 ** 3);
});
afterAll(() => store.close());

/** A task and files in its folder, and models in its project and in another one that name some of them. */
async function makeSharedWeights() {
  const { key, workspaceId, person } = await makeCaller();
  await closeWorkspace(workspaceId);
  const project = await makeProject(workspaceId, person);
  const elsewhere = await makeProject(workspaceId, person);
  const task = await makeTask(workspaceId, person, project);
  const outside = await makeTask(workspaceId, person, elsewhere);
  const folder = `Lab/night run.${task}`;
  const names = {
    made: `${folder}/models/made (1).pt`,
    borrowed: `${folder}/models/borrowed.pt`,
    guessed: `${folder}/models/guessed.pt`,
    own: `${folder}/models/own.pt`,
    artifact: `${folder}/artifacts/a.pkl`,
    shown: `${folder}/metrics/val/1.png`,
    outside: `Lab/other.${outside}/models/outside.pt`,
  };
  await upload(key, Object.values(names));
  const create = async (name: string, body: object, by: Key = key) =>
    String((await dataOf(by, "models.create", { body: { name, ready: true, ...body } })).id);
  const made = await create("made", { uri: url(names.made), task, project: elsewhere });
  const borrowed = await create("borrowed", { uri: `${url(names.borrowed)}?download`, project: elsewhere });
  const own = await create("own", { uri: url(names.own), task, project });
  const inside = await create("outside", { uri: url(names.outside), project });
  await report(key, made, names.shown);
  await upload(key, [`Lab/own.${own}/metrics/1.png`]);
  await report(key, own, `Lab/own.${own}/metrics/1.png`);
  const stored = async () => {
    while ((await sweepLeftovers()).found > 0);
    const rows = await db().select().from(files).where(eq(files.workspaceId, workspaceId));
    expect(store.stored(workspaceId).sort()).toEqual(rows.map(({ storedAs }) => storedAs).sort());
    expect((await sumStored(workspaceId)).artifacts).toBe(10 * rows.length);
    expect(await measureStored(db(), workspaceId, "artifacts")).toBe(10 * rows.length);
    return rows.map(({ path }) => path).sort();
  };
  return {
    ...{ key, workspaceId, person, project, elsewhere, task, names, stored, create },
    models: { made, borrowed, own, inside },
  };
}

async function listDoomedObjects(workspaceId: WorkspaceId): Promise<string[]> {
  const rows = await db()
    .select()
    .from(storageDeletionObjects)
    .where(eq(storageDeletionObjects.workspaceId, workspaceId));
  return rows.map((row) => row.url);
}

async function upload(key: Key, names: string[]) {
  const body = fileForm(names.map((name) => ({ name, body: "0123456789" })));
  const headers = { authorization: key.basic, "content-type": fileFormType };
  expect((await server.send("/files", { method: "POST", body, headers })).status).toBe(200);
}

async function report(key: Key, model: string, name: string) {
  const event = { type: "training_debug_image", metric: "m", variant: "v", iter: 1, timestamp: 7 };
  const body = { ...event, task: model, url: url(name), model_event: true, allow_locked: true };
  expect(await dataOf(key, "events.add", { body })).toMatchObject({ added: 1 });
}

async function makeReader(
  { workspaceId }: { workspaceId: WorkspaceId },
  of: { type: "model" | "project"; target: string; access: "read" | "modify" },
) {
  const person = await makePerson();
  await join(workspaceId, person);
  await makeAccessRule(workspaceId, { ...of, users: [person] });
  return makeCredentials({ account: person, workspaceId });
}

async function ask(key: Key, name: string, method = "GET") {
  const headers = { authorization: key.basic };
  return (await server.send(`/files/${encodeURI(name)}`, { method, headers })).status;
}

describe.each(["projects.delete", "tasks.delete"])("%s", (name) => {
  const deleteIt = ({ key, project, task }: Awaited<ReturnType<typeof makeSharedWeights>>) =>
    name === "projects.delete"
      ? dataOf(key, name, { body: { project, force: true, delete_contents: true } })
      : dataOf(key, name, { body: { task, force: true, delete_output_models: false } });

  test("leaves the files that models elsewhere name or show, for those who may read these models", async () => {
    const made = await makeSharedWeights();
    const { key, names, models, stored } = made;
    const reader = await makeReader(made, { type: "model", target: models.borrowed, access: "read" });
    const readerOfMade = await makeReader(made, { type: "model", target: models.made, access: "modify" });
    expect(await ask(reader, names.borrowed)).toBe(404);
    await deleteIt(made);
    const left = await stored();
    expect(left).toEqual(expect.arrayContaining([names.made, names.borrowed, names.shown, names.outside]));
    expect(left.includes(names.own)).toBe(name === "tasks.delete");
    expect(left).not.toContain(names.artifact);
    expect(await ask(reader, names.borrowed)).toBe(200);
    expect(await ask(reader, names.made)).toBe(404);
    expect(await ask(readerOfMade, names.made)).toBe(200);
    expect(await ask(readerOfMade, names.made, "DELETE")).toBe(403);
    for (const model of [models.made, models.borrowed]) {
      await dataOf(key, "models.delete", { body: { model, force: true } });
    }
    expect(await ask(reader, names.borrowed)).toBe(404);
    expect(await ask(key, names.borrowed, "DELETE")).toBe(200);
    expect(await stored()).not.toContain(names.borrowed);
  });

  test("opens no file to whoever gave its URL to a model without access to the task", async () => {
    const made = await makeSharedWeights();
    const { elsewhere, names, stored, create } = made;
    const stranger = await makeReader(made, { type: "project", target: elsewhere, access: "modify" });
    await create("guessed", { uri: url(names.guessed), project: elsewhere }, stranger);
    await deleteIt(made);
    expect(await stored()).toContain(names.guessed);
    expect(await ask(stranger, names.guessed)).toBe(404);
    expect(await ask(stranger, names.made)).toBe(200);
  });
});

test("the files that a deletion of a task counts are those that it deletes", async () => {
  const { key, workspaceId, person, task, names, stored, create } = await makeSharedWeights();
  await create("draft", { uri: url(names.guessed), task, ready: false });
  const before = (await stored()).length;
  const actor = actingAs("resources.use", person, { workspaceId, role: "admin" });
  const counted = await countTaskContents(actor, { taskId: task });
  await dataOf(key, "tasks.delete", { body: { task, force: true } });
  const gone = before - (await stored()).length;
  expect(counted).toMatchObject({ ok: true, value: { models: 1, files: gone, bytes: 10 * gone } });
  expect(gone).toBe(2);
});

test("the files that a deletion of a project counts are those that it deletes", async () => {
  const made = await makeSharedWeights();
  const { key, workspaceId, person, project, elsewhere, names, stored, create } = made;
  await create("in a bucket", { uri: "s3://lab/own.pt", project });
  for (const projectId of [project, elsewhere]) {
    await create("in two projects", { uri: "s3://lab/shared.pt", project: projectId });
  }
  const before = (await stored()).length;
  const actor = actingAs("resources.use", person, { workspaceId, role: "admin" });
  const counted = await countWholeContents(actor, { projectId: project });
  await dataOf(key, "projects.delete", { body: { project, force: true, delete_contents: true } });
  const left = await stored();
  expect(left).toEqual([names.borrowed, names.made, names.outside, names.shown].sort());
  const gone = before - left.length;
  expect(counted).toMatchObject({ ok: true, value: { tasks: 1, models: 4, files: gone, bytes: 10 * gone } });
  expect(counted).toMatchObject({ value: { objects: 1 } });
  expect(await listDoomedObjects(workspaceId)).toEqual(["s3://lab/own.pt"]);
});
