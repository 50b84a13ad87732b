import { beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeAccessRule, makeProject, makeQueue } from "@/db/testing/resources";
import { makeResourceWorld } from "@/lib/tooling/resource-world";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, type Sending } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

let world: Awaited<ReturnType<typeof makeResourceWorld>>;
beforeAll(async () => {
  world = await makeResourceWorld();
});

type Document = Record<string, unknown>;
const training = { name: "Train a detector", type: "training" };

async function create(body: object = {}, key: Key = world.keys.writer): Promise<string> {
  const data = await dataOf(key, "tasks.create", { body: { ...training, project: world.project, ...body } });
  return String(data.id);
}

async function read(task: string, fields?: string[], key: Key = world.keys.writer): Promise<Document> {
  const body = { task, ...(fields ? { only_fields: fields } : {}) };
  return (await dataOf(key, "tasks.get_by_id", { body })).task as Document;
}

async function refused(key: Key, name: string, body: object, code: string, more: Sending = {}) {
  expectEnvelope(await call(key, name, { body, ...more }), { code, name });
}

describe("tasks.create", () => {
  test("keeps what the SDK sends, and gives it back in ClearML's types", async () => {
    const artifacts = [{ key: "data", type: "custom", uri: "s3://a/b", content_size: 12, mode: "input" }];
    const task = await create({
      ...{ tags: ["b", "a", "b"], comment: "first", output_dest: "s3://out" },
      execution: { model_desc: {}, artifacts },
      hyperparams: { Args: { lr: { section: "Args", name: "lr", value: "0.1" } } },
      configuration: { net: { name: "net", value: "{}" } },
      script: { repository: "https://example.com/a.git", requirements: { pip: "numpy" } },
      container: { image: "python:3.12" },
    });
    expect(await read(task)).toEqual({
      id: task,
      company: world.workspaceId,
      ...training,
      status: "created",
      status_reason: "",
      status_message: "",
      status_changed: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
      comment: "first",
      tags: ["a", "b"],
      system_tags: [],
      project: world.project,
      parent: null,
      user: world.people.writer.id,
      created: expect.any(String),
      started: null,
      completed: null,
      published: null,
      last_update: expect.any(String),
      last_change: expect.any(String),
      last_worker: null,
      last_worker_report: null,
      last_iteration: 0,
      last_metrics: {},
      active_duration: null,
      output: { destination: "s3://out" },
      script: { repository: "https://example.com/a.git", requirements: { pip: "numpy" } },
      execution: { model_desc: {}, artifacts },
      container: { image: "python:3.12" },
      hyperparams: { Args: { lr: { section: "Args", name: "lr", value: "0.1" } } },
      configuration: { net: { name: "net", value: "{}" } },
      runtime: {},
      models: { input: [], output: [] },
    });
    expect(await read(task, ["status", "execution.artifacts", "hyperparams.Args.lr.value"])).toEqual({
      id: task,
      status: "created",
      execution: { artifacts },
      hyperparams: { Args: { lr: { value: "0.1" } } },
    });
  });

  test("is for those who may modify the project", async () => {
    const body = { ...training, project: world.project };
    await refused(world.keys.reader, "tasks.create", body, "403/21");
    await refused(world.keys.foreign, "tasks.create", body, "400/401");
    await refused(world.keys.writer, "tasks.create", training, "403/21");
    const closed = await makeProject(world.workspaceId, world.people.owner);
    await refused(world.keys.writer, "tasks.create", { ...training, project: closed }, "400/401");
    const headers = world.as(world.people.writer);
    await dataOf(world.keys.account, "tasks.create", { body, headers });
    await refused(world.keys.account, "tasks.create", body, "403/21", {
      headers: world.as(world.people.reader),
    });
  });

  test.each<[string, object, string]>([
    ["no name", { name: null }, "400/11"],
    ["a short name", { name: " ab " }, "400/800"],
    ["a short name and an unknown type", { name: "ab", type: "dream" }, "400/12"],
    ["an unknown type", { type: "dream" }, "400/12"],
    ["tags that are no list", { tags: "a" }, "400/12"],
    ["an unknown parent", { parent: "f".repeat(32) }, "400/101"],
    ["an unknown model", { models: { input: [{ name: "m", model: "f".repeat(32) }] } }, "400/201"],
  ])("refuses %s", async (_, change, code) => {
    await refused(
      world.keys.writer,
      "tasks.create",
      { ...training, project: world.project, ...change },
      code,
    );
    await refused(
      world.keys.writer,
      "tasks.validate",
      { ...training, project: world.project, ...change },
      code,
    );
  });

  test("a task larger than 4 MB is refused, and stays as it was", async () => {
    const task = await create();
    const set = (number: number) =>
      call(world.keys.writer, "tasks.edit_configuration", {
        body: { task, configuration: [{ name: `net${number}`, value: "x".repeat(900_000) }] },
      });
    const name = "tasks.edit_configuration";
    for (let number = 0; number < 4; number += 1) expectEnvelope(await set(number), { code: "200/0", name });
    expectEnvelope(await set(4), { code: "400/16", name, message: /larger than 4 MB/ });
    const { configuration } = await read(task, ["configuration"]);
    expect(Object.keys(configuration as object)).toEqual(["net0", "net1", "net2", "net3"]);
  });
});

