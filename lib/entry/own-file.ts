import fs from "node:fs";
import { codeOf } from "./error-reasons";
import { StartupProblem } from "./startup-problem";

const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;

export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * Opens a file of the data folder. For root, somebody else may have put a link in its place, to have root read or write
 * what they can't: root follows none, and makes the file its own.
 */
export function openOwnFile(file: string, flags: number): number {
  if (!isRoot()) return fs.openSync(file, flags, 0o600);
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, flags | O_NOFOLLOW | O_NONBLOCK, 0o600);
  } catch (error) {
    if (codeOf(error) === "ELOOP") throw refusal(file, "a link");
    throw error;
  }
  const { uid, nlink } = fs.fstatSync(descriptor);
  const isPlain = fs.fstatSync(descriptor).isFile();
  const writes = (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;
  if (!isPlain || (writes && nlink > 1)) {
    fs.closeSync(descriptor);
    throw refusal(file, isPlain ? "a hard link to another file" : "not a regular file");
  }
  if (uid !== 0) fs.fchownSync(descriptor, 0, 0);
  return descriptor;
}

/** The same for a folder that is there already; what belongs to it is changed by its path afterwards. */
export function refuseLinkedFolder(folder: string): void {
  const found = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (found && isRoot() && !found.isDirectory()) throw refusal(folder, "not a folder");
}

function refusal(file: string, what: string): StartupProblem {
  return new StartupProblem(
    `${file} is ${what}. When started as root, Steward uses only regular files and folders in its data folder. Replace it with the original.`,
  );
}
