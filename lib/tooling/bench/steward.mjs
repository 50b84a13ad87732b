import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import postgres from "postgres";

/** A Steward of its own with the demo data, as an operator starts it, or from another build of the server. */
export async function withSteward(dir, use, { main } = {}) {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), "steward-bench-"));
  const port = await freePort();
  const start = main
    ? ["--input-type=module", "--eval", startOther, main, dir]
    : ["lib/entry/launch.mjs", "start", "--demo", "--json"];
  const steward = spawn(process.execPath, start, {
    cwd: dir,
    env: {
      ...process.env,
      DATABASE_URL: "",
      PORT: String(port),
      STEWARD_DATA: dataFolder,
      LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const demo = JSON.parse(await lineOf(steward, (line) => line.startsWith('{"url"')));
    const socket = path.join(dataFolder, "postgres-socket");
    const databaseUrl = `postgres://steward@localhost/steward?host=${encodeURIComponent(socket)}`;
    await use({ port, demo, databaseUrl, pid: steward.pid });
  } finally {
    await stop(steward);
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Starts the server as the launcher does, with the build at the first argument. */
const startOther = `
  const [main, dir] = process.argv.slice(1);
  process.env.NODE_ENV = "production";
  const { start } = await import(main);
  await start({ dir, demo: true, json: true, dev: false });`;

/** A TypeScript module of the project with all that it imports. */
export async function loadModule(dir, file) {
  const { outputFiles } = await build({
    entryPoints: [path.join(dir, file)],
    bundle: true,
    format: "esm",
    platform: "node",
    alias: { "@": dir },
    write: false,
    logLevel: "error",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** The same for modules whose packages can't be put into one file. */
export async function loadServerModule(dir, file) {
  const outfile = path.join(dir, "node_modules/.cache/steward-bench", `${path.basename(file, ".ts")}.mjs`);
  await build({
    ...{ absWorkingDir: dir, entryPoints: [path.join(dir, file)], outfile, bundle: true, format: "esm" },
    ...{ platform: "node", packages: "external", tsconfig: "tsconfig.json", logLevel: "error" },
  });
  return import(pathToFileURL(outfile).href);
}

export function connect(databaseUrl, options = {}) {
  const url = new URL(databaseUrl);
  const host = url.searchParams.get("host");
  url.searchParams.delete("host");
  return postgres(url.toString(), { ...(host ? { host } : {}), max: 1, onnotice: () => {}, ...options });
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function lineOf(child, fits) {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (fits(line)) resolve(line);
    });
    child.on("exit", (code) => reject(new Error(`a server ended with ${code} before it served`)));
  });
}

function stop(child) {
  if (child.exitCode !== null) return undefined;
  child.kill("SIGTERM");
  return new Promise((resolve) => child.on("exit", resolve));
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
