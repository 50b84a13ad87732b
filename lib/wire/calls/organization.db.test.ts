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

let world: Awaited<ReturnType<typeof prepare>>;

/** Tasks and models in an open project and in one that is closed to most. */
async function prepare() {
  const made = await makeResourceWorld();
  const { owner, writer } = made.keys;
  const closed = await makeProject(made.workspaceId, made.people.owner);
  const below = String(
    (
      await dataOf(owner, "projects.create", {
        body: { name: `${made.project}/below`, system_tags: ["hidden"] },
      })
    ).id,
  );
  const task = (key: Key, body: object) =>
    dataOf(key, "tasks.create", {
      body: { name: "Train", type: "training", project: made.project, ...body },
    });
  await task(owner, { tags: ["open"] });
  await task(writer, { type: "report", system_tags: ["reports", "hidden"], project: below });
  await task(owner, { tags: ["closed"], project: closed });
  const model = { name: "Model", uri: "u", project: made.project, tags: ["of model"] };
  await dataOf(writer, "models.create", { body: model });
  await dataOf(owner, "models.create", { body: { ...model, project: closed } });
  return { ...made, closed, below };
}

beforeAll(async () => {
  world = await prepare();
});

function count(key: Key, body: object): Promise<Record<string, unknown>> {
  return dataOf(key, "organization.get_entities_count", { body });
}

test("tags of tasks and models are those of what the caller may read", async () => {
  const { reader, owner, foreign } = world.keys;
  expect(await dataOf(reader, "organization.get_tags", { body: { include_system: true } })).toEqual({
    tags: ["of model", "open"],
    system_tags: ["hidden", "reports"],
  });
  expect(await dataOf(owner, "organization.get_tags")).toEqual({ tags: ["closed", "of model", "open"] });
  const filter = { system_tags: ["reports"] };
  expect(await dataOf(owner, "organization.get_tags", { body: { filter } })).toEqual({ tags: [] });
  expect(await dataOf(foreign, "organization.get_tags")).toEqual({ tags: [] });
});

test("counts are taken over what the caller may read", async () => {
  const all = {
    projects: {},
    tasks: {},
    models: {},
    reports: {},
    pipelines: {},
    datasets: { tags: ["none"] },
  };
  const nothing = { projects: 0, tasks: 0, models: 0, reports: 0, pipelines: 0, datasets: 0 };
  const { reader, owner, foreign, account } = world.keys;
  const read = { projects: 1, tasks: 1, models: 1, reports: 1, pipelines: 2, datasets: 0 };
  expect(await count(reader, all)).toEqual(read);
  expect(await count(owner, all)).toEqual({ ...read, projects: 2, tasks: 2, models: 2, pipelines: 3 });
  expect(await count(foreign, all)).toEqual(nothing);
  expect(await count(account, all)).toEqual(nothing);
  expect(await count(reader, { tasks: {}, projects: {}, search_hidden: true })).toEqual({
    tasks: 2,
    projects: 2,
  });
  expect(await count(owner, { tasks: {}, limit: 1 })).toEqual({ tasks: 1 });
});

test("counts follow the filters of lists", async () => {
  const { owner, reader } = world.keys;
  expect(await count(owner, { tasks: { tags: ["open"] } })).toEqual({ tasks: 1 });
  const within = { project: [world.project] };
  expect(await count(owner, { tasks: within, models: within })).toEqual({ tasks: 1, models: 1 });
  const below = { tasks: { ...within, include_subprojects: true }, search_hidden: true };
  expect(await count(owner, below)).toEqual({ tasks: 2 });
  expect(await count(reader, { tasks: { project: [world.closed] } })).toEqual({ tasks: 0 });
  const active_users = [world.people.writer.id];
  expect(
    await count(owner, { tasks: {}, models: {}, projects: {}, active_users, search_hidden: true }),
  ).toEqual({
    ...{ tasks: 1, models: 1, projects: 2 },
  });
  const name = "organization.get_entities_count";
  expectEnvelope(await call(owner, name, { body: { tasks: { name: "(" } } }), { code: "400/21", name });
  expectEnvelope(await call(owner, name, { body: { tasks: "all" } }), { code: "400/12", name });
});

test("the workspace is the only company, with its members", async () => {
  const { companies } = await dataOf(world.keys.reader, "organization.get_user_companies");
  const names = ["Ada Lovelace", "Alan Turing", "Grace Hopper"];
  expect(companies).toEqual([
    {
      ...{ id: world.workspaceId, name: expect.any(String), allocated: names.length },
      owners: names.map((name) => ({ id: expect.any(String), name, avatar: null })),
    },
  ]);
});

test("users are active where they made something that the caller may read", async () => {
  const active = async (key: Key, body: object) => {
    const sent = { body: { order_by: ["name"], only_fields: ["name"], ...body } };
    return ((await dataOf(key, "users.get_all_ex", sent)).users as { name: string }[]).map(
      ({ name }) => name,
    );
  };
  const { owner, reader, foreign } = world.keys;
  const everybody = ["Ada Lovelace", "Grace Hopper"];
  expect(await active(owner, { active_in_projects: [] })).toEqual(everybody);
  expect(await active(reader, { active_in_projects: [world.project] })).toEqual(everybody);
  expect(await active(owner, { active_in_projects: [world.closed] })).toEqual(["Ada Lovelace"]);
  expect(await active(reader, { active_in_projects: [world.closed] })).toEqual([]);
  expect(await active(foreign, { active_in_projects: [world.project] })).toEqual([]);
  const id = [world.people.writer.id, world.people.reader.id];
  expect(await active(owner, { active_in_projects: [], id })).toEqual(["Grace Hopper"]);
});
