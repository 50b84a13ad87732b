import { expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { join } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

async function makeModel() {
  const caller = await makeCaller();
  const wanted = { uri: "https://example.com/weights.pt", name: "weights" };
  const { id } = await dataOf(caller.key, "models.create", { body: wanted });
  return { ...caller, model: id as string };
}

const event = (model: string) => ({
  ...{ type: "training_stats_scalar", task: model, model_event: true },
  ...{ metric: "loss", variant: "train", iter: 1, value: 0.5, timestamp: 7 },
});

test("what the SDK reports of a model is accepted, and not kept", async () => {
  const { key, model } = await makeModel();
  const added = { added: 1, errors: 0, errors_info: {} };
  expect(await dataOf(key, "events.add", { body: event(model) })).toEqual(added);
  const task = { task: model, model_events: true };
  const tasks = { tasks: [model], model_events: true };
  const ask = (name: string, body: object) => dataOf(key, `events.${name}`, { body });
  expect(await ask("scalar_metrics_iter_histogram", task)).toEqual({});
  expect(await ask("get_task_metrics", tasks)).toEqual({ metrics: [{ task: model, metrics: [] }] });
  expect(await ask("get_task_plots", task)).toMatchObject({ plots: [], total: 0 });
  expect(await ask("debug_images", { metrics: [{ task: model }], model_events: true })).toMatchObject({
    metrics: [{ task: model, iterations: [] }],
  });
});

test("a model is no task, and models that can't be read are unknown", async () => {
  const { key, model } = await makeModel();
  const foreign = (await makeModel()).model;
  const name = "events.scalar_metrics_iter_histogram";
  const refused = async (body: object, code: string) =>
    expectEnvelope(await call(key, name, { body }), { code, name });
  await refused({ task: model }, "400/101");
  await refused({ task: foreign, model_events: true }, "400/201");
  const samples = { metrics: [{ task: foreign }], model_events: true };
  const images = "events.debug_images";
  expectEnvelope(await call(key, images, { body: samples }), { code: "400/201", name: images });
  const add = "events.add";
  const added = await call(key, add, { body: event(foreign) });
  expectEnvelope(added, { code: "400/131", name: add, message: `Invalid model id ${foreign}` });
});

test("who may only read a model reports nothing of it", async () => {
  const { workspaceId, model } = await makeModel();
  const reader = await makePerson("Reader");
  await join(workspaceId, reader);
  const key = await makeCredentials({ account: reader, workspaceId });
  await closeWorkspace(workspaceId);
  await makeAccessRule(workspaceId, { type: "model", target: model, access: "read", users: [reader] });
  const add = "events.add";
  expectEnvelope(await call(key, add, { body: event(model) }), { code: "400/131", name: add });
});
