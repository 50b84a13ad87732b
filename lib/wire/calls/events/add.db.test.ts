import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { listSamples } from "@/db/reads/samples";
import { listSeries } from "@/db/reads/series";
import { listLogLines } from "@/db/reads/task-reports";
import { taskLogChunks } from "@/db/schema/task-reports";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { join } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeTask } from "@/db/testing/resources";
import { singleValueIteration } from "@/lib/core/resources/event";
import type { TaskStatus } from "@/lib/core/resources/task";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

type Caller = Awaited<ReturnType<typeof makeCaller>>;
type Event = Record<string, unknown>;

async function makeCallerWithTask() {
  const caller = await makeCaller();
  return { ...caller, task: await makeTask(caller.workspaceId, caller.person) };
}

/** As the SDK sends a batch. */
function sendBatch({ key }: Pick<Caller, "key">, events: readonly Event[]) {
  return server.send("/api/v2.23/events.add_batch", {
    method: "POST",
    body: events.map((event) => JSON.stringify(event)).join("\n"),
    headers: { authorization: key.basic, "content-type": "application/json-lines" },
  });
}

async function addBatch(caller: Pick<Caller, "key">, events: readonly Event[]) {
  const name = "events.add_batch";
  return expectEnvelope(await sendBatch(caller, events), { code: "200/0", name, requested: "2.23" });
}

async function findTask(id: string) {
  const [row] = await db().select().from(tasks).where(eq(tasks.id, id));
  return row;
}

function bytesOf(events: readonly Event[]): number {
  return events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0);
}

const scalar = (task: string, iter: number, value: number, more: Event = {}) => ({
  ...{ type: "training_stats_scalar", task, metric: "loss", variant: "train" },
  ...{ iter, value, timestamp: 1_000 + iter, ...more },
});
const line = (task: string, msg: string, timestamp = 1_000) => ({
  ...{ type: "log", task, level: "info", worker: "w", msg, timestamp },
});
const image = (task: string, iter: number, more: Event = {}) => ({
  ...{ type: "training_debug_image", task, metric: "m", variant: "v", iter, timestamp: 7 },
  ...{ url: `s3://bucket/${iter}.png`, ...more },
});

test("a batch of every kind is kept, and every byte of it counted", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  const events = [
    line(task, "é"),
    scalar(task, 1, 0.5),
    scalar(task, 2, 0.25),
    image(task, 3),
    { type: "plot", task, metric: "p", variant: "v", iter: 9, plot_str: "{}" },
    { type: "training_stats_vector", task, metric: "h", variant: "v", iter: 4, values: [1] },
  ];
  expect(await addBatch(caller, events)).toEqual({ added: 6, errors: 0, errors_info: {} });
  expect(await listLogLines(workspaceId, task)).toEqual([
    { atMs: 1_000, level: "info", worker: "w", text: "é" },
  ]);
  expect(await listSeries(workspaceId, [task])).toEqual([
    {
      ...{ reporterId: task, metric: "loss", variant: "train" },
      series: {
        ...{
          points: [
            [1, 0.5, 1_001],
            [2, 0.25, 1_002],
          ],
          stride: 1,
        },
        ...{ last: [2, 0.25, 1_002], least: [2, 0.25, 1_002], most: [1, 0.5, 1_001] },
      },
    },
  ]);
  expect(await listSamples({ kind: "task", workspaceId, id: task })).toEqual([
    { metric: "m", variant: "v", iteration: 3, url: "s3://bucket/3.png", reportedAt: new Date(7) },
  ]);
  const row = await findTask(task);
  expect(row).toMatchObject({ eventBytes: bytesOf(events), lastIteration: 9 });
  expect(row?.updatedAt.getTime()).toBeGreaterThan(row?.createdAt.getTime() ?? 0);
  expect(row?.lastWorkerReportAt).toEqual(row?.updatedAt);
});

