import { describe, expect, test } from "vitest";
import { EventReader } from "./event";

const task = "a".repeat(32);

function readAll(events: Record<string, unknown>[]) {
  const reader = new EventReader(1_000);
  for (const event of events) reader.read(event, 10);
  return reader;
}

describe("one event", () => {
  test.each([
    [
      { type: "log", task, timestamp: 5, level: "info", worker: "w", msg: "hi\0\ud800" },
      { log: [{ atMs: 5, level: "info", worker: "w", text: "hi\uFFFD" }] },
    ],
    [{ type: "log", task, msg: 7 }, { log: [{ atMs: 1_000, level: "", worker: "", text: "7" }] }],
    [{ type: "log", task, ts: "12", msg: "x" }, { log: [{ atMs: 12, level: "", worker: "", text: "x" }] }],
    [
      { type: "log", task, timestamp: -1, msg: "x".repeat(20_000) },
      { log: [{ atMs: 1_000, level: "", worker: "", text: "x".repeat(16_384) }] },
    ],
    [
      {
        type: "training_stats_scalar",
        task,
        metric: "loss",
        variant: "train",
        iter: 3,
        value: 0.5,
        timestamp: 9,
      },
      { scalars: [{ metric: "loss", variant: "train", point: [3, 0.5, 9] }], lastIteration: 3 },
    ],
    [
      { type: "training stats scalar", task, values: "2" },
      { scalars: [{ metric: "", variant: "", point: [0, 2, 1_000] }] },
    ],
    [
      { type: "training_stats_scalar", task, iter: -(2 ** 31), value: 1 },
      { scalars: [{ metric: "", variant: "", point: [-(2 ** 31), 1, 1_000] }], lastIteration: 0 },
    ],
    [
      { type: "training_debug_image", task, metric: "m", variant: "v", iter: 2.7, url: "s3://b/k" },
      {
        samples: [{ metric: "m", variant: "v", iteration: 2, url: "s3://b/k", atMs: 1_000 }],
        lastIteration: 2,
      },
    ],
    [
      { type: "plot", task, metric: "m", variant: "v", iter: 4, plot_str: '{"source": "s3://b/k.png"}' },
      {
        plots: [
          {
            ...{ metric: "m", variant: "v", iteration: 4, text: '{"source": "s3://b/k.png"}' },
            ...{ sourceUrls: ["s3://b/k.png"], atMs: 1_000 },
          },
        ],
        lastIteration: 4,
      },
    ],
    [
      { type: "plot", task },
      { plots: [{ metric: "", variant: "", iteration: 0, text: "", sourceUrls: [], atMs: 1_000 }] },
    ],
    [{ type: "training_stats_vector", task, values: [1, 2] }, {}],
  ])("%j is read", (event, expected) => {
    const { byTask, errors } = readAll([event]);
    expect([...byTask.values()]).toEqual([
      {
        ...{ id: task, allowsLocked: false, count: 1, bytes: 10, lastIteration: undefined },
        ...{ log: [], scalars: [], samples: [], plots: [], ...expected },
      },
    ]);
    expect(errors.total).toBe(0);
  });

  test.each([
    [{ task }, "Event must have a 'type' field"],
    [{ type: "picture", task }, "Invalid event type picture"],
    [{ type: "log" }, "Event must have a 'task' field"],
    [{ type: "log", task: 5 }, "Event must have a 'task' field"],
    [{ type: "plot", model_event: true }, "Event must have a 'task' field"],
    [{ type: "log", model_event: true, task }, "Task log events are not supported for models"],
    [{ type: "plot", task, iter: 2 ** 60 }, "Iteration number should not exceed 9007199254740991"],
    [{ type: "plot", task, iter: "soon" }, "Iteration number should not exceed 9007199254740991"],
    [{ type: "plot", task, metric: "m".repeat(257) }, "Metric and variant should not exceed 256 characters"],
    [{ type: "training_stats_scalar", task, value: "high" }, "Scalar value must be a number"],
    [{ type: "training_stats_scalar", task }, "Scalar value must be a number"],
    [{ type: "training_debug_image", task }, "Debug sample must have a URL of up to 4096 characters"],
  ])("%j is counted as an error", (event, reason) => {
    const { byTask, errors } = readAll([event]);
    expect([...byTask.values()].filter(({ count }) => count > 0)).toEqual([]);
    expect([errors.total, errors.info()]).toEqual([1, { [reason]: 1 }]);
  });
});

test("a plot is refused by its size on the way", () => {
  const reader = new EventReader(1_000);
  reader.read({ type: "plot", task, plot_str: "{}" }, 4 * 1024 * 1024 + 1);
  expect(reader.errors.info()).toEqual({ "Plot should not exceed 4194304 bytes": 1 });
});

test("events of models are collected by model", () => {
  const other = "b".repeat(32);
  const scalar = {
    type: "training_stats_scalar",
    model_event: true,
    metric: "loss",
    variant: "val",
    value: 1,
  };
  const { byTask, byModel, errors } = readAll([
    { ...scalar, task, iter: 2 },
    { type: "plot", model_event: true, task: other },
    { ...scalar, task: "anything", model: task, iter: 3 },
  ]);
  const counts = [...byModel.values()].map(({ id, count, scalars }) => [
    id,
    count,
    scalars.map(({ point }) => point[0]),
  ]);
  expect(counts).toEqual([
    [task, 2, [2, 3]],
    [other, 1, []],
  ]);
  expect([byTask.size, errors.total]).toEqual([0, 0]);
});

test("one id stands for a task or for a model", () => {
  const reader = readAll([
    { type: "plot", task },
    { type: "plot", model_event: true, task },
  ]);
  expect(reader.conflict).toBe("Inconsistent model_event setting in the passed events");
});

test("a batch is grouped by task and counted", () => {
  const other = "b".repeat(32);
  const { byTask, errors } = readAll([
    { type: "log", task, msg: "1" },
    { type: "log", task: other, msg: "2" },
    { type: "plot", task, iter: 7 },
    { type: "plot", task, iter: 3 },
    { type: "nothing", task },
  ]);
  expect(
    [...byTask.values()].map(({ id, count, bytes, lastIteration }) => [id, count, bytes, lastIteration]),
  ).toEqual([
    [task, 3, 30, 7],
    [other, 1, 10, undefined],
  ]);
  expect(errors.total).toBe(1);
});

test("one task is locked or not in a whole batch", () => {
  const { conflict } = readAll([
    { type: "log", task, msg: "1" },
    { type: "log", task, msg: "2", allow_locked: true },
  ]);
  expect(conflict).toBe(`Inconsistent allow_locked setting in the passed events for ${task}`);
});

test("only so many reasons are told apart", () => {
  const { errors } = readAll(Array.from({ length: 60 }, (_, at) => ({ type: `t${at}`, task })));
  expect(errors.total).toBe(60);
  expect(errors.info()).toMatchObject({ "Invalid event type t0": 1, "Other errors": 10 });
});
