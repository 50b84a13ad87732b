// How fast vaults are read, beside JSON.parse and the HOCON packages that can be found.
// Peers are looked for in the folder that STEWARD_BENCH_PEERS names, then where Node would find them.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "../../..");
const bars = { 3: 0.3, 256: 100, hostile: 100 };

const vault = await load("parse");

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

function row(cells) {
  console.log(
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(26) : String(cell).padStart(13))).join(""),
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
const results = { steward: [], json: [] };
let missed = false;

row(["", ...sizes.map((size) => `${size} KB`)]);
for (const [index, text] of texts.entries()) {
  const parsed = vault.parseVault(text, "hocon");
  if (!parsed.value) throw new Error(`The sample of ${sizes[index]} KB does not parse.`);
  const json = JSON.stringify(parsed.value);
  results.json.push(await median(() => JSON.parse(json), 300));
  results.steward.push(await median(() => vault.parseVault(text, "hocon"), 1500));
}
row(["JSON.parse, ms", ...results.json.map((time) => time.toFixed(4))]);
row(["Steward, ms", ...results.steward.map((time) => time.toFixed(3))]);
row(["times JSON.parse", ...results.steward.map((time, index) => (time / results.json[index]).toFixed(1))]);
for (const { name, read } of peers) {
  if (!read) {
    row([name, ...sizes.map(() => "not found")]);
    continue;
  }
  const times = [];
  for (const text of texts) {
    try {
      times.push(await median(() => read(text), 1500));
    } catch (error) {
      times.push(undefined);
      console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  row([`${name}, ms`, ...times.map((time) => time?.toFixed(3) ?? "fails")]);
  row([
    "  times Steward",
    ...times.map((time, index) => (time ? (time / results.steward[index]).toFixed(1) : "")),
  ]);
}
for (const [index, size] of sizes.entries()) {
  const bar = bars[size];
  if (bar === undefined) continue;
  const good = results.steward[index] < bar;
  missed ||= !good;
  console.log(
    `${good ? "ok    " : "MISSED"} ${size} KB in ${results.steward[index].toFixed(3)} ms, bar ${bar} ms`,
  );
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
