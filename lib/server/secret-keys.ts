import { settings } from "./env";
import { readKeyList, type SecretKey } from "./key-list";

/** A file of secret keys that may change while the process runs. */
export interface KeyFile {
  /** Another text whenever the file changed. */
  stamp(): string;
  read(): string;
}

export type KeyRing = { readonly keys: readonly SecretKey[]; readonly newest: SecretKey };

/** Next's bundle and the HTTP server each load their own copy of this module; the file is theirs in common. */
const fileKey = Symbol.for("steward.secret-key-file");
const shared = globalThis as { [fileKey]?: KeyFile | undefined };
let current: { file: KeyFile | undefined; stamp: string; ring: KeyRing } | undefined;

/** Reads the keys from this file from now on, or with nothing from the settings alone. */
export function setKeyFile(file: KeyFile | undefined): void {
  shared[fileKey] = file;
}

/** The secret keys as they are now: what another process added or retired counts at the next use. */
export function keyRing(): KeyRing {
  const file = shared[fileKey];
  if (!file) return (current?.file ? undefined : current?.ring) ?? fromSettings();
  const known = current?.file === file ? current : undefined;
  try {
    const stamp = file.stamp();
    if (known?.stamp === stamp) return known.ring;
    const keys = readKeyList(file.read());
    // What changed while it was read may be half old and half new. It is read again at the next use.
    if (keys && file.stamp() === stamp) {
      current = { file, stamp, ring: ringOf(keys) };
      return current.ring;
    }
  } catch {
    // A file that is away for a moment, or closed to this user by now, takes no key from a running process.
  }
  return known?.ring ?? fromSettings();
}

let ofTurn: KeyRing | undefined;

/** For what comes at every call: calls that are answered in the same turn of the event loop share one look at the file. */
export function keyRingOfTurn(): KeyRing {
  if (!ofTurn) {
    ofTurn = keyRing();
    setImmediate(() => {
      ofTurn = undefined;
    });
  }
  return ofTurn;
}

function fromSettings(): KeyRing {
  current = { file: undefined, stamp: "", ring: ringOf(settings().secretKeys) };
  return current.ring;
}

function ringOf(keys: readonly SecretKey[]): KeyRing {
  const newest = keys.find(({ purpose }) => purpose === undefined);
  if (!newest) throw new Error("No secret key is configured.");
  return { keys, newest };
}
