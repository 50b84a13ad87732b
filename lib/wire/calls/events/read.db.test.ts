import { expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { makeTask } from "@/db/testing/resources";
import { singleValueIteration } from "@/lib/core/resources/event";
import { makeResourceWorld } from "@/lib/tooling/resource-world";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);
type Json = Record<string, unknown>;

async function makeReports(events: (task: string) => Json[]) {
  const { key, workspaceId, person } = await makeCaller();
  const task = await makeTask(workspaceId, person);
  await server.send("/api/events.add_batch", {
    method: "POST",
    body: events(task)
      .map((event) => JSON.stringify({ task, ...event }))
      .join("\n"),
    headers: { authorization: key.basic, "content-type": "application/json-lines" },
  });
  const ask = (name: string, body: Json = {}) => dataOf(key, name, { body: { task, ...body } });
  return { key, task, ask };
}

const scalar = (variant: string, iter: number, value: number, metric = "loss") => ({
  ...{ type: "training_stats_scalar", metric, variant, iter, value, timestamp: 10 * (iter + 1) },
});
const lastOf = (name: string, value: number, timestamp: number) => ({
  ...{ name, last_value: value, last_10_value: value, last_100_value: value, timestamp },
});
const image = (metric: string, variant: string, iter: number) => ({
  ...{ type: "training_debug_image", metric, variant, iter, timestamp: 5 },
  url: `s3://${metric}/${variant}/${iter}`,
});

test("scalars are curves, thinned to as many samples as are asked for", async () => {
  const { task, ask } = await makeReports(() => [
    ...[0, 1, 2, 3].map((iter) => scalar("train", iter, iter)),
    scalar("val", 0, 9),
    scalar("acc", 0, 1, "other"),
    { ...scalar("best", singleValueIteration, 7, "Summary"), timestamp: 1_000 },
  ]);
  const name = "events.scalar_metrics_iter_histogram";
  const train = { name: "train", x: [0, 1, 2, 3], y: [0, 1, 2, 3] };
  expect(await ask(name)).toEqual({
    loss: { train, val: { name: "val", x: [0], y: [9] } },
    other: { acc: { name: "acc", x: [0], y: [1] } },
  });
  const chosen = { metrics: [{ metric: "loss", variants: ["train"] }] };
  expect(await ask(name, { ...chosen, samples: 2 })).toEqual({
    loss: { train: { name: "train", x: [0, 2], y: [0.5, 2.5] } },
  });
  expect(await ask(name, { ...chosen, key: "timestamp" })).toEqual({
    loss: { train: { ...train, x: [10, 20, 30, 40] } },
  });
  const several = "events.multi_task_scalar_metrics_iter_histogram";
  expect(await ask(several, { tasks: [task], ...chosen, samples: 2 })).toEqual({
    metrics: { loss: { train: { [task]: { name: expect.any(String), x: [0, 2], y: [0.5, 2.5] } } } },
  });
  const values = [{ metric: "Summary", variant: "best", value: 7, timestamp: 1_000 }];
  expect(await ask("events.get_task_single_value_metrics", { tasks: [task] })).toEqual({
    tasks: [{ task, task_name: expect.any(String), values }],
  });
  expect(await ask("events.get_scalar_metrics_and_variants")).toEqual({
    metrics: { Summary: ["best"], loss: ["train", "val"], other: ["acc"] },
  });
  const latestCall = "events.get_task_latest_scalar_values";
  const latest = await ask(latestCall);
  expect(latest).toEqual({
    last_iter: 3,
    metrics: [
      expect.objectContaining({ name: "Summary" }),
      { name: "loss", variants: [lastOf("train", 3, 40), lastOf("val", 9, 10)] },
      expect.objectContaining({ name: "other" }),
    ],
    name: "Train",
    status: "created",
    last_timestamp: values[0]?.timestamp,
  });
  expect(await (await makeReports(() => [image("m", "v", 4)])).ask(latestCall)).toEqual({
    ...{ metrics: [], last_iter: 4, name: "Train", status: "created", last_timestamp: 0 },
  });
});

