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
import { closeWorkspace, makeAccessRule, makeTask } from "@/db/testing/resources";
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
  expect(await ask("get_scalar_metric_data", { ...task, metric: "loss" })).toMatchObject({ total: 2 });
  const bytes = [event(model), second, plot].reduce((sum, each) => sum + JSON.stringify(each).length, 0);
  const metrics = async () => (await sumStored(workspaceId)).metrics;
  const counted = await metrics();
  expect(counted).toBeGreaterThanOrEqual(bytes);
  expect(await measureStored(db(), workspaceId, "metrics")).toBe(counted);
  await dataOf(key, "models.delete", { body: { model, force: true } });
  expect([await metrics(), await db().$count(modelScalars, eq(modelScalars.modelId, model))]).toEqual([0, 0]);
});

test("what is asked of a model is answered as it is of a task that reported the same", async () => {
  const { key, model, workspaceId, person } = await makeModel();
  const task = await makeTask(workspaceId, person);
  const reported = [1, 2, 3].flatMap((iter) => [
    {
      type: "training_stats_scalar",
      metric: "loss",
      variant: "train",
      iter,
      value: 1 / iter,
      timestamp: iter,
    },
    ...["car", "bus"].map((variant) => ({
      ...{ type: "training_debug_image", metric: "boxes", variant, iter, timestamp: 10 + iter },
      url: `s3://b/${variant}${iter}.png`,
    })),
    { type: "plot", metric: "roc", variant: "val", iter, plot_str: `{"n":${iter}}`, timestamp: 20 + iter },
  ]);
  for (const each of reported) {
    await dataOf(key, "events.add", { body: { ...each, task } });
    await dataOf(key, "events.add", { body: { ...each, task: model, model_event: true } });
  }
  const answers = async (id: string, more: object) => {
    const ask = (name: string, body: object) => dataOf(key, `events.${name}`, { body: { ...body, ...more } });
    const askOld = async (name: string, body: object) => {
      const sent = { method: "POST", body: JSON.stringify({ ...body, ...more }) };
      const headers = { authorization: key.basic, "content-type": "application/json" };
      const { text } = await server.send(`/api/v2.6/events.${name}`, { ...sent, headers });
      return JSON.parse(text).data;
    };
    const of = { task: id };
    const ofMany = { tasks: [id] };
    const images = await ask("debug_images", { metrics: [{ task: id }], iters: 2 });
    const plots = await ask("plots", { metrics: [{ task: id, metric: "roc" }] });
    const sample = await ask("get_debug_image_sample", { ...of, metric: "boxes", variant: "bus" });
    const plot = await ask("get_plot_sample", { ...of, metric: "roc", iteration: 2 });
    return [
      images,
      await ask("debug_images", { metrics: [{ task: id }], scroll_id: images.scroll_id }),
      await askOld("debug_images", { ...of, iters: 3 }),
      plots,
      await ask("plots", { metrics: [{ task: id, metric: "roc" }], scroll_id: plots.scroll_id }),
      sample,
      await ask("next_debug_image_sample", { ...of, scroll_id: sample.scroll_id, navigate_earlier: true }),
      plot,
      await ask("next_plot_sample", { ...of, scroll_id: plot.scroll_id, navigate_earlier: false }),
      await ask("get_task_plots", { ...of, iters: 2 }),
      await ask("get_multi_task_plots", { ...ofMany, iters: 2 }),
      await ask("get_task_events", of),
      await ask("get_task_events", { ...of, event_type: "training_debug_image" }),
      await ask("get_task_metrics", ofMany),
      await ask("get_task_metrics", { ...ofMany, event_type: "plot" }),
      await ask("get_multi_task_metrics", { ...ofMany, event_type: "training_debug_image" }),
      await ask("get_task_latest_scalar_values", of),
    ].map((answer) =>
      JSON.parse(
        JSON.stringify(answer)
          .replaceAll(id, "ID")
          .replaceAll('"name":"Train"', '"name":"weights"')
          // Models have none.
          .replaceAll('"status":"created",', ""),
      ),
    );
  };
  const ofModel = await answers(model, { model_events: true });
  expect(ofModel).toEqual(await answers(task, {}));
  expect(ofModel[0]).toMatchObject({
    metrics: [
      { task: "ID", iterations: [{ iter: 3, events: [{ url: "s3://b/bus3.png" }, {}] }, { iter: 2 }] },
    ],
  });
  expect(ofModel[6]).toMatchObject({ event: { url: "s3://b/car2.png" } });
  expect(ofModel[8]).toMatchObject({ events: [{ plot_str: '{"n":3}' }] });
  expect(ofModel[11]).toMatchObject({ total: 12 });
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
  for (const [sample, body] of [
    ["get_debug_image_sample", { metric: "m", variant: "v" }],
    ["next_debug_image_sample", { scroll_id: "x" }],
    ["get_plot_sample", { metric: "m" }],
    ["next_plot_sample", { scroll_id: "x" }],
    ["get_task_plots", {}],
    ["get_multi_task_plots", { tasks: [foreign] }],
    ["get_task_events", {}],
    ["get_task_metrics", { tasks: [model, foreign] }],
    ["get_task_latest_scalar_values", {}],
  ] as const) {
    const asked = { task: foreign, ...body, model_events: true };
    expectEnvelope(await call(key, `events.${sample}`, { body: asked }), {
      ...{ code: "400/201", name: `events.${sample}` },
    });
  }
  const log = "events.get_task_log";
  expectEnvelope(await call(key, log, { body: { task: model, model_events: true } }), {
    ...{ code: "400/101", name: log },
  });
  const add = "events.add";
  const added = await call(key, add, { body: event(foreign) });
  expectEnvelope(added, { code: "400/131", name: add, message: `Invalid model id ${foreign}` });
});

test("who may only read a model reports nothing of it, and reads what others reported", async () => {
  const { key: owner, workspaceId, model } = await makeModel();
  const image = { ...event(model), type: "training_debug_image", url: "s3://b/1.png" };
  await dataOf(owner, "events.add", { body: image });
  const reader = await makePerson("Reader");
  await join(workspaceId, reader);
  const key = await makeCredentials({ account: reader, workspaceId });
  await closeWorkspace(workspaceId);
  await makeAccessRule(workspaceId, { type: "model", target: model, access: "read", users: [reader] });
  const add = "events.add";
  expectEnvelope(await call(key, add, { body: event(model) }), { code: "400/131", name: add });
  const asked = { task: model, metric: "loss", variant: "train", model_events: true };
  expect(await dataOf(key, "events.get_debug_image_sample", { body: asked })).toMatchObject({
    event: { url: "s3://b/1.png" },
  });
});
