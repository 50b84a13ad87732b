import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import { type PoolLimits, WorkerPool } from "./worker-pool";

/** Answers with the order and the number of its thread, or does what the order says. */
const thread = `
  const { parentPort, threadId } = require("node:worker_threads");
  parentPort.on("message", (order) => {
    if (order === "hang") for (;;);
    if (order === "throw") throw new Error("on purpose");
    if (order === "exit") process.exit(0);
    if (order === "exhaust") for (const all = []; ; ) all.push(new Array(100_000).fill(all.length));
    parentPort.postMessage({ order, threadId });
  });`;

const pools: WorkerPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function open(limits: Partial<PoolLimits> = {}) {
  const started: Worker[] = [];
  const reported: string[] = [];
  const start = () => {
    const worker = new Worker(thread, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } });
    started.push(worker);
    return worker;
  };
  const pool = new WorkerPool(start, { threads: 1, waiting: 2, orderMs: 20_000, ...limits }, ({ message }) =>
    reported.push(message),
  );
  pools.push(pool);
  return { pool, started, reported };
}

const done = (order: unknown) => ({ value: expect.objectContaining({ order }) });

describe("a pool of threads", () => {
  test("starts none before it is needed, and keeps the one that answered", async () => {
    const { pool, started } = open();
    expect(started).toHaveLength(0);
    expect(await pool.run("a")).toEqual(done("a"));
    expect(await pool.run("b")).toEqual(done("b"));
    expect(started).toHaveLength(1);
  });

  test("has as many as it may, and gives the rest to whichever is free", async () => {
    const { pool, started } = open({ threads: 2, waiting: 10 });
    const orders = [1, 2, 3, 4, 5, 6];
    expect(await Promise.all(orders.map((order) => pool.run(order)))).toEqual(orders.map(done));
    expect(started).toHaveLength(2);
  });

  test("refuses what is past its queue, and goes on with what waits", async () => {
    const { pool } = open({ waiting: 2 });
    const outcomes = await Promise.all(["a", "b", "c", "d", "e"].map((order) => pool.run(order)));
    expect(outcomes).toEqual([done("a"), done("b"), done("c"), { problem: "busy" }, { problem: "busy" }]);
  });

  test("ends an order at its time limit, with its thread, and does the next one", async () => {
    const { pool, started } = open({ orderMs: 2_000 });
    const hanging = pool.run("hang");
    const next = pool.run("next");
    expect(await hanging).toEqual({ problem: "too_slow" });
    expect(await next).toEqual(done("next"));
    expect(started).toHaveLength(2);
    expect(started[0]?.threadId).toBe(-1);
  });

  test.each([
    ["throw", ["on purpose"]],
    ["exit", []],
    ["exhaust", [expect.stringContaining("memory")]],
  ])("survives a thread that breaks by %s", async (order, reasons) => {
    const { pool, reported } = open();
    const breaking = pool.run(order);
    const next = pool.run("next");
    expect(await breaking).toEqual({ problem: "failed" });
    expect(await next).toEqual(done("next"));
    expect(await pool.run("after")).toEqual(done("after"));
    expect(reported).toEqual(reasons);
  });

  test("ends what runs and drops what waits when nobody waits for it", async () => {
    const { pool, started } = open();
    const [running, waiting] = [new AbortController(), new AbortController()];
    const outcomes = [pool.run("hang", running.signal), pool.run("a", waiting.signal), pool.run("b")];
    waiting.abort();
    expect(await outcomes[1]).toEqual({ problem: "cancelled" });
    running.abort();
    expect(await outcomes[0]).toEqual({ problem: "cancelled" });
    expect(await outcomes[2]).toEqual(done("b"));
    expect(started).toHaveLength(2);
    expect(await pool.run("c", AbortSignal.abort())).toEqual({ problem: "cancelled" });
  });

  test("a signal that fires after the answer ends nothing", async () => {
    const { pool, started } = open();
    const late = new AbortController();
    expect(await pool.run("a", late.signal)).toEqual(done("a"));
    late.abort();
    expect(await pool.run("b")).toEqual(done("b"));
    expect(started).toHaveLength(1);
  });

  test("replaces a thread that ended while it had nothing to do", async () => {
    const { pool, started } = open();
    await pool.run("a");
    await started[0]?.terminate();
    expect(await pool.run("b")).toEqual(done("b"));
    expect(started).toHaveLength(2);
  });

  test("closes with work in it", async () => {
    const { pool } = open();
    const outcomes = [pool.run("hang"), pool.run("a")];
    await pool.close();
    expect(await Promise.all(outcomes)).toEqual([{ problem: "cancelled" }, { problem: "cancelled" }]);
    expect(await pool.run("b")).toEqual({ problem: "cancelled" });
  });

  test("leaves this thread free while another is at work", async () => {
    const { pool } = open();
    const hanging = pool.run("hang");
    let turns = 0;
    for (; turns < 20; turns += 1) await wait(1);
    expect(turns).toBe(20);
    await pool.close();
    await hanging;
  });
});