test("events come by iteration, the first first unless the last are asked for", async () => {
  const { task, ask } = await makeReports(() => [
    scalar("train", 2, 2),
    scalar("train", 0, 0),
    image("m", "v", 1),
    { type: "log", msg: "line", timestamp: 1 },
  ]);
  const kinds = async (body: Json) => {
    const { events, total } = await ask("events.get_task_events", body);
    return [
      (events as Json[]).map(({ type, iter }) => `${String(type).at(-1)}${iter ?? ""}`).join(" "),
      total,
    ];
  };
  expect(await kinds({})).toEqual(["g r0 e1 r2", 4]);
  expect(await kinds({ event_type: "all", order: "desc" })).toEqual(["r2 e1 r0 g", 4]);
  expect(await kinds({ event_type: "training_stats_scalar" })).toEqual(["r0 r2", 2]);
  expect(await kinds({ event_type: "training_debug_image" })).toEqual(["e1", 1]);
  expect(await kinds({ metrics: [{ metric: "m" }] })).toEqual(["e1", 1]);
  expect(await kinds({ batch_size: 1, event_type: "training_stats_scalar" })).toEqual(["r0", 2]);
  const first = await ask("events.get_task_events", { batch_size: 3 });
  expect(await kinds({ scroll_id: first.scroll_id })).toEqual(["r2", 4]);
  const named = (body: Json) => ask("events.get_task_metrics", { tasks: [task], ...body });
  expect(await named({ event_type: "training_debug_image" })).toEqual({
    metrics: [{ task, metrics: ["m"] }],
  });
  expect(await named({ event_type: "training_stats_scalar" })).toEqual({
    metrics: [{ task, metrics: ["loss"] }],
  });
  expect(await ask("events.get_multi_task_metrics", { tasks: [task] })).toEqual({
    metrics: [
      { metric: "loss", variants: ["train"] },
      { metric: "m", variants: ["v"] },
    ],
  });
});

test("debug samples are walked through by iteration, there and back", async () => {
  const { key, task, ask } = await makeReports(() =>
    [1, 2, 3, 4].flatMap((iter) => [image("m", "v", iter), image("m", "w", iter)]),
  );
  const iterations = async (body: Json) => {
    const { metrics, scroll_id } = await ask("events.debug_images", { metrics: [{ task }], ...body });
    const [{ iterations: answered }] = metrics as [{ iterations: { iter: number; events: Json[] }[] }];
    for (const { events } of answered) expect(events.map(({ variant }) => variant)).toEqual(["v", "w"]);
    return { read: answered.map(({ iter }) => iter).join(" "), scroll_id };
  };
  const first = await iterations({ iters: 2 });
  expect(first.read).toBe("4 3");
  const second = await iterations({ iters: 1, scroll_id: first.scroll_id });
  expect(second.read).toBe("2");
  const back = await iterations({ iters: 2, scroll_id: second.scroll_id, navigate_earlier: false });
  expect(back.read).toBe("4 3");
  const last = await iterations({ iters: 5, scroll_id: second.scroll_id });
  expect(last.read).toBe("1");
  expect((await iterations({ scroll_id: last.scroll_id })).read).toBe("");
  const name = "events.debug_images";
  const bad = await call(key, name, { body: { metrics: [{ task }, { task }], scroll_id: first.scroll_id } });
  expectEnvelope(bad, { code: "400/1104", name });
  const old = await server.send(`/api/v2.5/${name}`, {
    body: { task, iters: 2 },
    headers: { authorization: key.basic },
  });
  const { images, returned } = expectEnvelope(old, { code: "200/0", name, requested: "2.5", actual: "2.1" });
  expect([(images as Json[]).map(({ iter }) => iter), returned]).toEqual([[4, 4, 3, 3], 4]);
});

