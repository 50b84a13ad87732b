import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { codeOf } from "../error-reasons";
import { refuseLinkedFolder } from "../own-file";

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
  if (isBeingWritten(lockFile, pid)) return { pid: 0, socketFolder: "", ready: false };
  removeIfMisleading(lockFile, text);
  return undefined;
}

/** The lock file of the socket of a killed server can mislead the next one too. */
export function clearSocketLock(socketFolder: string, clusterFolder: string): void {
  const lockFile = path.join(socketFolder, socketLock);
  const text = readIfThere(lockFile);
  if (text === undefined) return;
  const pid = Number(text.split("\n")[0]);
  if (!isBeingWritten(lockFile, pid) && !isServerOf(clusterFolder, pid)) removeIfMisleading(lockFile, text);
}

/**
 * PostgreSQL sees through the lock of a dead server by itself, unless its process id is another program's by now,
 * or belongs to a dead process that nobody has collected yet.
 */
function removeIfMisleading(lockFile: string, text: string): void {
  const pid = Number(text.split("\n")[0]);
  if ((!(pid > 0) || isAlive(pid)) && readIfThere(lockFile) === text) fs.rmSync(lockFile, { force: true });
}

/** A server makes its lock and fills it in two steps. */
function isBeingWritten(lockFile: string, pid: number): boolean {
  const written = fs.statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs;
  return !(pid > 0) && written !== undefined && Date.now() - written < 2000;
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

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Whether an installation has replaced the program since this server started: it would load parts of another version. */
export function isOutOfDate(pid: number): boolean {
  try {
    return fs.readlinkSync(`/proc/${pid}/exe`).endsWith(" (deleted)");
  } catch {
    return false;
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

const socketLock = ".s.PGSQL.5432.lock";
const longestSocketPath = 100;
const privatePrefix = "steward-socket-";

/** A socket's path has a limit of about 100 characters, so a deep data folder's socket lives elsewhere. */
export function makeSocketFolder(
  dataFolder: string,
  owner: { uid: number; gid: number } | undefined,
): string {
  const beside = path.join(dataFolder, "postgres-socket");
  let folder = beside;
  if (fits(beside)) {
    refuseLinkedFolder(beside);
    fs.mkdirSync(beside, { recursive: true, mode: 0o700 });
  } else {
    const temporary = process.env.TMPDIR ?? "/tmp";
    const parent = fits(path.join(temporary, `${privatePrefix}XXXXXX`)) ? temporary : "/tmp";
    folder = fs.mkdtempSync(path.join(parent, privatePrefix));
  }
  fs.chmodSync(folder, 0o700);
  if (owner) fs.chownSync(folder, owner.uid, owner.gid);
  return folder;
}

function fits(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, socketLock)) <= longestSocketPath;
}

export function removePrivateSocketFolder(folder: string | undefined): void {
  if (folder && path.basename(folder).startsWith(privatePrefix))
    fs.rmSync(folder, { recursive: true, force: true });
}
