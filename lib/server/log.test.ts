import { expect, test } from "vitest";
import { openLogProgram } from "../tooling/log-program";

const run = openLogProgram(`
  import { log, logUnexpected } from "@/lib/server/log";
  log().info({ requestId: "r1", status: 200 }, "request");
  log().debug("not wanted");
  const breach = Object.assign(new Error("duplicate key"), { code: "23505", detail: "(hunter2)", parameters: ["hunter2"] });
  log().error({ err: breach }, "by hand");
  process.stdout.write(logUnexpected(new Error("outer", { cause: breach }), "a test"));
`);

test("every line is one JSON object with its level and time, and none is lost at the end", () => {
  const { stdout, lines } = run("info");
  const entries = lines.map((line) => JSON.parse(line));
  expect(entries.map(({ level, msg }) => [level, msg])).toEqual([
    ["info", "request"],
    ["error", "by hand"],
    ["error", "unexpected failure"],
  ]);
  for (const entry of entries) expect(new Date(entry.time).toISOString()).toBe(entry.time);
  expect(entries[0]).toMatchObject({ requestId: "r1", status: 200 });
  expect(entries[2]).toMatchObject({ where: "a test", reference: stdout, err: { cause: { code: "23505" } } });
  expect(stdout).toMatch(/^[0-9a-f]{8}$/);
});

test("no line holds a secret, an address of the database or the process's surroundings", () => {
  const { lines } = run("debug");
  expect(lines).toHaveLength(4);
  expect(lines.join("\n")).not.toMatch(/hunter2|hostname|"pid"/);
});

test("a silent log writes nothing", () => {
  expect(run("silent").lines).toEqual([]);
});