describe("a change of a task", () => {
  test("replaces what is named and leaves the rest", async () => {
    const task = await create({ script: { repository: "r", branch: "main" } });
    const answer = await dataOf(world.keys.writer, "tasks.edit", {
      body: { task, script: { branch: "next" }, comment: "second" },
    });
    expect(answer).toMatchObject({ updated: 1, fields: { comment: "second" } });
    expect(await read(task, ["script", "comment", "name"])).toEqual({
      id: task,
      name: training.name,
      comment: "second",
      script: { repository: "r", branch: "next" },
    });
  });

  test("is for those who may modify it, and hidden from others", async () => {
    const task = await create();
    await refused(world.keys.reader, "tasks.edit", { task, comment: "x" }, "403/21");
    await refused(world.keys.foreign, "tasks.edit", { task, comment: "x" }, "400/101");
    await refused(world.keys.foreign, "tasks.get_by_id", { task }, "400/101");
    expect(await read(task, ["comment"], world.keys.reader)).toEqual({ id: task, comment: "" });
  });

  test("merges hyperparameters by section, or replaces them", async () => {
    const task = await create();
    const set = (items: [string, string, string][], replacing?: string) =>
      dataOf(world.keys.writer, "tasks.edit_hyper_params", {
        body: {
          task,
          hyperparams: items.map(([section, name, value]) => ({ section, name, value })),
          ...(replacing ? { replace_hyperparams: replacing } : {}),
        },
      });
    const values = async () => {
      const { hyperparams } = (await read(task, ["hyperparams"])) as {
        hyperparams: Record<string, Record<string, { value: string }>>;
      };
      return Object.fromEntries(
        Object.entries(hyperparams).map(([section, names]) => [
          section,
          Object.fromEntries(Object.entries(names).map(([name, { value }]) => [name, value])),
        ]),
      );
    };
    await set([
      ["Args", "lr", "1"],
      ["Args", "steps", "2"],
      ["Other", "x", "3"],
    ]);
    await set([["Args", "lr", "4"]]);
    expect(await values()).toEqual({ Args: { lr: "4", steps: "2" }, Other: { x: "3" } });
    await set([["Args", "lr", "5"]], "section");
    expect(await values()).toEqual({ Args: { lr: "5" }, Other: { x: "3" } });
    await set([["Args", "lr", "6"]], "all");
    expect(await values()).toEqual({ Args: { lr: "6" } });
  });

  test("at the same time by many loses nothing", async () => {
    const task = await create();
    await Promise.all(
      Array.from({ length: 12 }, (_, number) =>
        dataOf(world.keys.writer, "tasks.edit_hyper_params", {
          body: { task, hyperparams: [{ section: `S${number % 3}`, name: `n${number}`, value: "1" }] },
        }),
      ),
    );
    const { hyperparams } = (await read(task, ["hyperparams"])) as { hyperparams: Record<string, object> };
    expect(Object.values(hyperparams).flatMap((names) => Object.keys(names))).toHaveLength(12);
  });

  test("adds artifacts by key and mode, and takes them away", async () => {
    const task = await create();
    const artifact = { key: "model", type: "custom", uri: "u", content_size: 5 };
    const add = (artifacts: object[]) =>
      dataOf(world.keys.writer, "tasks.add_or_update_artifacts", { body: { task, artifacts } });
    await add([artifact, { ...artifact, key: "data" }]);
    await add([{ ...artifact, uri: "v" }]);
    expect(await read(task, ["execution.artifacts"])).toMatchObject({
      execution: {
        artifacts: [
          { key: "data", uri: "u" },
          { key: "model", uri: "v" },
        ],
      },
    });
    const gone = { task, artifacts: [{ key: "data" }] };
    expect(await dataOf(world.keys.writer, "tasks.delete_artifacts", { body: gone })).toEqual({ deleted: 1 });
    expect(await read(task, ["execution.artifacts"])).toMatchObject({
      execution: { artifacts: [{ key: "model" }] },
    });
  });

  test("adds and removes tags of several, or of none", async () => {
    const tasks = [await create({ tags: ["a"] }), await create({ tags: ["b"] })];
    const update = { ids: tasks, add_tags: ["c"], remove_tags: ["a"] };
    expect(await dataOf(world.keys.writer, "tasks.update_tags", { body: update })).toEqual({ updated: 2 });
    expect(await read(tasks[0] ?? "", ["tags"])).toMatchObject({ tags: ["c"] });
    const strange = { ids: [...tasks, "f".repeat(32)], add_tags: ["d"] };
    await refused(world.keys.writer, "tasks.update_tags", strange, "400/101");
    expect(await read(tasks[1] ?? "", ["tags"])).toMatchObject({ tags: ["b", "c"] });
  });
});

