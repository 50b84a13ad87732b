// How fast vaults are read, beside JSON.parse and the HOCON packages that can be found.
// Peers are looked for in the folder that STEWARD_BENCH_PEERS names, then where Node would find them.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "../../..");
const bars = { 3: 0.3, 256: 100, hostile: 100 };
const aims = { timesJson: 6, timesPeer: 1, timesParse: 3 };

const [vault, canonical, merge, check] = await Promise.all(
  ["parse", "write/canonical", "merge", "checks/check-vault"].map(load),
);

async function load(name) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, `lib/core/vault/${name}.ts`)],
    bundle: true,
    format: "esm",
    platform: "browser",
    alias: { "@": root },
    write: false,
    logLevel: "error",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

async function loadPeer(name, read) {
  const folders = [process.env.STEWARD_BENCH_PEERS, root].filter((folder) => folder !== undefined);
  for (const folder of folders) {
    try {
      const file = createRequire(path.join(path.resolve(folder), "index.js")).resolve(name);
      const module = await import(pathToFileURL(file).href);
      return { name, read: await read(module) };
    } catch {}
  }
  return { name, read: undefined };
}

/** Sections as people write them, with comments, lists, paths and numbers. Both peers can read it. */
function vaultOf(kilobytes) {
  const sections = [];
  for (let index = 0, size = 0; ; index += 1) {
    const section = `section${index} {
  # what section ${index} is for
  name = "value number ${index}"
  path = "/mnt/data/${index}/cache"
  count = ${index * 7}
  enabled = true
  list = ["first ${index}", "second ${index}", ${index}]
  nested { deep { key = "some longer text that fills the line ${index}" } }
}
`;
    size += section.length;
    if (size > kilobytes * 1024) return sections.join("");
    sections.push(section);
  }
}

async function median(run, budgetMs) {
  const times = [];
  const end = performance.now() + budgetMs;
  for (let turn = 0; turn < 3 || performance.now() < end; turn += 1) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  const warm = times.slice(Math.floor(times.length / 3)).sort((a, b) => a - b);
  return warm[Math.floor(warm.length / 2)];
}

function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)];
}

/** In milliseconds; what else runs on the machine changes it little. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Runs all in turn, so that what slows the machine slows each of them. The processor times of every turn, by name. */
async function interleaved(runs, budgetMs) {
  const names = Object.keys(runs);
  const turn = async (name, count) => {
    const start = processorTime();
    for (let index = 0; index < count; index += 1) {
      const result = runs[name]();
      if (result instanceof Promise) await result;
    }
    return (processorTime() - start) / count;
  };
  const counts = {};
  for (const name of names) {
    await turn(name, 20);
    counts[name] = Math.max(1, Math.round(3 / (await turn(name, 5))));
  }
  const times = Object.fromEntries(names.map((name) => [name, []]));
  const end = performance.now() + budgetMs;
  for (let turns = 0; turns < 9 || performance.now() < end; turns += 1) {
    for (const name of names) times[name].push(await turn(name, counts[name]));
  }
  const warm = Math.floor(times[names[0]].length / 3);
  return Object.fromEntries(names.map((name) => [name, times[name].slice(warm)]));
}

/** The median of how many times longer one took than the other in the same turn, with the quartiles. */
function ratio(times, others) {
  const ratios = times.map((time, index) => time / others[index]);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(2));
  return { middle: Number(middle), shown: `${middle} (${low}–${high})` };
}

function row(cells) {
  console.log(
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(26) : String(cell).padStart(20))).join(""),
  );
}

const peers = await Promise.all([
  loadPeer("hocon-parser", (module) => module.default ?? module.parse),
  loadPeer("@pushcorn/hocon-parser", (module) => {
    const { parse } = module.default ?? module;
    return (text) => parse({ text });
  }),
]);
const sizes = [3, 64, 256];
const texts = sizes.map((size) => vaultOf(size - 1));
const results = [];
let missed = false;

