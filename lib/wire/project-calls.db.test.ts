import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { credentialCalls, projectCalls } from "@/db/schema/usage";
import { openTestDatabase } from "@/db/testing/database";
import { closeWorkspace, makeProject, makeTask } from "@/db/testing/resources";
import { storeCalls } from "@/lib/operations/usage/store-calls";
import { filesClient, makeColleague } from "@/lib/tooling/file-callers";
import { fileStores } from "@/lib/tooling/file-stores";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end("page");
});
const { call } = callsOf(server);
const { upload, get } = filesClient(server);

let caller: Awaited<ReturnType<typeof makeCaller>>;
let vision: string;
let speech: string;
let task: string;

beforeEach(async () => {
  caller = await makeCaller();
  const { workspaceId, person } = caller;
  vision = await makeProject(workspaceId, person);
  speech = await makeProject(workspaceId, person);
  task = await makeTask(workspaceId, person, vision);
});

/** By project, with all calls of the workspace. */
async function counted() {
  await storeCalls();
  const { workspaceId } = caller;
  const named = await db().select().from(projectCalls).where(eq(projectCalls.workspaceId, workspaceId));
  const all = await db().select().from(credentialCalls).where(eq(credentialCalls.workspaceId, workspaceId));
  const of = (id: string) =>
    named.filter(({ projectId }) => projectId === id).reduce((sum, { calls }) => sum + calls, 0);
  return {
    ...{ vision: of(vision), speech: of(speech), projects: new Set(named.map((row) => row.projectId)).size },
    all: all.reduce((sum, { calls }) => sum + calls, 0),
  };
}

const ask = async (name: string, body: object) =>
  expect((await call(caller.key, name, { body })).status).toBe(200);

test("calls that name a task, a model or a project count for its project, each once", async () => {
  await ask("tasks.get_by_id", { task });
  await ask("tasks.get_all_ex", { id: [task] });
  await ask("tasks.get_all", { project: [vision] });
  await ask("projects.get_by_id", { project: vision });
  await ask("events.add", { type: "log", task, level: "info", worker: "w", msg: "m" });
  await ask("tasks.create", { name: "Train", type: "training", project: vision });
  const created = await call(caller.key, "models.create", {
    body: { name: "Net", uri: "s3://bucket/net.pt", project: speech },
  });
  await ask("models.get_by_id", { model: JSON.parse(created.text).data.id });
  expect(await counted()).toEqual({ vision: 6, speech: 2, projects: 2, all: 8 });
});

test("a batch of events counts once, for the task of the first", async () => {
  const other = await makeTask(caller.workspaceId, caller.person, speech);
  const lines = [task, other, other].map((id) => JSON.stringify({ type: "log", task: id, msg: "m" }));
  const sent = await server.send("/api/v2.23/events.add_batch", {
    ...{ method: "POST", body: lines.join("\n") },
    headers: { authorization: caller.key.basic, "content-type": "application/json-lines" },
  });
  expect(sent.status).toBe(200);
  expect(await counted()).toMatchObject({ vision: 1, speech: 0, all: 1 });
});

test("what is moved or deleted counts for where it was", async () => {
  await ask("tasks.move", { ids: [task], project: speech });
  await ask("tasks.delete", { task, force: true });
  expect(await counted()).toEqual({ vision: 1, speech: 1, projects: 2, all: 2 });
});

test("calls that name nothing of a project count for none", async () => {
  const outside = await makeTask(caller.workspaceId, caller.person);
  await ask("tasks.get_by_id", { task: outside });
  await ask("users.get_current_user", {});
  await ask("tasks.get_all", {});
  await call(caller.key, "tasks.get_by_id", { body: { task: "0".repeat(32) } });
  expect(await counted()).toEqual({ vision: 0, speech: 0, projects: 0, all: 4 });
});

test("what the caller may not read counts for none", async () => {
  await closeWorkspace(caller.workspaceId);
  const { key } = await makeColleague(caller.workspaceId);
  await call(key, "tasks.get_all", { body: { id: [task], project: [vision] } });
  await call(key, "tasks.get_by_id", { body: { task } });
  expect(await counted()).toEqual({ vision: 0, speech: 0, projects: 0, all: 2 });
});

test("files of a task count for its project", async () => {
  const store = await fileStores[0]?.open(1_000_000);
  const name = `Vision/train.${task}/artifacts/a/data.bin`;
  expect((await upload(caller, { name, body: "x" })).status).toBe(200);
  expect((await get(caller, name)).status).toBe(200);
  await server.send(`/files/${name}`, { method: "DELETE", headers: { authorization: caller.key.basic } });
  expect(await counted()).toEqual({ vision: 3, speech: 0, projects: 1, all: 3 });
  await store?.close();
});
