import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-log-"));
const program = path.join(folder, "program.cjs");

const source = `
  import { log, logUnexpected } from "@/lib/server/log";
  log().info({ requestId: "r1", status: 200 }, "request");
  log().debug("not wanted");
  const breach = Object.assign(new Error("duplicate key"), { code: "23505", detail: "(hunter2)", parameters: ["hunter2"] });
  log().error({ err: breach }, "by hand");
  process.stdout.write(logUnexpected(new Error("outer", { cause: breach }), "a test"));
`;

beforeAll(async () => {
  await build({
    stdin: { contents: source, resolveDir: root, loader: "ts" },
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "cjs",
    packages: "external",
    outfile: program,
    logLevel: "error",
  });
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function run(level: string) {
  const { stdout, stderr } = spawnSync(process.execPath, [program], {
    encoding: "utf8",
    env: {
      NODE_ENV: "production",
      NODE_PATH: path.join(root, "node_modules"),
      DATABASE_URL: "postgres://u:hunter2@db/x",
      STEWARD_SECRET_KEYS: `k1:${Buffer.alloc(32).toString("base64")}`,
      LOG_LEVEL: level,
    },
  });
  return { stdout, lines: stderr.split("\n").filter(Boolean) };
}

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
