import { expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { makeTask } from "@/db/testing/resources";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

test("logs are read in pages and scalars as curves, by who may read the task", async () => {
  const { key, workspaceId, person } = await makeCaller();
  const task = await makeTask(workspaceId, person);
  for (const at of [1, 2, 3]) {
    await dataOf(key, "events.add", { body: { type: "log", task, msg: `${at}`, timestamp: at } });
    const scalar = {
      type: "training_stats_scalar",
      task,
      metric: "loss",
      variant: "train",
      iter: at,
      value: at / 2,
    };
    await dataOf(key, "events.add", { body: { ...scalar, timestamp: at * 10 } });
  }
  const log = async (asked: object) => {
    const { events, total } = await dataOf(key, "events.get_task_log", { body: { task, ...asked } });
    return [(events as { msg: string }[]).map(({ msg }) => msg).join(""), total];
  };
  expect(await log({ batch_size: 2 })).toEqual(["32", 3]);
  expect(await log({ batch_size: 2, order: "asc" })).toEqual(["23", 3]);
  expect(await log({ batch_size: 2, from_timestamp: 2 })).toEqual(["1", 3]);
  expect(await log({ navigate_earlier: false, from_timestamp: 1 })).toEqual(["23", 3]);
  const name = "events.scalar_metrics_iter_histogram";
  expect(await dataOf(key, name, { body: { task } })).toEqual({
    loss: { train: { name: "train", x: [1, 2, 3], y: [0.5, 1, 1.5] } },
  });
  const none = { plots: [], returned: 0, total: 0, scroll_id: null };
  expect(await dataOf(key, "events.get_task_plots", { body: { task } })).toEqual(none);
  const foreign = await makeCaller();
  for (const each of [name, "events.get_task_log", "events.get_task_plots"]) {
    expectEnvelope(await call(foreign.key, each, { body: { task } }), { code: "400/101", name: each });
  }
});