for (const [index, text] of texts.entries()) {
  const parsed = vault.parseVault(text, "hocon");
  if (!parsed.value) throw new Error(`The sample of ${sizes[index]} KB does not parse.`);
  const json = JSON.stringify(parsed.value);
  const runs = {
    "JSON.parse": () => JSON.parse(json),
    Steward: () => vault.parseVault(text, "hocon"),
    canonicalText: () => canonical.canonicalText(parsed.value),
    mergeVaults: () =>
      merge.mergeVaults([
        { id: "a", parsed },
        { id: "b", parsed },
      ]),
    checkVault: () => check.checkVault(text, "hocon", "personal"),
  };
  for (const { name, read } of peers) {
    try {
      await read?.(text);
      if (read) runs[name] = () => read(text);
    } catch (error) {
      console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  results.push(await interleaved(runs, 6000));
}

row(["", ...sizes.map((size) => `${size} KB`)]);
const medians = (name) => results.map((times) => times[name] && quantile(times[name], 0.5));
const shownTimes = (name) => medians(name).map((time) => time?.toFixed(time < 1 ? 4 : 2) ?? "fails");
/** One row of ratios, with the aim beside it, and whether all of them reach it. */
function ratioRow(label, upper, lower, aim, reaches, judged = sizes) {
  const ratios = results.map((times) => times[upper] && times[lower] && ratio(times[upper], times[lower]));
  const good = ratios.every(
    (found, index) => !found || !judged.includes(sizes[index]) || reaches(found.middle),
  );
  row([label, ...ratios.map((found) => found?.shown ?? ""), `${good ? "ok" : "MISSED"}, ${aim}`]);
}

row(["JSON.parse, ms", ...shownTimes("JSON.parse")]);
row(["Steward, ms", ...shownTimes("Steward")]);
const mostJson = `aim at most ${aims.timesJson}`;
ratioRow("  times JSON.parse", "Steward", "JSON.parse", mostJson, (times) => times <= aims.timesJson);
for (const { name, read } of peers) {
  if (!read) {
    row([name, ...sizes.map(() => "not found")]);
    continue;
  }
  row([`${name}, ms`, ...shownTimes(name)]);
  ratioRow("  times Steward", name, "Steward", "aim above 1", (times) => times > aims.timesPeer);
}
for (const name of ["canonicalText", "mergeVaults", "checkVault"]) {
  row([`${name}, ms`, ...shownTimes(name)]);
  const aim = `aim at most ${aims.timesParse} at 256 KB`;
  ratioRow("  times the parse", name, "Steward", aim, (times) => times <= aims.timesParse, [256]);
}
const steward = medians("Steward");
for (const [index, size] of sizes.entries()) {
  const bar = bars[size];
  if (bar === undefined) continue;
  const good = steward[index] < bar;
  missed ||= !good;
  console.log(`${good ? "ok    " : "MISSED"} ${size} KB in ${steward[index].toFixed(3)} ms, bar ${bar} ms`);
}

const hostile = [
  "[",
  "{",
  "}",
  '{"a":',
  "a{",
  '"',
  '"a"',
  ",",
  "- ",
  "\\",
  "${",
  `a=\${?a}`,
  ":",
  '"""',
  "^",
  "a=^\n",
  "x y ",
  "\n",
  "a.",
  "1e",
];
let worst = { time: 0, piece: "" };
for (const piece of hostile) {
  for (const text of [piece.repeat(250_000 / piece.length), piece.repeat(1_048_576 / piece.length)]) {
    const time = await median(() => vault.parseVault(`${text}x`, "hocon"), 0);
    if (time > worst.time) worst = { time, piece };
  }
}
const chains = Array.from({ length: 40 }, (_, index) => `a${index + 1} = \${a${index}}\${a${index}}`).join(
  "\n",
);
for (const seed of ["a0 = [1]", "a0 = xx", "a0 = {x = 1}"]) {
  const time = await median(() => vault.parseVault(`${seed}\n${chains}`, "hocon"), 0);
  if (time > worst.time) worst = { time, piece: seed };
}
const good = worst.time < bars.hostile;
missed ||= !good;
console.log(
  `${good ? "ok    " : "MISSED"} worst hostile text ${JSON.stringify(worst.piece)} in ${worst.time.toFixed(1)} ms, bar ${bars.hostile} ms`,
);
process.exitCode = missed ? 1 : 0;
