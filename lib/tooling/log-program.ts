import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** A program for one test file whose log is looked at from outside: bundled once, and run at the level that is asked for. */
export function openLogProgram(source: string): (level: string) => { stdout: string; lines: string[] } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-log-"));
  const program = path.join(folder, "program.cjs");
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
  return (level) => {
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
  };
}
