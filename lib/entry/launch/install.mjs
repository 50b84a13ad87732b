import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { repairDriver } from "./driver-repairs.mjs";
import { ExpectedFailure, runQuietly, withPreparationLock } from "./steps.mjs";

const platform = `${process.platform}-${process.arch}`;

/**
 * Installs what package-lock.json names unless it is there. "all" holds the packages of the tests too.
 * @param {string} dir
 * @param {"production" | "all"} set
 * @param {(line: string) => void} say
 */
export async function ensureInstalled(dir, set, say) {
  if (!isInstalled(dir, set)) {
    await withPreparationLock(dir, say, async () => {
      if (isInstalled(dir, set)) return;
      const started = Date.now();
      say(set === "all" ? "Installing packages, including those for tests…" : "Installing packages…");
      await install(dir, set);
      say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
    });
  }
  // Somebody's own `npm install` brings the driver as published.
  repairDriver(dir);
}

async function install(dir, set) {
  // Without its stamp an interrupted installation is seen as one.
  rmSync(stampFile(dir), { force: true });
  const [file, ...before] = npmCommand();
  const cache = homeIsUsable() ? undefined : mkdtempSync(path.join(tmpdir(), "steward-npm-"));
  const args = [...before, "ci", "--ignore-scripts", "--include=optional", "--no-audit", "--no-fund"];
  args.push(set === "all" ? "--include=dev" : "--omit=dev");
  if (cache) args.push(`--cache=${cache}`);
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package)_|^NODE_ENV$/.test(name)),
  );
  // PostgreSQL's user must be able to run what root installs.
  const umask = process.umask(0o022);
  const { succeeded, said } = await runQuietly(file, args, { cwd: dir, env });
  process.umask(umask);
  if (cache) rmSync(cache, { recursive: true, force: true });
  if (!succeeded) {
    throw new ExpectedFailure(
      `${said}\n\nPackages could not be installed. See the output of npm above, fix the problem and start again.`,
    );
  }
  writeStamp(dir, set);
}

function stampFile(dir) {
  return path.join(dir, "node_modules/.steward.json");
}

export function isInstalled(dir, set) {
  const stamp = readJson(stampFile(dir));
  const lock = hashOf(path.join(dir, "package-lock.json"));
  const installed = hashOf(path.join(dir, "node_modules/.package-lock.json"));
  if (stamp && stamp.lock === lock && stamp.installed === installed && stamp.platform === platform) {
    return stamp.set === "all" || stamp.set === set;
  }
  if (installed === undefined || !holds(dir, set)) return false;
  writeStamp(dir, holds(dir, "all") ? "all" : "production");
  return true;
}

/** Whether somebody's own `npm install` brought everything that is needed here, at the right versions. */
function holds(dir, set) {
  const wanted = readJson(path.join(dir, "package-lock.json"))?.packages ?? {};
  const present = readJson(path.join(dir, "node_modules/.package-lock.json"))?.packages ?? {};
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === "" || entry.link) return true;
    if (entry.dev && set === "production") return true;
    const here = present[place];
    if (here === undefined || !existsSync(path.join(dir, place))) return isSparable(entry);
    return here.version === entry.version && here.integrity === entry.integrity;
  });
}

/** npm leaves out optional packages that are for another platform, and what only those need. */
function isSparable(entry) {
  if (!entry.optional && !entry.devOptional) return false;
  if (!entry.os && !entry.cpu) return true;
  const meantForHere =
    (entry.os ?? [process.platform]).includes(process.platform) &&
    (entry.cpu ?? [process.arch]).includes(process.arch);
  return !meantForHere || entry.libc !== undefined;
}

function writeStamp(dir, set) {
  const lock = hashOf(path.join(dir, "package-lock.json"));
  const installed = hashOf(path.join(dir, "node_modules/.package-lock.json"));
  try {
    writeFileSync(stampFile(dir), `${JSON.stringify({ lock, installed, platform, set })}\n`);
  } catch {
    // Another user's node_modules is as good without a stamp, only slower to recognize.
  }
}

function npmCommand() {
  const runningNpm = process.env.npm_execpath ?? "";
  const besideNode = path.join(path.dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
  const script = [runningNpm, besideNode].find(
    (file) => path.basename(file) === "npm-cli.js" && existsSync(file),
  );
  return script ? [process.execPath, script] : ["npm"];
}

/** npm keeps its cache in the home folder, which a service's user may not have. */
function homeIsUsable() {
  try {
    const home = homedir();
    if (!home) return false;
    mkdirSync(path.join(home, ".npm"), { recursive: true });
    accessSync(path.join(home, ".npm"), constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function hashOf(file) {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch {
    return undefined;
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
