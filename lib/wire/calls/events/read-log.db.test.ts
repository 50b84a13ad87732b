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
const name = "events.get_task_log";

async function makeLog() {
  const { key, workspaceId, person } = await makeCaller();
  const task = await makeTask(workspaceId, person);
  for (const at of [1, 2, 3]) {
    const line = { type: "log", task, msg: `${at}`, timestamp: at };
    await dataOf(key, "events.add", { body: at === 2 ? { ...line, metric: "m", variant: "v" } : line });
  }
  return { key, task };
}

test("a log is read in pages by time", async () => {
  const { key, task } = await makeLog();
  const log = async (asked: object) => {
    const { events, total } = await dataOf(key, name, { body: { task, ...asked } });
    return [(events as { msg: string }[]).map(({ msg }) => msg).join(""), total];
  };
  expect(await log({})).toEqual(["321", 3]);
  expect(await log({ batch_size: 2 })).toEqual(["32", 3]);
  expect(await log({ batch_size: 2, order: "asc" })).toEqual(["23", 3]);
  expect(await log({ batch_size: 2, from_timestamp: 2 })).toEqual(["1", 3]);
  expect(await log({ navigate_earlier: false, from_timestamp: 1 })).toEqual(["23", 3]);
  expect(await log({ metrics: [{ metric: "m" }] })).toEqual(["2", 1]);
  expect(await log({ metrics: [{ metric: "m", variants: ["v", "w"] }] })).toEqual(["2", 1]);
  expect(await log({ metrics: [{ metric: "m", variants: ["w"] }] })).toEqual(["", 0]);
  expect(await log({ metrics: [{ metric: "" }] })).toEqual(["31", 2]);
  const foreign = await makeCaller();
  expectEnvelope(await call(foreign.key, name, { body: { task } }), { code: "400/101", name });
});

test("older clients follow a log by scroll, from the end that they name", async () => {
  const { key, task } = await makeLog();
  const send = (who: typeof key, version: string, body: object) =>
    server.send(`/api/v${version}/${name}`, { body, headers: { authorization: who.basic } });
  const read = async (version: string, asked: object) => {
    const pages: string[] = [];
    for (let scroll: unknown; pages.at(-1) !== ""; ) {
      const sent = await send(key, version, { task, batch_size: 2, scroll_id: scroll, ...asked });
      const data = expectEnvelope(sent, {
        ...{ code: "200/0", name, requested: version },
        actual: version < "1.7" ? "1.5" : "1.7",
      });
      const events = data.events as { msg: string }[];
      expect([data.returned, data.total]).toEqual([events.length, 3]);
      pages.push(events.map(({ msg }) => msg).join(""));
      scroll = data.scroll_id;
    }
    return pages.join(" ").trim();
  };
  expect(await read("1.5", {})).toBe("32 1");
  expect(await read("1.5", { order: "asc" })).toBe("12 3");
  expect(await read("1.7", { order: "asc" })).toBe("12 3");
  expect(await read("2.5", {})).toBe("21 3");
  expect(await read("2.5", { from: "tail", order: "asc" })).toBe("23 1");
  expect(await read("2.8", { from: "tail", order: "desc" })).toBe("32 1");
  const tooOld = { code: "404/0", name, requested: "1.4", actual: null };
  expectEnvelope(await send(key, "1.4", { task }), tooOld);
  const bad = await send(key, "2.5", { task, scroll_id: "x" });
  expectEnvelope(bad, { code: "400/1104", name, requested: "2.5" });
  const foreign = await makeCaller();
  for (const version of ["1.5", "2.5"]) {
    const refused = { code: "400/101", name, requested: version };
    expectEnvelope(await send(foreign.key, version, { task }), refused);
  }
});
