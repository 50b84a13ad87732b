import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { codeOf, reasonOf } from "./error-reasons";
import { isRoot, openOwnFile } from "./own-file";
import { StartupProblem } from "./startup-problem";

/** The owner's alone, but that PostgreSQL's group may pass through it where the owner is root. */
const passable = 0o710;
const ownEntries = ["secret-keys", "postgres", "postgres-socket"];

/**
 * Makes the folder that holds everything Steward keeps on this machine, for its owner's eyes only. Root takes one that
 * was another user's: what is done in it afterwards must not be redirected by whoever may write there.
 */
export function openDataFolder(folder: string): void {
  try {
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    refuseForeignFolder(folder);
    const { mode, uid } = fs.statSync(folder);
    if (isRoot() && uid !== 0) fs.chownSync(folder, 0, 0);
    if ((mode & ~passable & 0o777) !== 0 || (mode & 0o700) !== 0o700) fs.chmodSync(folder, 0o700);
    const probe = path.join(folder, `writable-${process.pid}`);
    fs.rmSync(probe, { force: true });
    fs.closeSync(fs.openSync(probe, "wx"));
    fs.unlinkSync(probe);
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    throw new StartupProblem(
      `Steward can't write to the data folder ${folder} (${reasonOf(error)}). Set STEWARD_DATA to a folder that this user can write to, or start as the user who owns it.`,
    );
  }
}

/** A slip such as STEWARD_DATA=/home must not change who may read the folder. */
function refuseForeignFolder(folder: string): void {
  const entries = fs.readdirSync(folder).filter((entry) => entry !== "lost+found");
  if (entries.length === 0 || entries.some((entry) => isOwnEntry(entry))) return;
  throw new StartupProblem(
    `The folder ${folder} contains other files, so Steward can't use it as its data folder. Set STEWARD_DATA to a new or empty folder.`,
  );
}

function isOwnEntry(entry: string): boolean {
  return (
    ownEntries.includes(entry) ||
    /^((postgres-making|binaries|writable|secret-keys)-|postgres\.log)/.test(entry)
  );
}

/** The keys in the form of STEWARD_SECRET_KEYS, `id:key[,id:key…]`, newest first; the first start makes one. */
export function readOrCreateSecretKeys(folder: string): string {
  const file = path.join(folder, "secret-keys");
  const kept = readKeys(file);
  if (kept !== undefined) return kept;
  const fresh = path.join(folder, `secret-keys-${process.pid}`);
  fs.rmSync(fresh, { force: true });
  const descriptor = fs.openSync(fresh, "wx", 0o600);
  try {
    fs.writeSync(descriptor, `${randomBytes(4).toString("hex")}:${randomBytes(32).toString("base64")}\n`);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  try {
    // Of two starts at once the first one's keys must stay: a link, unlike a rename, never replaces.
    fs.linkSync(fresh, file);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") fs.renameSync(fresh, file);
  }
  fs.rmSync(fresh, { force: true });
  syncFolder(folder);
  return readKeys(file) ?? "";
}

function readKeys(file: string): string | undefined {
  let text: string;
  try {
    const descriptor = openOwnFile(file, fs.constants.O_RDONLY);
    try {
      text = fs.readFileSync(descriptor, "utf8");
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    if (codeOf(error) === "ENOENT") return undefined;
    throw new StartupProblem(
      `The secret keys in ${file} can't be read (${reasonOf(error)}). Start as the user who owns the file.`,
    );
  }
  const keys = text
    .split(/[\s,]+/)
    .filter((key) => key !== "")
    .join(",");
  if (/^[\w-]+:[A-Za-z0-9+/=_-]{43,}(,[\w-]+:[A-Za-z0-9+/=_-]{43,})*$/.test(keys)) return keys;
  throw new StartupProblem(
    `The file ${file} doesn't contain secret keys in the form id:key. Restore it from a backup. Without its keys the stored vaults can't be read.`,
  );
}

/** A new name survives a power cut only once its folder is synced. */
export function syncFolder(folder: string): void {
  const descriptor = fs.openSync(folder, "r");
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
