import { beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
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
const act = (asked: string, body: object) => dataOf(world.keys.owner, asked, { body });
const idOf = async (asked: string, body: object) => String((await act(asked, body)).id);
const name = "pipelines.start_pipeline";

let pipeline: string;
let queue: string;
beforeAll(async () => {
  world = await makeResourceWorld();
  const project = await idOf("projects.create", { name: "Lab/.pipelines/night (1)" });
  pipeline = await idOf("tasks.create", {
    ...{ name: "night (1)", type: "controller", project, system_tags: ["pipeline"] },
    hyperparams: { Args: { lr: { value: "1" }, n: { value: "2" } }, General: { a: { value: "b" } } },
  });
  const { queues } = await act("queues.get_all", {});
  queue = String((queues as Document[])[0]?.id);
});

test("a run is cloned with other arguments, numbered and queued", async () => {
  const run = (args: object[]) => act(name, { task: pipeline, queue, args, verify_watched_queue: true });
  const started = await run([{ name: "lr", value: "5" }]);
  expect(started).toEqual({
    pipeline: expect.any(String),
    enqueued: true,
    queue_watched: expect.any(Boolean),
  });
  const { task } = await act("tasks.get_by_id", { task: started.pipeline });
  expect(task).toMatchObject({
    ...{ name: "night (1) #1", status: "queued", parent: pipeline, execution: { queue } },
    hyperparams: { Args: { lr: { value: "5" }, n: { value: "2" } }, General: { a: { value: "b" } } },
  });
  const { task: next } = await act("tasks.get_by_id", { task: (await run([])).pipeline });
  expect(next).toMatchObject({ name: "night (1) #2", hyperparams: { Args: { lr: { value: "1" } } } });
});

test.each([
  ["400/101", () => ({ task: "0".repeat(32), queue })],
  ["400/701", () => ({ task: pipeline, queue: "0".repeat(32) })],
  ["400/11", () => ({ task: pipeline })],
])("is refused with %s", async (code, body) => {
  expectEnvelope(await call(world.keys.owner, name, { body: body() }), { code, name });
});

test("what a served model reports is accepted, where it names its container", async () => {
  const served = { container_id: "c", endpoint_name: "e", model_name: "m" };
  expect(await act("serving.register_container", served)).toEqual({});
  const report = "serving.container_status_report";
  expect(await act(report, { ...served, endpoint_url: "https://example.com" })).toEqual({});
  expectEnvelope(await call(world.keys.owner, report, { body: served }), { code: "400/11", name: report });
  expect(await act("serving.unregister_container", { container_id: "c" })).toEqual({});
});
