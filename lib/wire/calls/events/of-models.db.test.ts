import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { sumStored } from "@/db/reads/metering";
import { measureStored } from "@/db/reads/usage-levels";
import { modelPlots, modelSamples, modelScalars } from "@/db/schema/model-reports";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import { mostPlotIterations, mostSampleIterations, singleValueIteration } from "@/lib/core/resources/event";
import { findShownModel } from "@/lib/operations/resources/browse/models";
import { findOneSample, findPlot } from "@/lib/operations/resources/browse/reports";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

async function makeModel() {
  const caller = await makeCaller();
  const wanted = { uri: "https://example.com/weights.pt", name: "weights", ready: false };
  const { id } = await dataOf(caller.key, "models.create", { body: wanted });
  return { ...caller, model: id as string };
}

const event = (model: string) => ({
  ...{ type: "training_stats_scalar", task: model, model_event: true },
  ...{ metric: "loss", variant: "train", iter: 1, value: 0.5, timestamp: 7 },
});

test("scalars that the SDK reports of a model are kept, counted, and gone with it", async () => {
  const { key, model, workspaceId } = await makeModel();
  const added = { added: 1, errors: 0, errors_info: {} };
  const second = { ...event(model), iter: 2, value: 0.25 };
  for (const each of [event(model), second])
    expect(await dataOf(key, "events.add", { body: each })).toEqual(added);
  const plot = { ...event(model), type: "plot", plot_str: "{}" };
  expect(await dataOf(key, "events.add", { body: plot })).toEqual(added);
  const task = { task: model, model_events: true };
  const tasks = { tasks: [model], model_events: true };
  const ask = (name: string, body: object) => dataOf(key, `events.${name}`, { body });
  expect(await ask("scalar_metrics_iter_histogram", task)).toEqual({
    loss: { train: { name: "train", x: [1, 2], y: [0.5, 0.25] } },
  });
  expect(await ask("multi_task_scalar_metrics_iter_histogram", tasks)).toEqual({
    metrics: { loss: { train: { [model]: { name: "weights", x: [1, 2], y: [0.5, 0.25] } } } },
  });
  expect(await ask("get_scalar_metrics_and_variants", task)).toEqual({ metrics: { loss: ["train"] } });
  expect(await ask("get_task_metrics", tasks)).toEqual({ metrics: [{ task: model, metrics: ["loss"] }] });
  expect(await ask("get_task_events", task)).toMatchObject({
    total: 2,
    events: [{ value: 0.5 }, { value: 0.25 }],
  });
  expect(await ask("get_scalar_metric_data", { ...task, metric: "loss" })).toMatchObject({ total: 2 });
  expect(await ask("get_task_plots", task)).toMatchObject({ plots: [], total: 0 });
  expect(await ask("debug_images", { metrics: [{ task: model }], model_events: true })).toMatchObject({
    metrics: [{ task: model, iterations: [] }],
  });
  const bytes = [event(model), second, plot].reduce((sum, each) => sum + JSON.stringify(each).length, 0);
  const metrics = async () => (await sumStored(workspaceId)).metrics;
  const counted = await metrics();
  expect(counted).toBeGreaterThanOrEqual(bytes);
  expect(await measureStored(db(), workspaceId, "metrics")).toBe(counted);
  await dataOf(key, "models.delete", { body: { model, force: true } });
  expect([await metrics(), await db().$count(modelScalars, eq(modelScalars.modelId, model))]).toEqual([0, 0]);
});

test("debug samples and plots of a model show on its page, are bounded, and are gone with what was reported", async () => {
  const { key, model, workspaceId, person } = await makeModel();
  const actor = actingAs("resources.use", person, { workspaceId, role: "member" });
  const add = async (events: object[]) => {
    for (const each of events) {
      const body = { ...event(model), ...each };
      expect(await dataOf(key, "events.add", { body })).toMatchObject({ added: 1 });
    }
  };
  const image = (iter: number) => ({
    type: "training_debug_image",
    metric: "boxes",
    iter,
    url: `s3://b/${iter}.png`,
  });
  await add(Array.from({ length: mostSampleIterations + 3 }, (_, iter) => image(iter)));
  await add(
    Array.from({ length: mostPlotIterations + 2 }, (_, iter) => ({
      type: "plot",
      iter,
      plot_str: `{"n":${iter}}`,
    })),
  );
  await add([{ ...image(5), url: "s3://b/again.png" }]);
  const shown = async () => (await findShownModel(actor, model))?.model;
  expect(await shown()).toMatchObject({
    samples: { total: mostSampleIterations, iteration: mostSampleIterations + 2, later: null },
    plots: {
      total: 1,
      shown: [{ metric: "loss", iteration: mostPlotIterations + 1, kept: mostPlotIterations }],
    },
  });
  const of = { kind: "model", id: model } as const;
  const place = { variant: "train", iteration: 5 };
  expect(await findOneSample(actor, of, { ...place, metric: "boxes" })).toMatchObject({
    ...{ name: "weights", path: [], sample: { url: "s3://b/again.png" }, earlier: 4, later: 6 },
  });
  expect(await findPlot(actor, of, { ...place, metric: "loss" })).toBe('{"n":5}');
  const foreign = { kind: "model", id: (await makeModel()).model } as const;
  expect(await findOneSample(actor, foreign, { ...place, metric: "boxes" })).toBeUndefined();
  expect(await findPlot(actor, foreign, { ...place, metric: "loss" })).toBeUndefined();
  await dataOf(key, "events.delete_for_model", { body: { model } });
  expect(await shown()).toMatchObject({ samples: { total: 0 }, plots: { total: 0 } });
  expect((await sumStored(workspaceId)).metrics).toBe(0);
  await add([image(1), { type: "plot", iter: 1, plot_str: "{}" }]);
  await dataOf(key, "models.delete", { body: { model, force: true } });
  const left = await Promise.all(
    [modelSamples, modelPlots].map((table) => db().$count(table, eq(table.modelId, model))),
  );
  expect(left).toEqual([0, 0]);
});

test("single values are told, and what is published takes events only where they say so", async () => {
  const { key, model } = await makeModel();
  await dataOf(key, "models.set_ready", { body: { model } });
  const name = "events.add";
  const single = { ...event(model), iter: singleValueIteration };
  expectEnvelope(await call(key, name, { body: single }), { code: "400/131", name });
  await dataOf(key, name, { body: { ...single, allow_locked: true } });
  const asked = { tasks: [model], model_events: true };
  expect(await dataOf(key, "events.get_task_single_value_metrics", { body: asked })).toEqual({
    tasks: [
      {
        ...{ task: model, task_name: "weights" },
        values: [{ metric: "loss", variant: "train", value: 0.5, timestamp: 7 }],
      },
    ],
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
