import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { readKeyList, type SecretKey, writeKeyList } from "@/lib/server/key-list";
import type { KeyFile } from "@/lib/server/secret-keys";
import { syncFolder } from "./data-folder";
import { codeOf, reasonOf } from "./error-reasons";
import { openOwnFile } from "./own-file";
import { StartupProblem } from "./startup-problem";

const { O_RDONLY, O_RDWR } = fs.constants;

/** The keys of a data folder, in the form of STEWARD_SECRET_KEYS, newest first; the first start makes one. */
export function readOrCreateSecretKeys(folder: string): string {
  const file = keyFileOf(folder);
  finishWrite(file, openOwnFile);
  const kept = readKeys(file, openOwnFile);
  if (kept !== undefined) return kept;
  const fresh = path.join(folder, `secret-keys-${process.pid}`);
  writeSynced(fresh, `${randomBytes(4).toString("hex")}:${randomBytes(32).toString("base64")}\n`);
  try {
    // Of two starts at the same time the first one's keys must stay: a link, unlike a rename, never replaces.
    fs.linkSync(fresh, file);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") fs.renameSync(fresh, file);
  }
  fs.rmSync(fresh, { force: true });
  syncFolder(folder);
  return readKeys(file, openOwnFile) ?? "";
}

export function keyFileOf(folder: string): string {
  return path.join(folder, "secret-keys");
}

/** The keys of a file that STEWARD_SECRET_KEYS_FILE names, which stays whose it is. */
export function readNamedKeyFile(file: string): string {
  finishWrite(file, plainOpen);
  const kept = readKeys(file, plainOpen);
  if (kept !== undefined) return kept;
  throw new StartupProblem(`The file ${file} in STEWARD_SECRET_KEYS_FILE does not exist.`);
}

type Open = (file: string, flags: number) => number;
const plainOpen: Open = (file, flags) => fs.openSync(file, flags);

function readKeys(file: string, open: Open): string | undefined {
  let text: string;
  try {
    text = readAll(file, open);
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    if (codeOf(error) === "ENOENT") return undefined;
    throw new StartupProblem(
      `The secret keys in ${file} can't be read (${reasonOf(error)}). Start as the user who owns the file.`,
    );
  }
  if (readKeyList(text)) return text.trim().replace(/[\s,]+/g, ",");
  throw new StartupProblem(
    `The file ${file} doesn't contain secret keys in the form id:key. Restore it from a backup. Without its keys the stored vaults can't be read.`,
  );
}

/**
 * The file as a running process follows it. It is opened now and stays open, so that a process that was root's at its
 * start reads it still: every writer of keys writes into this same file.
 */
export function followKeyFile(file: string): KeyFile {
  const kept = fs.openSync(file, O_RDONLY);
  return {
    stamp() {
      const { ino, size, mtimeNs } = fs.statSync(file, { bigint: true });
      return `${ino} ${size} ${mtimeNs}`;
    },
    read() {
      try {
        return fs.readFileSync(file, "utf8");
      } catch (error) {
        if (codeOf(error) !== "EACCES" || fs.fstatSync(kept).ino !== fs.statSync(file).ino) throw error;
        const bytes = Buffer.alloc(fs.fstatSync(kept).size);
        return bytes.toString("utf8", 0, fs.readSync(kept, bytes, 0, bytes.length, 0));
      }
    },
  };
}

const nextOf = (file: string) => `${file}-next`;

/**
 * Replaces the keys in a file. Whatever ends the process meanwhile, the next start or command finds the old ones or the
 * new ones: the complete new content is in a second file until it has been written.
 */
export function writeKeyFile(
  file: string,
  keys: readonly SecretKey[],
  { isNamed }: { isNamed: boolean },
): void {
  const place = isNamed ? fs.realpathSync(file) : file;
  try {
    fs.accessSync(place, fs.constants.W_OK);
    const fresh = `${place}-${process.pid}`;
    writeSynced(fresh, writeKeyList(keys));
    fs.renameSync(fresh, nextOf(place));
    syncFolder(path.dirname(place));
    finishWrite(place, isNamed ? plainOpen : openOwnFile);
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    throw new StartupProblem(`Steward can't write the secret keys to ${file} (${reasonOf(error)}).`);
  }
}

function finishWrite(file: string, open: Open): void {
  let text: string;
  try {
    text = readAll(nextOf(file), open);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (!readKeyList(text)) return;
  const descriptor = open(file, O_RDWR);
  try {
    const bytes = Buffer.from(text);
    fs.writeSync(descriptor, bytes, 0, bytes.length, 0);
    fs.ftruncateSync(descriptor, bytes.length);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.rmSync(nextOf(file));
  syncFolder(path.dirname(file));
}

function readAll(file: string, open: Open): string {
  const descriptor = open(file, O_RDONLY);
  try {
    return fs.readFileSync(descriptor, "utf8");
  } finally {
    fs.closeSync(descriptor);
  }
}

function writeSynced(file: string, text: string): void {
  fs.rmSync(file, { force: true });
  const descriptor = fs.openSync(file, "wx", 0o600);
  try {
    fs.writeSync(descriptor, text);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