test("a later batch goes on where the former one ended", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  const batches = [
    [scalar(task, 5, 1), line(task, "1"), image(task, 1)],
    [scalar(task, 3, 2), line(task, "2"), image(task, 1, { url: "s3://bucket/again.png" })],
  ];
  for (const batch of batches) await addBatch(caller, batch);
  const [{ series } = { series: undefined }] = await listSeries(workspaceId, [task]);
  expect(series?.points).toEqual([
    [3, 2, 1_003],
    [5, 1, 1_005],
  ]);
  expect(series?.last).toEqual([5, 1, 1_005]);
  expect((await listLogLines(workspaceId, task)).map(({ text }) => text)).toEqual(["1", "2"]);
  expect((await listSamples({ kind: "task", workspaceId, id: task })).map(({ url }) => url)).toEqual([
    "s3://bucket/again.png",
  ]);
  expect(await findTask(task)).toMatchObject({ lastIteration: 5, eventBytes: bytesOf(batches.flat()) });
});

test("batches of one task at the same time lose nothing", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  const batches = Array.from({ length: 8 }, (_, at) => [scalar(task, at, at), line(task, `${at}`)]);
  await Promise.all(batches.map((batch) => addBatch(caller, batch)));
  const [row] = await listSeries(workspaceId, [task]);
  expect(row?.series.points.map(([iteration]) => iteration)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect((await listLogLines(workspaceId, task)).map(({ text }) => text).sort()).toEqual([..."01234567"]);
  expect(await findTask(task)).toMatchObject({ eventBytes: bytesOf(batches.flat()) });
});

test("of a log the last 2,000 lines are kept, in few chunks", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
  await addBatch(
    caller,
    numbers(0, 2_300).map((at) => line(task, `${at}`)),
  );
  for (const at of numbers(2_300, 2_310)) await addBatch(caller, [line(task, `${at}`)]);
  const kept = await listLogLines(workspaceId, task);
  expect(kept.map(({ text }) => Number(text))).toEqual(numbers(310, 2_310));
  const chunks = await db().select().from(taskLogChunks).where(eq(taskLogChunks.taskId, task));
  expect(chunks.length).toBeLessThan(10);
  expect(chunks.reduce((sum, { lineCount }) => sum + lineCount, 0)).toBe(2_000);
});

test("of samples the last 100 iterations of each variant are kept", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  const events = Array.from({ length: 150 }, (_, at) => image(task, at));
  await addBatch(caller, [...events, image(task, 0, { variant: "other" })]);
  const kept = await listSamples({ kind: "task", workspaceId, id: task });
  expect(kept.map(({ variant, iteration }) => [variant, iteration])).toEqual([
    ...Array.from({ length: 100 }, (_, at) => ["v", 149 - at]),
    ["other", 0],
  ]);
});

test("of samples 5,000 of a task are kept, the last iterations", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  const variants = Array.from({ length: 60 }, (_, at) => `${at}`);
  const reported = Array.from({ length: 90 }, (_, iter) =>
    variants.map((variant) => image(task, iter, { variant })),
  );
  for (const half of [reported.slice(0, 45), reported.slice(45)]) await addBatch(caller, half.flat());
  const kept = await listSamples({ kind: "task", workspaceId, id: task });
  expect(kept.length).toBe(5_000);
  expect(Math.min(...kept.map(({ iteration }) => iteration))).toBe(6);
});

test("a task has up to 2,000 metrics and variants; what is beyond is counted as errors", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  const named = (at: number) => scalar(task, 1, 1, { variant: `${at}` });
  await addBatch(
    caller,
    Array.from({ length: 1_999 }, (_, at) => named(at)),
  );
  expect(await addBatch(caller, [named(0), named(5_000), named(5_001), named(5_002)])).toEqual({
    added: 2,
    errors: 2,
    errors_info: { "A task keeps up to 2000 metrics and variants": 2 },
  });
  expect((await listSeries(workspaceId, [task])).length).toBe(2_000);
});

