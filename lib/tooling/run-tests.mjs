import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "../entry/launch/build.mjs";
import { ensureInstalled } from "../entry/launch/install.mjs";
import { countResults, failedTests, slowestTests } from "./count-results.mjs";
import { findOrInstallChromium } from "./find-chromium.mjs";

const dir = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const reports = path.join(dir, "reports/tests");
const say = (line) => console.log(line);

const stages = {
  types: runTypes,
  lint: () => asOneTest(node("node_modules/@biomejs/biome/bin/biome", "check")),
  unit: () => runVitest("unit", "lib/tooling/vitest.config.ts"),
  db: () => runVitest("db", "lib/tooling/vitest.config.ts"),
  build: runBuild,
  process: () => runVitest("process", "lib/tooling/vitest.process.config.ts"),
  e2e: runBrowser,
  // Needs material that lies beside some checkouts only, so it runs when it is asked for.
  shared: () => runVitest("shared", "lib/tooling/vitest.config.ts"),
};
const onTheirOwn = ["shared"];
const needBuild = ["process", "e2e"];
const takesFilters = ["unit", "db", "process", "e2e", "shared"];
const everyday = Object.keys(stages).filter((name) => !onTheirOwn.includes(name));

const { chosen, filters } = choose(process.argv.slice(2));
const environment = testEnvironment();
const failure = await prepare();
if (failure === undefined) await runStages();
else {
  console.error(failure);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}

/** Names of stages, and behind them words that the paths of the test files to run have in them. */
function choose(args) {
  const isStage = (name) => name === "all" || name in stages;
  const firstWord = args.findIndex((name) => !isStage(name));
  if (firstWord === 0) {
    console.error(`There is no test stage ${args[0]}. Choose from: all ${Object.keys(stages).join(" ")}`);
    process.exit(1);
  }
  const named = firstWord < 0 ? args : args.slice(0, firstWord);
  return { chosen: chooseStages(named), filters: args.slice(named.length) };
}

function chooseStages(names) {
  if (names.length === 0) return everyday;
  const named = names.flatMap((name) => (name === "all" ? everyday : [name]));
  const withBuild = named.some((name) => needBuild.includes(name)) ? [...named, "build"] : named;
  return Object.keys(stages).filter((name) => withBuild.includes(name));
}

/** A developer's own settings and database must not reach the tests; an empty variable wins over .env. */
function testEnvironment() {
  const example = path.join(dir, ".env.example");
  const text = existsSync(example) ? readFileSync(example, "utf8") : "";
  const names = [...text.matchAll(/^#?\s?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
  const emptied = ["PORT", "HOST", "DATABASE_URL", "STEWARD_DATA", "STEWARD_URL", ...names];
  const { NODE_ENV: _, ...env } = process.env;
  return { ...env, ...Object.fromEntries(emptied.map((name) => [name, ""])), NEXT_TELEMETRY_DISABLED: "1" };
}

async function prepare() {
  process.chdir(dir);
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  try {
    await ensureInstalled(dir, "all", say);
    if (chosen.includes("e2e")) environment.STEWARD_CHROMIUM = findOrInstallChromium(dir, say);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

async function runStages() {
  const results = [];
  for (const name of chosen) {
    say(`\n── ${name}`);
    const started = performance.now();
    const unbuilt =
      needBuild.includes(name) && results.some((result) => result.name === "build" && result.failed > 0);
    if (unbuilt) say("Not run: the build failed.");
    const count = unbuilt ? { passed: 0, failed: 1, skipped: 0 } : await stages[name]();
    const seconds = (performance.now() - started) / 1000;
    results.push({ name, ...count, seconds });
    sayWhatTookLong(name, seconds);
  }
  say("");
  for (const { name, passed, failed, skipped, seconds } of results) {
    const left = skipped > 0 ? `, ${skipped} skipped` : "";
    say(
      `${failed > 0 ? "✗" : "✓"} ${name.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed${left}`,
    );
  }
  sayWhatFailed();
  const sum = (key, of = results) => of.reduce((total, result) => total + result[key], 0);
  const filtered = results.filter(({ name }) => takesFilters.includes(name));
  const foundNone = filters.length > 0 && sum("passed", filtered) + sum("failed", filtered) === 0;
  if (foundNone) say(`\nNothing was tested: no test of these stages fits “${filters.join(" ")}”.`);
  say(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") > 0 || foundNone ? 1 : 0;
}

function sayWhatTookLong(stage, seconds) {
  const slowest = slowestTests(path.join(reports, `${stage}.json`), 5);
  say(`\n${stage}: ${seconds.toFixed(1)} s${slowest.length > 0 ? ". The slowest tests:" : ""}`);
  for (const test of slowest) say(`${test.seconds.toFixed(1).padStart(8)} s  ${test.name}`);
}

/** At the very end, where it is still on screen when the rest has scrolled away. */
function sayWhatFailed() {
  for (const stage of chosen)
    for (const { name, error } of failedTests(path.join(reports, `${stage}.json`)))
      say(`\n✗ ${stage}: ${name}\n${error.split("\n").slice(0, 12).join("\n")}`);
}

async function runTypes() {
  const generated = await node("node_modules/next/dist/bin/next", "typegen");
  return asOneTest(generated && node("node_modules/typescript/bin/tsc", "--noEmit"));
}

async function runBuild() {
  try {
    await ensureBuilt(dir, say);
    return asOneTest(true);
  } catch (error) {
    console.error(error.message);
    return asOneTest(false);
  }
}

async function runVitest(project, config) {
  const report = path.join(reports, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const succeeded = await node(
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    config,
    "--project",
    project,
    ...reporters,
    // A word may be meant for another of the stages.
    ...(filters.length > 0 ? ["--passWithNoTests"] : []),
    ...filters,
  );
  return countResults("vitest", report, succeeded);
}

async function runBrowser() {
  const report = path.join(reports, "e2e.json");
  environment.PLAYWRIGHT_JSON_OUTPUT_FILE = report;
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json", ...filters];
  if (filters.length > 0) args.push("--pass-with-no-tests");
  const succeeded = await node("node_modules/@playwright/test/cli.js", ...args);
  return countResults("playwright", report, succeeded);
}

async function asOneTest(outcome) {
  return (await outcome) ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

function node(script, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: dir,
      env: environment,
      stdio: "inherit",
    });
    const leave = (signal) => {
      child.kill(signal);
      process.exit(1);
    };
    process.once("SIGINT", leave).once("SIGTERM", leave);
    child.on("close", (code) => {
      process.off("SIGINT", leave).off("SIGTERM", leave);
      resolve(code === 0);
    });
  });
}
