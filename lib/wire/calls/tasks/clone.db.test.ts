import { beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeAccessRule, makeProject } from "@/db/testing/resources";
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
let source: string;
let model: string;

const act = (name: string, body: object, key: Key = world.keys.writer) => dataOf(key, name, { body });
async function refused(body: object, code: string, key: Key = world.keys.writer) {
  const name = "tasks.clone";
  expectEnvelope(await call(key, name, { body }), { code, name });
}
async function taskNow(task: string): Promise<Document> {
  return (await act("tasks.get_by_id", { task }, world.keys.owner)).task as Document;
}
async function clone(body: object = {}): Promise<Document> {
  return taskNow(String((await act("tasks.clone", { task: source, ...body })).id));
}

beforeAll(async () => {
  world = await makeResourceWorld();
  const weights = { name: "Weights", uri: "s3://a", project: world.project };
  model = String((await act("models.create", weights)).id);
  const task = {
    ...{ name: "Train", type: "training", project: world.project, comment: "c", tags: ["a"] },
    system_tags: ["development", "archived", "dataset", "own"],
    ...{ script: { repository: "r" }, hyperparams: { Args: { lr: { value: "1" } } } },
    execution: {
      queue: "q",
      framework: "torch",
      model_labels: { cat: 1 },
      artifacts: [
        { key: "in", type: "custom", mode: "input" },
        { key: "out", type: "custom" },
      ],
    },
    models: { input: [{ name: "in", model }], output: [{ name: "out", model }] },
  };
  source = String((await act("tasks.create", task)).id);
});

describe("a clone", () => {
  test("takes over what the task was to do, and is marked neither archived nor of development", async () => {
    const task = await clone();
    expect(task).toMatchObject({
      ...{ name: "Train", type: "training", status: "created", project: world.project, parent: source },
      ...{ comment: "c", tags: ["a"], system_tags: ["dataset", "own"], script: { repository: "r" } },
      hyperparams: { Args: { lr: { value: "1" } } },
      execution: { framework: "torch", model_labels: { cat: 1 }, artifacts: [{ key: "in" }] },
      models: { input: [{ name: "in", model }], output: [] },
    });
    expect(task.execution).not.toHaveProperty("queue");
    const { id: second } = await act("tasks.clone", { task: String(task.id) });
    expect(await taskNow(String(second))).toMatchObject({ parent: source });
  });

  test("is changed where that is asked, and only there", async () => {
    expect(
      await clone({
        ...{ new_task_name: "Second", new_task_comment: "", new_task_tags: [], new_task_system_tags: ["b"] },
        ...{ new_task_container: { image: "python" }, execution_overrides: { framework: "jax", queue: "q" } },
        new_task_input_models: [{ name: "other", model }],
      }),
    ).toMatchObject({
      ...{ name: "Second", comment: "c", tags: ["a"], system_tags: ["b"], container: { image: "python" } },
      execution: { framework: "jax", model_labels: { cat: 1 } },
      models: { input: [{ name: "other", model }], output: [] },
    });
  });

  test("gets its model and image as older clients name them", async () => {
    const execution_overrides = { model, docker_cmd: "python:3.12 --gpus all" };
    expect(await clone({ execution_overrides })).toMatchObject({
      container: { image: "python:3.12", arguments: "--gpus all" },
      models: { input: [{ name: "Input Model", model }] },
    });
  });

  test("goes into another project, which is made by its name if need be", async () => {
    const { workspaceId, people } = world;
    const readable = await makeProject(workspaceId, people.owner);
    const hidden = await makeProject(workspaceId, people.owner);
    const about = { type: "project", target: readable, access: "read", users: [people.writer] } as const;
    await makeAccessRule(workspaceId, about);
    await refused({ task: source, new_task_project: readable }, "403/21");
    await refused({ task: source, new_task_project: hidden }, "400/401");
    await refused({ task: source, new_project_name: readable }, "403/21");
    await refused({ task: source, new_project_name: hidden }, "403/21");
    await refused({ task: source, new_project_name: "Elsewhere" }, "403/21");
    const name = `${world.project}/Below`;
    const { id, new_project: made } = await act("tasks.clone", { task: source, new_project_name: name });
    expect(made).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), name });
    expect(await taskNow(String(id))).toMatchObject({ project: (made as Document).id });
    const again = await act("tasks.clone", { task: source, new_project_name: name });
    expect(again.new_project).toEqual(made);
  });

  test("needs rights on what it names anew, and not on what the task names already", async () => {
    const { workspaceId, people, keys } = world;
    const elsewhere = await makeProject(workspaceId, people.owner);
    const other = { name: "Other", uri: "s3://b", project: elsewhere };
    const hidden = String((await act("models.create", other, keys.owner)).id);
    const unread = { name: "Train", type: "training", project: elsewhere };
    const parent = String((await act("tasks.create", unread, keys.owner)).id);
    await refused({ task: source, new_task_parent: parent }, "400/101");
    await refused({ task: source, new_task_input_models: [{ name: "in", model: hidden }] }, "400/201");
    const shared = {
      ...unread,
      project: world.project,
      parent,
      models: { input: [{ name: "in", model: hidden }] },
    };
    const task = String((await act("tasks.create", shared, keys.owner)).id);
    const { id } = await act("tasks.clone", { task });
    expect(await taskNow(String(id))).toMatchObject({ parent, models: { input: [{ model: hidden }] } });
  });
});
