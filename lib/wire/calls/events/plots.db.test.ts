import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { taskPlots } from "@/db/schema/task-reports";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import { makeTask } from "@/db/testing/resources";
import { mostPlotIterations } from "@/lib/core/resources/event";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);
type Json = Record<string, unknown>;
const names = ({ plots }: Json) =>
  (plots as Json[]).map(({ metric, variant, iter }) => `${metric}/${variant} ${iter}`).join(", ");

const plot = (metric: string, variant: string, iter: number, text = `{"data":[${iter}]}`) => ({
  ...{ type: "plot", metric, variant, iter, timestamp: 10 + iter, plot_str: text },
});

async function makePlots(events: Json[]) {
  const { key, workspaceId, person } = await makeCaller();
  const task = await makeTask(workspaceId, person);
  const report = (some: Json[], to = task) =>
    server.send("/api/events.add_batch", {
      method: "POST",
      body: some.map((event) => JSON.stringify({ task: to, ...event })).join("\n"),
      headers: { authorization: key.basic, "content-type": "application/json-lines" },
    });
  await report(events);
  const ask = (name: string, body: Json = {}) => dataOf(key, `events.${name}`, { body: { task, ...body } });
  return { key, workspaceId, person, task, report, ask };
}

test("the newest plots of each metric and variant are answered as they were reported", async () => {
  const text = '{"data": [], "layout": {"images": [{"source": "s3://bucket/a.png"}]}}';
  const { task, ask, report } = await makePlots([
    ...[1, 2, 3].map((iter) => plot("roc", "val", iter)),
    plot("roc", "train", 1),
    plot("confusion", "val", 2, text),
  ]);
  const last = await ask("get_task_plots");
  expect(names(last)).toBe("confusion/val 2, roc/train 1, roc/val 3");
  expect([last.returned, last.total]).toEqual([3, 3]);
  expect((last.plots as Json[])[0]).toEqual({
    ...{ type: "plot", task, metric: "confusion", variant: "val", iter: 2, timestamp: 12 },
    ...{ plot_str: text, plot_len: text.length, source_urls: ["s3://bucket/a.png"] },
  });
  expect(names(await ask("get_task_plots", { iters: 2, metrics: [{ metric: "roc" }] }))).toBe(
    "roc/train 1, roc/val 3, roc/val 2",
  );
  const chosen = { metrics: [{ metric: "roc", variants: ["val"] }] };
  expect(names(await ask("get_task_plots", chosen))).toBe("roc/val 3");
  expect(names(await ask("get_task_plots", { scroll_id: last.scroll_id }))).toBe("");
  await report([plot("roc", "val", 3, '{"again":1}')]);
  expect(((await ask("get_task_plots", chosen)).plots as Json[])[0]).toMatchObject({
    plot_str: '{"again":1}',
  });
  const { events } = await ask("get_task_events", { event_type: "plot" });
  expect((events as Json[]).map(({ iter }) => iter)).toEqual([1, 1, 2, 2, 3]);
  expect(await ask("get_task_metrics", { tasks: [task], event_type: "plot" })).toEqual({
    metrics: [{ task, metrics: ["confusion", "roc"] }],
  });
});

test("plots of several tasks are answered by metric, variant, task and iteration", async () => {
  const { workspaceId, person, task, report, ask } = await makePlots([plot("roc", "val", 1)]);
  const other = await makeTask(workspaceId, person);
  await report([plot("roc", "val", 4)], other);
  const { plots, returned, total } = await ask("get_multi_task_plots", { tasks: [task, other] });
  const named = (iter: number) => ({ [iter]: { name: expect.any(String), plots: [expect.anything()] } });
  expect(plots).toEqual({ roc: { val: { [task]: named(1), [other]: named(4) } } });
  expect([returned, total]).toEqual([2, 2]);
});

test("plots are walked through by metric and by iteration", async () => {
  const { task, ask } = await makePlots([
    ...[1, 2].flatMap((iter) => [plot("a", "v", iter), plot("a", "w", iter), plot("b", "v", iter)]),
  ]);
  const shown = ({ events, min_iteration, max_iteration }: Json) => [
    (events as Json[]).map(({ metric, variant, iter }) => `${metric}${variant}${iter}`).join(" "),
    ...[min_iteration, max_iteration],
  ];
  const first = await ask("get_plot_sample", { metric: "b", navigate_current_metric: false });
  expect(shown(first)).toEqual(["bv2", 1, 2]);
  const second = await ask("next_plot_sample", { scroll_id: first.scroll_id });
  expect(shown(second)).toEqual(["av2 aw2", 1, 2]);
  const third = await ask("next_plot_sample", { scroll_id: second.scroll_id });
  expect(shown(third)).toEqual(["bv1", 1, 2]);
  expect(
    shown(await ask("next_plot_sample", { scroll_id: third.scroll_id, navigate_earlier: false })),
  ).toEqual(shown(second));
  expect(shown(await ask("get_plot_sample", { metric: "a", iteration: 1 }))).toEqual(["av1 aw1", 1, 2]);
  expect(shown(await ask("get_plot_sample", { metric: "none" }))).toEqual(["", null, null]);
  const { metrics } = await ask("plots", { metrics: [{ task, metric: "a" }], iters: 1 });
  expect(metrics).toMatchObject([{ task, iterations: [{ iter: 2, events: [{}, {}] }] }]);
});

test("of each metric and variant the last iterations are kept, and all of a task within a size", async () => {
  const { workspaceId, task, report, ask } = await makePlots(
    Array.from({ length: mostPlotIterations + 3 }, (_, iter) => plot("roc", "val", iter)),
  );
  const { total } = await ask("get_task_plots", { iters: 100 });
  expect(total).toBe(mostPlotIterations);
  const large = "x".repeat(3 * 1024 * 1024);
  for (const iter of [1, 2, 3])
    await report([plot("large", "a", iter, large), plot("large", "b", iter, large)]);
  const { rows, bytes } = await kept(workspaceId, task);
  expect(bytes).toBeLessThanOrEqual(16 * 1024 * 1024);
  expect(rows.filter((row) => row.startsWith("large"))).toEqual([
    "large a 1",
    "large a 2",
    "large a 3",
    "large b 2",
    "large b 3",
  ]);
  expect(rows).toContain(`roc val ${mostPlotIterations + 2}`);
});

async function kept(workspaceId: string, task: string) {
  const rows = await db()
    .select({
      name: sql<string>`concat_ws(' ', metric, variant, iteration)`,
      bytes: sql<number>`octet_length("text")`,
    })
    .from(taskPlots)
    .where(sql`workspace_id = ${workspaceId} and task_id = ${task}`)
    .orderBy(taskPlots.metric, taskPlots.variant, taskPlots.iteration);
  return { rows: rows.map(({ name }) => name), bytes: rows.reduce((sum, row) => sum + row.bytes, 0) };
}

test("plots count for usage until they are deleted, and are nobody else's to read", async () => {
  const { key, task, ask } = await makePlots([plot("roc", "val", 1)]);
  const counted = async () =>
    (await db().select({ bytes: tasks.eventBytes }).from(tasks).where(eq(tasks.id, task)))[0]?.bytes;
  expect(await counted()).toBeGreaterThan(0);
  const stranger = (await makeCaller()).key;
  const name = "events.get_task_plots";
  expectEnvelope(await call(stranger, name, { body: { task } }), { code: "400/101", name });
  expect(await dataOf(key, "events.delete_for_task", { body: { task } })).toEqual({ deleted: true });
  expect([(await ask("get_task_plots")).total, await counted()]).toEqual([0, 0]);
});
