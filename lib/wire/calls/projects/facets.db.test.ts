import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { models } from "@/db/schema/models";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeProject } from "@/db/testing/resources";
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
type Prepared = Awaited<ReturnType<typeof prepare>>;
let world: Prepared;

/** A tagged task below the open project, whose parent is in it; and the same in a project that is closed to most. */
async function prepare() {
  const made = await makeResourceWorld();
  const { owner } = made.people;
  const closed = await makeProject(made.workspaceId, owner);
  const create = async (name: string, body: object) =>
    String((await dataOf(made.keys.owner, name, { body })).id);
  const below = await create("projects.create", { name: `${made.project}/below`, tags: ["of project"] });
  const task = (body: object) => create("tasks.create", { type: "training", ...body });
  const parent = await task({ name: "The parent", project: made.project });
  const value = (text: string) => ({ Args: { lr: { section: "Args", name: "lr", value: text } } });
  const shown = await task({
    ...{ name: "Shown", project: below, parent, tags: ["a"], system_tags: ["development"] },
    hyperparams: value("0.1"),
  });
  const secretParent = await task({ name: "Secret parent", project: closed });
  await task({
    ...{ name: "Secret", project: closed, parent: secretParent, tags: ["secret"] },
    hyperparams: value("0.9"),
  });
  const lines = [
    { type: "training_stats_scalar", task: shown, iter: 1, metric: "loss", variant: "train", value: 1 },
  ];
  for (const line of lines) await dataOf(made.keys.owner, "events.add", { body: line });
  const at = new Date();
  for (const [projectId, text] of [
    [below, "shown"],
    [closed, "secret"],
  ]) {
    await db()
      .insert(models)
      .values({
        ...{ workspaceId: made.workspaceId, id: newId(), projectId, name: "Model", uri: "u", ready: true },
        metadata: { [`${text} key`]: { key: `${text} key`, type: "str", value: text } },
        ...{ ownerUserId: owner.id, createdAt: at, updatedAt: at },
      });
  }
  return { ...made, below, closed, parent, shown };
}

beforeAll(async () => {
  world = await prepare();
});

async function read(key: Key, name: string, body: object = {}): Promise<Document> {
  return dataOf(key, `projects.${name}`, { body });
}

