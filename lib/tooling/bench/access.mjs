import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { contenders, isInstalled } from "./access-contenders.mjs";

const size = { people: 5000, teams: 300, projects: 2000, objects: 100_000, rules: 5000 };
const rounds = 5;
const ms = 600;

/**
 * The access engine beside its peers on one made-up workspace. Peers are compared with when the folder in
 * STEWARD_BENCH_PEERS (or the project) has them: npm i casbin @casl/ability @cedar-policy/cedar-wasm
 */
export async function benchAccess(dir) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "steward-bench-access-"));
  const engine = path.join(folder, "engine.mjs");
  await build({
    stdin: {
      contents: `
        export { load } from "./engine";
        export { define } from "./testing/definition";
        export { compareInSteps } from "./previews/compare";`,
      resolveDir: path.join(dir, "lib/core/access"),
    },
    bundle: true,
    format: "esm",
    platform: "neutral",
    outfile: engine,
  });
  const places = { engine: pathToFileURL(engine).href, peers: process.env.STEWARD_BENCH_PEERS ?? dir };
  const names = Object.keys(contenders).filter((name) => isInstalled(name, places.peers));
  const running = new Map();
  try {
    for (const name of names) running.set(name, await start(name, places));
    await compare(running);
  } finally {
    for (const child of running.values()) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function start(name, places) {
  const file = fileURLToPath(new URL("./access-process.mjs", import.meta.url));
  // Node 20 can abort in optimised calls of WebAssembly, which Cedar is.
  const execArgv = ["--expose-gc", ...(name === "Cedar" ? ["--no-turbo-inline-js-wasm-calls"] : [])];
  const child = fork(file, [JSON.stringify({ name, size, places })], { execArgv });
  await once(child, "message");
  return child;
}

async function ask([name, child], measure, options = {}) {
  child.send({ measure, ...options });
  const [message] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`${name} exited with ${code} when asked for ${measure}.`);
    }),
  ]);
  return message.result;
}

async function compare(running) {
  const results = new Map();
  for (const contender of running) {
    const [name] = contender;
    const load = await ask(contender, "load");
    const agreed = name === "floor" ? "" : await ask(contender, "agreed");
    results.set(name, { load, agreed, checks: [], lists: [] });
  }
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of running) {
      const [name] = contender;
      const { checks, lists } = results.get(name);
      const check = await ask(contender, "check", { ms });
      const list = name === "floor" ? undefined : await ask(contender, "list", { ms, check });
      // The first round only warms up.
      if (round > 0) checks.push(check);
      if (round > 0 && list !== undefined) lists.push(list);
    }
  }
  report(results);
  const { load } = results.get("steward");
  const count = (number) => number.toLocaleString("en-US");
  const previews = await ask(["steward", running.get("steward")], "previews");
  console.log("\n| preview of | who gains or loses | guards | ms | longest turn ms |\n|---|---|---|---|---|");
  for (const { what, affected, guards, took, longest } of previews) {
    console.log(`| ${what} | ${count(affected)} | ${guards} | ${took.toFixed(0)} | ${longest.toFixed(0)} |`);
  }
  console.log("\n| changed, then asked | ms | of a load |\n|---|---|---|");
  for (const [what, took] of Object.entries(await ask(["steward", running.get("steward")], "edits"))) {
    console.log(`| ${what} | ${took.toFixed(3)} | 1/${Math.round(load.ms / took)} |`);
  }
}

function report(results) {
  const ours = results.get("steward");
  const count = (number) => Math.round(number).toLocaleString("en-US");
  console.log(
    `access: ${Object.entries(size)
      .map(([what, number]) => `${count(number)} ${what}`)
      .join(", ")}; ` + `${rounds} rounds of ${ms} ms; processor time, medians; ~ reckoned from checks`,
  );
  console.log(
    "| | check ns | times ours | list µs, median user | times ours | load ms | heap MB | answers as ours |",
  );
  console.log("|---|---|---|---|---|---|---|---|");
  for (const [name, { load, agreed, checks, lists }] of results) {
    const check = median(checks);
    const list = lists.length > 0 ? median(lists) : undefined;
    const cells = [
      name,
      count(check),
      (check / median(ours.checks)).toFixed(2),
      list === undefined ? "" : list > ms * 1e3 ? `~${count(list)}` : list.toFixed(1),
      list === undefined ? "" : count(list / median(ours.lists)),
      load.ms.toFixed(0),
      (load.bytes / 2 ** 20).toFixed(1),
      agreed === "" ? "" : agreed === ours.agreed ? "yes" : "NO",
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchAccess(fileURLToPath(new URL("../../..", import.meta.url)));
}
