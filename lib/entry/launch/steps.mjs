import { spawn } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A failure that its one line explains. */
export class ExpectedFailure extends Error {}

/** Runs a program to its end, keeping quiet about what it says unless it fails. It goes when this process is told to go. */
export function runQuietly(file, args, options) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    const keep = (chunk) => {
      said = (said + chunk).slice(-100_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);

    const leave = (signal) => {
      child.kill(signal);
      process.exit(signal === "SIGINT" ? 130 : 143);
    };
    process.once("SIGINT", leave).once("SIGTERM", leave);
    const finish = (succeeded) => {
      process.off("SIGINT", leave).off("SIGTERM", leave);
      resolve({ succeeded, said: said.trim() });
    };
    child.on("error", (error) => {
      said += error.message;
      finish(false);
    });
    child.on("close", (code) => finish(code === 0));
  });
}

/** Two starts of one checkout must not install or build over each other. The lock of a dead process counts for nothing. */
export async function withPreparationLock(dir, say, work) {
  const lock = path.join(dir, ".next/cache/steward.lock");
  let waiting = false;
  while (!takeLock(lock)) {
    const holder = readHolder(lock);
    if (holder === undefined) continue;
    if (!isAlive(holder)) rmSync(lock, { force: true });
    else if (!waiting)
      say(`Waiting for another start to finish installing and building (process ${holder})…`);
    waiting = true;
    await delay(100);
  }
  const release = () => rmSync(lock, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

/** A link appears with its content or not at all: nobody reads a lock without its holder. */
function takeLock(lock) {
  const mine = `${lock}-${process.pid}`;
  try {
    mkdirSync(path.dirname(lock), { recursive: true });
    writeFileSync(mine, String(process.pid));
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw new ExpectedFailure(
      `Packages must be installed or built in this folder, but Steward can't write to it (${error.message.split(",")[0]}). Run npm start once as the user who owns the folder.`,
    );
  } finally {
    rmSync(mine, { force: true });
  }
}

function readHolder(lock) {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return pid > 0;
  } catch (error) {
    return error.code === "EPERM";
  }
}
