import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { codeOf } from "../data-folder";

export type Postmaster = { pid: number; socketFolder: string; ready: boolean };

/** The server that runs on this cluster, if one does: its own lock file says so. */
export function findPostmaster(clusterFolder: string): Postmaster | undefined {
  const lockFile = path.join(clusterFolder, "postmaster.pid");
  const text = readIfThere(lockFile);
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  const socketFolder = lines[4] ?? "";
  if (pid > 0 && isServerOf(clusterFolder, pid)) {
    return { pid, socketFolder, ready: lines[7]?.trim() === "ready" };
  }
  // A server writes its file in two steps: an empty young one is being written.
  if (!(pid > 0) && isYoung(lockFile)) return { pid: 0, socketFolder: "", ready: false };
  // PostgreSQL itself sees through the file of a dead server, but not when another program has its process id by now.
  if ((!(pid > 0) || isAlive(pid)) && readIfThere(lockFile) === text) fs.rmSync(lockFile, { force: true });
  return undefined;
}

/** Where the last server on this cluster listened, alive or not. */
export function lastSocketFolder(clusterFolder: string): string | undefined {
  return readIfThere(path.join(clusterFolder, "postmaster.pid"))?.split("\n")[4];
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function isYoung(file: string): boolean {
  const written = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && Date.now() - written < 2000;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** A dead process that nobody has collected yet has no working directory, so it counts as gone. */
export function isServerOf(clusterFolder: string, pid: number): boolean {
  if (!fs.existsSync("/proc/self/cwd")) {
    const shown = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return shown.stdout.includes(clusterFolder);
  }
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(clusterFolder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
  }
  // Root in a container may not see another user's working directory, but sees the command line.
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(clusterFolder);
  } catch {
    return false;
  }
}

const socketName = ".s.PGSQL.5432.lock";
const longestSocketPath = 100;
const privatePrefix = "steward-socket-";

/** A socket's path has a limit of about 100 characters, so a deep data folder's socket lives elsewhere. */
export function makeSocketFolder(
  dataFolder: string,
  owner: { uid: number; gid: number } | undefined,
): string {
  const beside = path.join(dataFolder, "postgres-socket");
  let folder = beside;
  if (fits(beside)) fs.mkdirSync(beside, { recursive: true, mode: 0o700 });
  else {
    const temporary = process.env.TMPDIR ?? "/tmp";
    const parent = fits(path.join(temporary, `${privatePrefix}XXXXXX`)) ? temporary : "/tmp";
    folder = fs.mkdtempSync(path.join(parent, privatePrefix));
  }
  fs.chmodSync(folder, 0o700);
  if (owner) fs.chownSync(folder, owner.uid, owner.gid);
  return folder;
}

function fits(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, socketName)) <= longestSocketPath;
}

export function removePrivateSocketFolder(folder: string | undefined): void {
  if (folder && path.basename(folder).startsWith(privatePrefix))
    fs.rmSync(folder, { recursive: true, force: true });
}
