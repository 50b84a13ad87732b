import { realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { commands, ensureBuilt, ensureCommand } from "./build.mjs";
import { checkDataFolder, checkPort } from "./checks.mjs";
import { developServer } from "./develop.mjs";
import { loadEnvironmentFiles } from "./environment-files.mjs";
import { ensureInstalled } from "./install.mjs";
import { ExpectedFailure } from "./steps.mjs";

const dir = realpathSync(fileURLToPath(new URL("../../..", import.meta.url)));

/** @param {string[]} args */
export async function launch(args) {
  try {
    const [command, ...rest] = args;
    process.chdir(dir);
    loadEnvironmentFiles(dir);
    process.env.NEXT_TELEMETRY_DISABLED = "1";
    if (command === "start") await start(rest);
    else if (command === "dev") await develop(rest);
    else if (command === "build") await prepare();
    else if (commands.includes(command)) await operate(command, rest);
    else
      throw new ExpectedFailure(
        "Use npm start, npm run build, npm run dev, npm run users, npm run audit, npm run keys, npm run usage, npm run config or npm run stripe:setup.",
      );
  } catch (error) {
    const expected = error instanceof ExpectedFailure || error?.name === "StartupProblem";
    console.error(expected ? error.message : (error?.stack ?? error));
    process.exit(1);
  }
}

async function start(args) {
  const { demo, json } = readFlags(args, "npm start");
  Object.assign(process.env, { NODE_ENV: "production" });
  await checkPort();
  checkDataFolder(dir);
  // With --json the one line for programs has standard output to itself.
  const say = json ? (line) => console.error(line) : (line) => console.log(line);
  await prepare(say);
  const main = await load(".next/steward/main.mjs");
  await main.start({ dir, demo, json, dev: false });
}

/** Installs and builds, for images and for machines where another user starts the server. */
async function prepare(say = console.log) {
  await ensureInstalled(dir, "production", say);
  await ensureBuilt(dir, say);
}

async function develop(args) {
  const { demo, json } = readFlags(args, "npm run dev");
  Object.assign(process.env, { NODE_ENV: "development" });
  await checkPort();
  checkDataFolder(dir);
  await ensureInstalled(dir, "all", (line) => console.error(line));
  await developServer(dir, { demo, json });
}

async function operate(name, args) {
  process.env.NODE_ENV ??= "production";
  await ensureInstalled(dir, "production", () => {});
  const command = await load(await ensureCommand(dir, name));
  await command.run({ dir, args });
}

function readFlags(args, command) {
  const known = ["--demo", "--json"];
  const stranger = args.find((arg) => !known.includes(arg));
  if (stranger !== undefined) {
    throw new ExpectedFailure(
      `${command} doesn't know the option ${stranger}. It accepts --demo (start with sample data) and --json (print the URL as JSON), after a separate --.`,
    );
  }
  return { demo: args.includes("--demo"), json: args.includes("--json") };
}

function load(file) {
  return import(pathToFileURL(path.join(dir, file)).href);
}