describe("a list of tasks", () => {
  test("shows what the caller may read, page after page", async () => {
    const tag = `list-${Date.now()}`;
    const created = [];
    for (let number = 0; number < 5; number += 1)
      created.push(await create({ name: `Listed ${number}`, tags: [tag] }));
    const list = async (key: Key, body: object) => {
      const { tasks } = await dataOf(key, "tasks.get_all", {
        body: { tags: [tag], order_by: ["name"], ...body },
      });
      return (tasks as Document[]).map(({ name }) => name);
    };
    const all = [0, 1, 2, 3, 4].map((number) => `Listed ${number}`);
    for (const key of [world.keys.owner, world.keys.writer, world.keys.reader]) {
      expect(await list(key, {})).toEqual(all);
    }
    expect(await list(world.keys.foreign, {})).toEqual([]);
    expect(await list(world.keys.account, {})).toEqual([]);
    expect(await list(world.keys.writer, { page: 1, page_size: 2 })).toEqual(all.slice(2, 4));
    expect(await list(world.keys.writer, { name: "^Listed\\ 3$" })).toEqual(["Listed 3"]);
    expect(await list(world.keys.writer, { id: created.slice(0, 2) })).toEqual(all.slice(0, 2));
    expect(await list(world.keys.writer, { page: 9, page_size: 2 })).toEqual([]);
    await refused(world.keys.writer, "tasks.get_all", { name: "(a" }, "400/21");
    await refused(world.keys.writer, "tasks.get_all", { order_by: ["colour"] }, "400/16");
    await refused(world.keys.writer, "tasks.get_all", { page: -1 }, "400/12");
  });

  test("with its references has their names", async () => {
    const parent = await create({ name: "The parent" });
    const task = await create({ parent });
    const body = { id: [task], only_fields: ["name", "project.name", "parent.name", "user.name"] };
    const { tasks } = await dataOf(world.keys.reader, "tasks.get_all_ex", { body });
    expect(tasks).toEqual([
      {
        id: task,
        name: training.name,
        project: { name: world.project },
        parent: { name: "The parent" },
        user: { name: "Grace Hopper" },
      },
    ]);
  });

  test("with its workspace, queue and models has what is asked of them, of models that may be read alone", async () => {
    const queue = await makeQueue(world.workspaceId, world.people.owner, "gpu");
    await makeAccessRule(world.workspaceId, {
      ...{ type: "queue", target: queue, access: "modify", users: [world.people.writer] },
    });
    const makeModel = async (place: object) => {
      const body = { uri: "https://example.com/w.pt", name: "weights", framework: "PyTorch", ...place };
      return (await dataOf(world.keys.owner, "models.create", { body })).id as string;
    };
    const model = await makeModel({ project: world.project });
    const hidden = await makeModel({});
    const input = [model, hidden].map((each, at) => ({ name: `input ${at}`, model: each }));
    const task = await create({ models: { input } }, world.keys.owner);
    await dataOf(world.keys.owner, "tasks.enqueue", { body: { task, queue } });
    const only_fields = ["company.name", "execution.queue.name", "models.input.model.framework"];
    const { tasks } = await dataOf(world.keys.writer, "tasks.get_by_id_ex", {
      body: { id: task, only_fields },
    });
    expect(tasks).toEqual([
      {
        id: task,
        company: { name: expect.any(String) },
        execution: { queue: { name: "gpu" } },
        models: {
          input: [
            {
              ...{ name: "input 0", updated: expect.any(String) },
              model: { id: model, name: "weights", framework: "PyTorch" },
            },
            { ...{ name: "input 1", updated: expect.any(String) }, model: { id: hidden } },
          ],
        },
      },
    ]);
    const { tasks: shown } = await dataOf(world.keys.reader, "tasks.get_by_id_ex", {
      body: { id: task, only_fields: ["execution.queue.*"] },
    });
    expect(shown).toEqual([{ id: task, execution: { queue: { id: queue } } }]);
  });
});
