// Measures one reader of HOCON and JSON.parse in turn, or what Steward does around its own (`around`), in a process of
// their own: what one reader leaves behind, such as garbage, would slow the next. Prints the times of each turn as JSON.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { loadEngine, vaultOf } from "./vault-engine.mjs";

const [name, sizes, budgetMs] = [process.argv[2], JSON.parse(process.argv[3]), Number(process.argv[4])];

const peers = {
  "hocon-parser": (module) => module.default ?? module.parse,
  "@pushcorn/hocon-parser": (module) => {
    const { parse } = module.default ?? module;
    return (text) => parse({ text });
  },
};

async function loadPeer() {
  const folders = [process.env.STEWARD_BENCH_PEERS, process.cwd()].filter((folder) => folder !== undefined);
  for (const folder of folders) {
    try {
      const file = createRequire(path.join(path.resolve(folder), "index.js")).resolve(name);
      return peers[name](await import(pathToFileURL(file).href));
    } catch {}
  }
  process.stdout.write("null");
  process.exit(0);
}

const vault = await loadEngine("parse");
const parse = (text) => vault.parseVault(text, "hocon");

async function runsOf(text) {
  const parsed = parse(text);
  if (!parsed.value) throw new Error("The sample does not parse.");
  const json = JSON.stringify(parsed.value);
  const yardstick = { "JSON.parse": () => JSON.parse(json) };
  if (name === "Steward") return { ...yardstick, [name]: () => parse(text) };
  if (name !== "around") {
    const read = await loadPeer();
    return { ...yardstick, [name]: () => read(text) };
  }
  const [canonical, merge, check] = await Promise.all(
    ["write/canonical", "merge", "checks/check-vault"].map(loadEngine),
  );
  const layers = ["a", "b"].map((id) => ({ id, parsed }));
  return {
    parse: () => parse(text),
    canonicalText: () => canonical.canonicalText(parsed.value),
    mergeVaults: () => merge.mergeVaults(layers),
    checkVault: () => check.checkVault(text, "hocon", "personal"),
  };
}

/** In milliseconds; what else runs on the machine changes it little. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Long enough that what the process does beside its work, such as collecting garbage, falls on every turn alike. */
const turnMs = 20;

/** Runs all in turn, so that what slows the machine slows each of them. The processor times of every turn, by name. */
async function interleaved(runs) {
  const names = Object.keys(runs);
  const turn = async (each, count) => {
    const start = processorTime();
    for (let index = 0; index < count; index += 1) {
      const result = runs[each]();
      if (result instanceof Promise) await result;
    }
    return (processorTime() - start) / count;
  };
  const counts = {};
  for (const each of names) {
    await turn(each, 20);
    counts[each] = Math.max(1, Math.round(turnMs / (await turn(each, 5))));
  }
  const times = Object.fromEntries(names.map((each) => [each, []]));
  const end = performance.now() + budgetMs;
  for (let turns = 0; turns < 9 || performance.now() < end; turns += 1) {
    for (const each of names) times[each].push(await turn(each, counts[each]));
  }
  const warm = Math.floor(times[names[0]].length / 3);
  return Object.fromEntries(names.map((each) => [each, times[each].slice(warm)]));
}

const results = [];
for (const size of sizes) results.push(await interleaved(await runsOf(vaultOf(size - 1))));
process.stdout.write(JSON.stringify(results));
