// How fast vaults are read, beside JSON.parse and the HOCON packages that can be found.
// Peers are looked for in the folder that STEWARD_BENCH_PEERS names, then where Node would find them.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { loadEngine } from "./vault-engine.mjs";

const bars = { 3: 0.3, 256: 100, hostile: 100 };
const aims = { timesJson: 6, timesPeer: 1, timesParse: 3 };
const sizes = [3, 64, 256];
const peers = ["hocon-parser", "@pushcorn/hocon-parser"];
const rounds = 3;
const budgetMs = 2_000;

/** The times of all turns of a reader by size, or nothing where the package can't be found. */
function measure(reader) {
  const script = path.join(import.meta.dirname, "vault-reader.mjs");
  const args = [script, reader, JSON.stringify(sizes), String(budgetMs)];
  return JSON.parse(execFileSync(process.execPath, args, { maxBuffer: 2 ** 26, encoding: "utf8" }));
}

/** The readers take turns in several rounds, so that what slows the machine for a while slows each of them. */
function measureAll(readers) {
  const all = Object.fromEntries(readers.map((reader) => [reader, undefined]));
  for (let round = 0; round < rounds; round += 1) {
    for (const reader of readers) {
      const results = measure(reader);
      if (!results) continue;
      all[reader] = results.map((times, index) =>
        Object.fromEntries(
          Object.entries(times).map(([name, some]) => [
            name,
            [...(all[reader]?.[index][name] ?? []), ...some],
          ]),
        ),
      );
    }
  }
  return all;
}

function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)];
}

/** How many times longer one took than the other in the same turn: the median, with the quartiles. */
function ratio(times, others) {
  const ratios = times.map((time, index) => time / others[index]);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part));
  return { middle, shown: `${middle.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})` };
}

async function median(run, leastMs) {
  const times = [];
  const end = performance.now() + leastMs;
  for (let turn = 0; turn < 3 || performance.now() < end; turn += 1) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  const warm = times.slice(Math.floor(times.length / 3)).sort((a, b) => a - b);
  return warm[Math.floor(warm.length / 2)];
}

function row(cells) {
  console.log(
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(30) : String(cell).padStart(24))).join(""),
  );
}

/** `judged` says which sizes the aim is for. */
function judge(ratios, aim, reaches, judged = sizes) {
  const good = ratios.every((found, index) => !judged.includes(sizes[index]) || reaches(found));
  return `${good ? "ok" : "MISSED"}, ${aim}`;
}

const measured = measureAll(["Steward", ...peers, "around"]);
const [ours, around] = [measured.Steward, measured.around];
const shownTimes = (results, name) =>
  results.map((times) => quantile(times[name], 0.5)).map((time) => time.toFixed(time < 1 ? 4 : 2));
const timesJson = (results, name) => results.map((times) => ratio(times[name], times["JSON.parse"]));

row(["", ...sizes.map((size) => `${size} KB`)]);
row(["JSON.parse, ms", ...shownTimes(ours, "JSON.parse")]);
row(["Steward, ms", ...shownTimes(ours, "Steward")]);
const own = timesJson(ours, "Steward");
row([
  "  times JSON.parse",
  ...own.map(({ shown }) => shown),
  judge(own, `aim at most ${aims.timesJson}`, ({ middle }) => middle <= aims.timesJson),
]);
for (const peer of peers) {
  const results = measured[peer];
  if (!results) {
    row([peer, ...sizes.map(() => "not found")]);
    continue;
  }
  row([`${peer}, ms`, ...shownTimes(results, peer)]);
  const theirs = timesJson(results, peer);
  row(["  times JSON.parse", ...theirs.map(({ shown }) => shown)]);
  const beside = theirs.map(({ middle }, index) => middle / own[index].middle);
  row([
    "  times Steward, by these",
    ...beside.map((times) => times.toFixed(2)),
    judge(beside, "aim above 1", (times) => times > aims.timesPeer),
  ]);
}
for (const name of ["canonicalText", "mergeVaults", "checkVault"]) {
  row([`${name}, ms`, ...shownTimes(around, name)]);
  const parses = around.map((times) => ratio(times[name], times.parse));
  row([
    "  times the parse",
    ...parses.map(({ shown }) => shown),
    judge(
      parses,
      `aim at most ${aims.timesParse} at 256 KB`,
      ({ middle }) => middle <= aims.timesParse,
      [256],
    ),
  ]);
}
let missed = false;
for (const [index, size] of sizes.entries()) {
  const bar = bars[size];
  if (bar === undefined) continue;
  const time = quantile(ours[index].Steward, 0.5);
  const good = time < bar;
  missed ||= !good;
  console.log(`${good ? "ok    " : "MISSED"} ${size} KB in ${time.toFixed(3)} ms, bar ${bar} ms`);
}

const vault = await loadEngine("parse");
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
const isFastEnough = worst.time < bars.hostile;
missed ||= !isFastEnough;
console.log(
  `${isFastEnough ? "ok    " : "MISSED"} worst hostile text ${JSON.stringify(worst.piece)} in ${worst.time.toFixed(1)} ms, bar ${bars.hostile} ms`,
);
process.exitCode = missed ? 1 : 0;
