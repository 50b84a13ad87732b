import fs from "node:fs";
import path from "node:path";
import { reasonOf } from "./error-reasons";
import { isRoot, refuseLinkedFolder } from "./own-file";
import { StartupProblem } from "./startup-problem";

/** The owner's alone, but that PostgreSQL's group may pass through it where the owner is root. */
const passable = 0o710;
const filesFolder = "files";
const ownEntries = ["secret-keys", "postgres", "postgres-socket", filesFolder];

/**
 * Creates the data folder, readable only by its owner. Root takes over a folder of another user, so that this
 * user can't redirect later writes.
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

/** The folder for uploaded files. The process goes on as `owner`, who is to write there. */
export function openFilesFolder(dataFolder: string, owner: { uid: number; gid: number } | undefined): string {
  const folder = path.join(dataFolder, filesFolder);
  refuseLinkedFolder(folder);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (isRoot() && owner) fs.chownSync(folder, owner.uid, owner.gid);
  return folder;
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

/** A new name survives a power cut only once its folder is synced. */
export function syncFolder(folder: string): void {
  const descriptor = fs.openSync(folder, "r");
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