describe("what tasks, models and projects have", () => {
  test("tags, of what the caller may read", async () => {
    const { keys, project, below, closed } = world;
    expect(await read(keys.reader, "get_task_tags", { include_system: true })).toEqual({
      tags: ["a"],
      system_tags: ["development"],
    });
    expect(await read(keys.owner, "get_task_tags")).toEqual({ tags: ["a", "secret"] });
    expect(await read(keys.owner, "get_task_tags", { projects: [project] })).toEqual({ tags: ["a"] });
    expect(await read(keys.reader, "get_task_tags", { projects: [closed] })).toEqual({ tags: [] });
    const filter = { system_tags: ["development"] };
    expect(await read(keys.owner, "get_task_tags", { filter })).toEqual({ tags: ["a"] });
    expect(await read(keys.reader, "get_project_tags", { projects: [below] })).toEqual({
      tags: ["of project"],
    });
    expect(await read(keys.reader, "get_model_tags")).toEqual({ tags: [] });
    expect(await read(keys.foreign, "get_task_tags", { projects: [project] })).toEqual({ tags: [] });
  });

  test("parents with their projects", async () => {
    const { keys, project, parent, closed, below } = world;
    const shown = { id: parent, name: "The parent", project: { id: project, name: project } };
    expect(await read(keys.reader, "get_task_parents")).toEqual({ parents: [shown] });
    expect(
      ((await read(keys.owner, "get_task_parents")).parents as Document[]).map(({ name }) => name),
    ).toEqual(["Secret parent", "The parent"]);
    expect(await read(keys.owner, "get_task_parents", { projects: [below] })).toEqual({ parents: [shown] });
    const within = { projects: [project], include_subprojects: false };
    expect(await read(keys.owner, "get_task_parents", within)).toEqual({ parents: [] });
    expect(await read(keys.owner, "get_task_parents", { tasks_state: "archived" })).toEqual({ parents: [] });
    expect(await read(keys.reader, "get_task_parents", { projects: [closed] })).toEqual({ parents: [] });
    expectEnvelope(await call(keys.reader, "projects.get_task_parents", { body: { task_name: "(" } }), {
      code: "400/21",
      name: "projects.get_task_parents",
    });
  });

  test("owners by name", async () => {
    const { keys, people, closed } = world;
    const owner = { id: people.owner.id, name: "Ada Lovelace" };
    expect(await read(keys.reader, "get_user_names")).toEqual({ users: [owner] });
    expect(await read(keys.reader, "get_user_names", { entity: "model" })).toEqual({ users: [owner] });
    expect(await read(keys.reader, "get_user_names", { projects: [closed] })).toEqual({ users: [] });
  });

  test("metrics with the hashes that last values are found under", async () => {
    const { keys, project, shown } = world;
    const { metrics } = await read(keys.reader, "get_unique_metric_variants", { project });
    const hash = expect.stringMatching(/^[0-9a-f]{32}$/);
    expect(metrics).toEqual([{ metric: "loss", metric_hash: hash, variant: "train", variant_hash: hash }]);
    const { task } = await dataOf(keys.reader, "tasks.get_by_id", {
      body: { task: shown, only_fields: ["last_metrics"] },
    });
    const [found] = metrics as Record<string, string>[];
    const last = (task as { last_metrics: Record<string, Record<string, Document>> }).last_metrics;
    expect(last[found?.metric_hash ?? ""]?.[found?.variant_hash ?? ""]).toMatchObject({ value: 1 });
    expect(await read(keys.foreign, "get_unique_metric_variants", { ids: [shown] })).toEqual({ metrics: [] });
    expect(await read(keys.owner, "get_unique_metric_variants", { model_metrics: true })).toEqual({
      metrics: [],
    });
  });

  test("hyperparameters and their values", async () => {
    const { keys, project, closed } = world;
    const lr = { section: "Args", name: "lr" };
    expect(await read(keys.reader, "get_hyper_parameters", { project })).toEqual({
      parameters: [lr],
      total: 1,
      remaining: 0,
    });
    expect(await read(keys.reader, "get_hyperparam_values", lr)).toEqual({ total: 1, values: ["0.1"] });
    expect(await read(keys.owner, "get_hyperparam_values", lr)).toEqual({ total: 2, values: ["0.1", "0.9"] });
    expect(await read(keys.owner, "get_hyperparam_values", { ...lr, page: 1, page_size: 1 })).toEqual({
      total: 2,
      values: ["0.9"],
    });
    expect(await read(keys.owner, "get_hyperparam_values", { ...lr, pattern: "9$" })).toEqual({
      total: 1,
      values: ["0.9"],
    });
    const name = "projects.get_hyper_parameters";
    expectEnvelope(await call(keys.reader, name, { body: { project: closed } }), { code: "400/401", name });
  });

  test("keys of metadata and their values", async () => {
    const { keys, project, closed } = world;
    expect(await read(keys.reader, "get_model_metadata_keys", { project })).toEqual({
      keys: ["shown key"],
      total: 1,
      remaining: 0,
    });
    const shown = { key: "shown key" };
    expect(await read(keys.reader, "get_model_metadata_values", shown)).toEqual({
      total: 1,
      values: ["shown"],
    });
    const secret = { key: "secret key" };
    expect(await read(keys.reader, "get_model_metadata_values", secret)).toEqual({ total: 0, values: [] });
    expect(await read(keys.owner, "get_model_metadata_values", secret)).toEqual({
      total: 1,
      values: ["secret"],
    });
    const name = "projects.get_model_metadata_keys";
    expectEnvelope(await call(keys.reader, name, { body: { project: closed } }), { code: "400/401", name });
  });
});
