import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { models } from "@/db/schema/models";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeAccessRule, makeProject, makeTask } from "@/db/testing/resources";
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
let world: Awaited<ReturnType<typeof prepare>>;

/** Two projects, one in the other, with tasks in both; a dataset, a pipeline and a report below them. */
async function prepare() {
  const made = await makeResourceWorld();
  const { owner, writer } = made.keys;
  const create = async (key: Key, name: string, body: object) =>
    String((await dataOf(key, name, { body })).id);
  const top = `${made.project}/top`;
  const topId = await create(owner, "projects.create", { name: top });
  const inside = await create(writer, "projects.create", { name: `${top}/inside` });
  const dataset = await create(owner, "projects.create", {
    ...{ name: `${top}/.datasets/set`, system_tags: ["dataset", "hidden"], tags: ["blue"] },
  });
  const pipeline = await create(owner, "projects.create", {
    ...{ name: `${top}/.pipelines/line`, system_tags: ["pipeline", "hidden"] },
  });
  const task = (project: string, body: object = {}) =>
    create(owner, "tasks.create", { name: "Train", type: "training", project, ...body });
  await task(topId);
  const done = await task(inside);
  await dataOf(owner, "tasks.started", { body: { task: done } });
  await dataOf(owner, "tasks.completed", { body: { task: done } });
  await task(inside, { system_tags: ["archived"] });
  await task(inside, { type: "report", system_tags: ["reports"] });
  await task(pipeline, { type: "controller", system_tags: ["pipeline"] });
  await task(dataset, { runtime: { ds_file_count: 3, ds_total_size: 70 } });
  const at = new Date();
  await db()
    .insert(models)
    .values({
      ...{
        workspaceId: made.workspaceId,
        id: newId(),
        projectId: topId,
        name: "Model",
        uri: "u",
        ready: true,
      },
      ...{ ownerUserId: made.people.owner.id, createdAt: at, updatedAt: at },
    });
  return { ...made, top, ids: { top: topId, inside, dataset, pipeline } };
}

beforeAll(async () => {
  world = await prepare();
});

async function list(key: Key, body: object): Promise<Document[]> {
  const { projects } = await dataOf(key, "projects.get_all_ex", { body: { order_by: ["name"], ...body } });
  return projects as Document[];
}

const counted = (counts: object) => expect.objectContaining(counts);

describe("projects.get_all_ex", () => {
  test("names the user and the project that each is in", async () => {
    const { ids, people, project, top } = world;
    const only_fields = ["name", "user.name", "parent"];
    expect(await list(world.keys.reader, { id: [ids.top], only_fields })).toEqual([
      { id: ids.top, name: top, user: { name: "Ada Lovelace" }, parent: { id: project, name: project } },
    ]);
    expect(await list(world.keys.reader, { id: [ids.top] })).toEqual([
      counted({ user: { id: people.owner.id, name: "Ada Lovelace" }, company: { id: world.workspaceId } }),
    ]);
    expect(await list(world.keys.foreign, { id: [ids.top] })).toEqual([]);
  });

  test("counts tasks by status in each and below, without hidden and archived ones", async () => {
    const { ids, top } = world;
    const asked = { id: [ids.top, ids.inside], include_stats: true, only_fields: ["id"] };
    const [above, inside] = await list(world.keys.reader, asked);
    expect(above).toEqual({
      id: ids.top,
      stats: {
        active: counted({
          status_count: counted({ created: 2, completed: 1, failed: 0 }),
          total_tasks: 3,
          completed_tasks_24h: 1,
          last_task_run: expect.stringMatching(/\+00:00$/),
        }),
      },
      sub_projects: counted([
        counted({ name: `${top}/.datasets` }),
        counted({ name: `${top}/.pipelines` }),
        { id: ids.inside, name: `${top}/inside` },
      ]),
    });
    expect(inside).toMatchObject({ stats: { active: { total_tasks: 2 } }, sub_projects: [] });
    const [alone] = await list(world.keys.reader, { ...asked, id: [ids.top], stats_with_children: false });
    expect(alone).toMatchObject({ stats: { active: { total_tasks: 1 } }, sub_projects: [] });
    const [hidden] = await list(world.keys.reader, { ...asked, id: [ids.top], search_hidden: true });
    expect(hidden).toMatchObject({ stats: { active: { total_tasks: 5 } } });
    const reports = { type: ["report"] };
    const [filtered] = await list(world.keys.reader, { ...asked, include_stats_filter: reports });
    expect(filtered).toMatchObject({ stats: { active: { total_tasks: 1 } } });
  });

  test("counts what is in each itself", async () => {
    const { ids } = world;
    const asked = { id: [ids.top, ids.inside], check_own_contents: true, only_fields: ["id"] };
    expect(await list(world.keys.reader, asked)).toEqual([
      { id: ids.top, own_tasks: 1, own_models: 1 },
      { id: ids.inside, own_tasks: 2, own_models: 0 },
    ]);
  });

  test("chooses projects by what is below them", async () => {
    const { ids, keys, project, top } = world;
    const names = async (body: object, key = keys.reader) =>
      (await list(key, { search_hidden: true, ...body })).map(({ name }) => name);
    const path = [project, top];
    expect(await names({ children_type: "dataset" })).toEqual([
      ...path,
      `${top}/.datasets`,
      `${top}/.datasets/set`,
    ]);
    expect(await names({ children_type: "dataset", children_tags: ["red"] })).toEqual([]);
    expect(await names({ children_type: "dataset", children_tags: ["blue"], id: [ids.top] })).toEqual([top]);
    expect(await names({ children_type: "pipeline" })).toEqual([
      ...path,
      `${top}/.pipelines`,
      `${top}/.pipelines/line`,
    ]);
    expect(await names({ children_type: "report" })).toEqual([...path, `${top}/inside`]);
    expect(await names({ active_users: [world.people.writer.id] })).toEqual([...path, `${top}/inside`]);
    expect(await names({ children_type: "report" }, keys.foreign)).toEqual([]);
  });

  test("counts datasets, and the files of each", async () => {
    const { ids } = world;
    const asked = { children_type: "dataset", include_stats: true, only_fields: ["id"], id: [ids.top] };
    expect(await list(world.keys.reader, { ...asked, check_own_contents: true })).toEqual([
      counted({ own_datasets: 0, stats: { datasets: { count: 1, tags: ["blue"] } } }),
    ]);
    const files = { include_dataset_stats: true, only_fields: ["id"], id: [ids.dataset, ids.inside] };
    expect(await list(world.keys.reader, files)).toEqual([
      { id: ids.dataset, hidden: true, dataset_stats: { file_count: 3, total_size: 70 } },
      { id: ids.inside, dataset_stats: null },
    ]);
  });

  test("leaves out projects of which only the name may be known", async () => {
    const { people, workspaceId, keys } = world;
    const closed = await makeProject(workspaceId, people.owner);
    const task = await makeTask(workspaceId, people.owner, closed);
    const about = { type: "task", target: task } as const;
    await makeAccessRule(workspaceId, { ...about, access: "read", users: [people.reader] });
    expect(await list(keys.reader, { id: [closed], include_stats: true })).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["an unknown kind of children", { children_type: "dream" }, "400/12"],
    ["a filter that is no list", { include_stats: true, include_stats_filter: { tags: "a" } }, "400/12"],
  ])("refuses %s", async (_, body, code) => {
    const name = "projects.get_all_ex";
    expectEnvelope(await call(world.keys.owner, name, { body }), { code, name });
  });
});
