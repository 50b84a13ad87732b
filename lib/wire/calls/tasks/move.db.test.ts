import { beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeProject } from "@/db/testing/resources";
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

async function create(): Promise<string> {
  const body = { name: "Train", type: "training", project: world.project };
  return String((await dataOf(world.keys.writer, "tasks.create", { body })).id);
}

async function placeOf(task: string): Promise<unknown> {
  const { task: found } = await dataOf(world.keys.owner, "tasks.get_by_id", { body: { task } });
  return (found as Record<string, unknown>).project;
}

const move = (key: Key, body: object) => call(key, "tasks.move", { body });

test("tasks move into a project that is made by its name, and rights follow", async () => {
  const tasks = [await create(), await create()];
  const body = { ids: tasks, project_name: `${world.project}/by name` };
  const { project_id: made } = await dataOf(world.keys.writer, "tasks.move", { body });
  expect(await Promise.all(tasks.map(placeOf))).toEqual([made, made]);
  const closed = await makeProject(world.workspaceId, world.people.owner);
  await dataOf(world.keys.owner, "tasks.move", { body: { ids: tasks, project_name: closed } });
  const hidden = await call(world.keys.writer, "tasks.get_by_id", { body: { task: tasks[0] } });
  expectEnvelope(hidden, { code: "400/101", name: "tasks.get_by_id" });
  await dataOf(world.keys.owner, "tasks.move", { body: { ids: tasks, project: null } });
  expect(await placeOf(tasks[1] ?? "")).toBeNull();
});

test("a move that is refused leaves all where they are", async () => {
  const task = await create();
  const closed = await makeProject(world.workspaceId, world.people.owner);
  const { writer, reader, foreign } = world.keys;
  const cases: [Key, object, string][] = [
    [reader, { ids: [task], project: world.project }, "403/21"],
    [foreign, { ids: [task], project: world.project }, "400/101"],
    [writer, { ids: [task, "f".repeat(32)], project: world.project }, "400/101"],
    [writer, { ids: [task], project: closed }, "400/401"],
    [writer, { ids: [task], project_name: `${closed}/new` }, "403/21"],
    [writer, { ids: [task], project_name: "At the top" }, "403/21"],
    [writer, { ids: [task], project: "" }, "403/21"],
    [writer, { ids: [task], project_name: " / " }, "400/407"],
    [writer, { ids: [task] }, "400/11"],
  ];
  for (const [key, body, code] of cases) expectEnvelope(await move(key, body), { code, name: "tasks.move" });
  expect(await placeOf(task)).toBe(world.project);
});