test("single values and iterations beyond what a task counts are kept", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  const large = 2 ** 40;
  await addBatch(caller, [scalar(task, singleValueIteration, 3, { variant: "one" }), scalar(task, large, 1)]);
  const rows = await listSeries(workspaceId, [task]);
  expect(rows.map(({ variant, series }) => [variant, series.last[0]])).toEqual([
    ["one", singleValueIteration],
    ["train", large],
  ]);
  expect(await findTask(task)).toMatchObject({ lastIteration: 2 ** 31 - 1 });
});

test("bad lines are counted by reason, and the good ones kept", async () => {
  const caller = await makeCallerWithTask();
  const elsewhere = await makeCallerWithTask();
  const events = [
    line(caller.task, "kept"),
    { task: caller.task },
    { ...line(caller.task, "?"), type: "song" },
    scalar(caller.task, 1, Number.NaN),
    line(elsewhere.task, "foreign"),
    line("f".repeat(32), "unknown"),
  ];
  expect(await addBatch(caller, events)).toEqual({
    added: 1,
    errors: 5,
    errors_info: {
      "Event must have a 'type' field": 1,
      "Invalid event type song": 1,
      "Scalar value must be a number": 1,
      [`Invalid task id ${elsewhere.task}`]: 1,
      [`Invalid task id ${"f".repeat(32)}`]: 1,
    },
  });
  expect(await listLogLines(elsewhere.workspaceId, elsewhere.task)).toEqual([]);
});

test("a published task takes events only where they say so", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  const published: TaskStatus = "published";
  await db().update(tasks).set({ status: published }).where(eq(tasks.id, task));
  const refused = await sendBatch(caller, [line(task, "no")]);
  expectEnvelope(refused, { code: "400/131", name: "events.add_batch", requested: "2.23", message: task });
  await addBatch(caller, [{ ...line(task, "yes"), allow_locked: true }]);
  expect((await listLogLines(workspaceId, task)).map(({ text }) => text)).toEqual(["yes"]);
});

describe("whole batches are refused", () => {
  const name = "events.add_batch";
  const task = "0".repeat(32);
  test.each([
    ["", "400/17"],
    ["\n \n", "400/17"],
    ["{", "400/18"],
    ["[]", "400/18"],
    [`${JSON.stringify(line(task, "x"))}\nnonsense`, "400/18"],
    [JSON.stringify(line(task, "x")), "400/131"],
    [
      [line(task, "x"), { ...line(task, "y"), allow_locked: true }]
        .map((each) => JSON.stringify(each))
        .join("\n"),
      "400/15",
    ],
  ])("%j: %s", async (body, code) => {
    const { key } = await makeCaller();
    const headers = { authorization: key.basic, "content-type": "application/json-lines" };
    const received = await server.send("/api/events.add_batch", { method: "POST", body, headers });
    expectEnvelope(received, { code, name });
  });
});

test("events.add takes one event", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  expect(await dataOf(caller.key, "events.add", { body: line(task, "one") })).toEqual({
    ...{ added: 1, errors: 0, errors_info: {} },
  });
  expect((await listLogLines(workspaceId, task)).map(({ text }) => text)).toEqual(["one"]);
  const refused = await call(caller.key, "events.add", { body: { type: "log", msg: "x" } });
  expectEnvelope(refused, { code: "400/131", name: "events.add" });
});

test("who may only read a task reports nothing of it", async () => {
  const caller = await makeCallerWithTask();
  const { task, workspaceId } = caller;
  const reader = await makePerson("Reader");
  await join(workspaceId, reader);
  const key = await makeCredentials({ account: reader, workspaceId });
  await closeWorkspace(workspaceId);
  await makeAccessRule(workspaceId, { type: "task", target: task, access: "read", users: [reader] });
  const refused = await sendBatch({ key }, [line(task, "no")]);
  const message = `Modification of task ${task} not allowed`;
  expectEnvelope(refused, { code: "400/131", name: "events.add_batch", requested: "2.23", message });
  expect(await listLogLines(workspaceId, task)).toEqual([]);
  expect(await findTask(task)).toMatchObject({ eventBytes: 0 });
});