test("one debug sample leads to the next", async () => {
  const { key, task, ask } = await makeReports(() => [
    ...[1, 5].map((iter) => image("m", "v", iter)),
    image("m", "w", 5),
    image("n", "v", 5),
  ]);
  const one = { metric: "m", variant: "v" };
  const shown = ({ event, min_iteration, max_iteration }: Json) => {
    const { metric, variant, iter } = (event ?? {}) as Json;
    return [`${metric}/${variant}/${iter}`, min_iteration, max_iteration];
  };
  const get = "events.get_debug_image_sample";
  const next = "events.next_debug_image_sample";
  const first = await ask(get, one);
  expect(shown(first)).toEqual(["m/v/5", 1, 5]);
  expect(shown(await ask(get, { ...one, iteration: 4 }))).toEqual(["m/v/1", 1, 5]);
  expect(await ask(get, { metric: "m", variant: "none" })).toEqual({
    ...{ scroll_id: null, event: null, min_iteration: null, max_iteration: null },
  });
  const { scroll_id } = first;
  expect(shown(await ask(next, { scroll_id }))).toEqual(["m/v/1", 1, 5]);
  const later = await ask(next, { scroll_id, navigate_earlier: false });
  expect(shown(later)).toEqual(["m/w/5", 5, 5]);
  const end = await ask(next, { scroll_id: later.scroll_id, navigate_earlier: false });
  expect(end).toMatchObject({ event: null, scroll_id: later.scroll_id });
  const across = await ask(get, { ...one, navigate_current_metric: false });
  const after = await ask(next, { scroll_id: across.scroll_id, navigate_earlier: false });
  const beyond = await ask(next, { scroll_id: after.scroll_id, navigate_earlier: false });
  expect(shown(beyond)).toEqual(["n/v/5", 5, 5]);
  const skipped = await ask(next, { scroll_id: beyond.scroll_id, next_iteration: true });
  expect(shown(skipped)).toEqual(["m/v/1", 1, 5]);
  for (const made of [undefined, "x", "at:x"]) {
    const refused = await call(key, next, { body: { task, scroll_id: made } });
    expectEnvelope(refused, { code: "400/1104", name: next });
  }
});

test("of vectors there are none", async () => {
  const { ask } = await makeReports(() => [
    { type: "training_stats_vector", metric: "v", variant: "w", iter: 1 },
  ]);
  expect(await ask("events.get_vector_metrics_and_variants")).toEqual({ metrics: {} });
  expect(await ask("events.vector_metrics_iter_histogram")).toEqual({ images: [] });
});

test("what was reported is deleted by whoever may modify the task, unless it is published", async () => {
  const { project, keys } = await makeResourceWorld();
  const { id: task } = await dataOf(keys.writer, "tasks.create", {
    body: { name: "train", type: "training", project },
  });
  await dataOf(keys.writer, "events.add", { body: { task, type: "log", msg: "x", timestamp: 1 } });
  const name = "events.delete_for_task";
  const refused = async (key: typeof keys.writer, code: string) =>
    expectEnvelope(await call(key, name, { body: { task } }), { code, name });
  await refused(keys.foreign, "400/101");
  await refused(keys.reader, "403/21");
  await dataOf(keys.writer, "tasks.publish", { body: { task, force: true } });
  await refused(keys.writer, "400/110");
  const total = async () => (await dataOf(keys.writer, "events.get_task_log", { body: { task } })).total;
  expect(await total()).toBe(1);
  const body = { task, allow_locked: true };
  expect(await dataOf(keys.writer, name, { body })).toEqual({ deleted: true });
  expect(await total()).toBe(0);
});

test("what was reported of a model is deleted by those who may modify it, until it is published", async () => {
  const { project, keys } = await makeResourceWorld();
  const { id: model } = await dataOf(keys.writer, "models.create", {
    body: { name: "weights", uri: "s3://bucket/m", project, ready: false },
  });
  const name = "events.delete_for_model";
  const refused = async (key: typeof keys.writer, code: string) =>
    expectEnvelope(await call(key, name, { body: { model } }), { code, name });
  await refused(keys.foreign, "400/201");
  await refused(keys.reader, "403/21");
  const reported = {
    type: "training_stats_scalar",
    task: model,
    model_event: true,
    metric: "m",
    variant: "v",
    value: 1,
  };
  await dataOf(keys.writer, "events.add", { body: reported });
  expect(await dataOf(keys.writer, name, { body: { model } })).toEqual({ deleted: true });
  expect(await dataOf(keys.writer, name, { body: { model } })).toEqual({ deleted: false });
  const asked = { task: model, model_events: true };
  expect(await dataOf(keys.writer, "events.scalar_metrics_iter_histogram", { body: asked })).toEqual({});
  await dataOf(keys.writer, "models.set_ready", { body: { model } });
  await refused(keys.writer, "400/203");
});
