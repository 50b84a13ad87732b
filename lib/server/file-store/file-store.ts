import type { Readable } from "node:stream";

/** Where the bytes of a file lie: the names are ours, never a client's. */
export type StoredBytes = { workspaceId: string; storedAs: string };

export interface FileStore {
  /** Keeps what comes, to the last byte and for good, or nothing of it. */
  write(place: StoredBytes, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Nothing where the bytes are gone. `last` is the last byte, not the one after it. */
  read(place: StoredBytes, range: { first: number; last: number }): Promise<Readable | undefined>;
  /** In bytes. Nothing where the bytes are gone. */
  size(place: StoredBytes): Promise<number | undefined>;
  /** What is gone already stays gone. */
  remove(place: StoredBytes): Promise<void>;
  /** How many bytes may still come, until some space is left over for others. */
  room(): Promise<number>;
}

export class FileStoreFull extends Error {
  override readonly name = "FileStoreFull";
}

/** The message is the reason for the log, without a secret. `answer` is the sentence for the client. */
export class FileStoreUnavailable extends Error {
  override readonly name: string = "FileStoreUnavailable";

  constructor(
    message: string,
    readonly answer: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Next's bundle and the HTTP server each load their own copy of this module; the store is theirs in common. */
const storeKey = Symbol.for("steward.file-store");
const shared = globalThis as { [storeKey]?: FileStore };

export function openFileStore(store: FileStore): void {
  shared[storeKey] = store;
}

export function fileStore(): FileStore {
  const open = shared[storeKey];
  if (!open) throw new Error("The file store is not open.");
  return open;
}
