import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { type FileStore, FileStoreFull, type StoredBytes } from "./file-store";
import { GatheredWrites } from "./gathered-writes";
import { objectName } from "./object-name";

/** Files in a folder of this machine, those of each workspace in one of their own. */
export class FolderStore implements FileStore {
  constructor(
    private readonly folder: string,
    private readonly keepFreeBytes: number,
  ) {}

  async write(place: StoredBytes, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.pathOf(place);
    const unfinished = `${file}.part`;
    const folder = path.dirname(file);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(unfinished, "wx", 0o600);
    try {
      const writes = new GatheredWrites(handle);
      try {
        for await (const chunk of bytes) await writes.add(chunk);
        await writes.end();
        await handle.sync();
      } finally {
        await writes.settled();
        await handle.close();
      }
      await rename(unfinished, file);
      await syncFolder(folder);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw isFull(error) ? new FileStoreFull("The disk is full.", { cause: error }) : error;
    }
  }

  async read(
    place: StoredBytes,
    { first, last }: { first: number; last: number },
  ): Promise<Readable | undefined> {
    try {
      const handle = await open(this.pathOf(place), "r");
      return createReadStream("", { fd: handle, start: first, end: last, highWaterMark: 256 * 1024 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  async size(place: StoredBytes): Promise<number | undefined> {
    try {
      return (await stat(this.pathOf(place))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  async remove(place: StoredBytes): Promise<void> {
    const file = this.pathOf(place);
    await rm(file, { force: true });
    await rm(`${file}.part`, { force: true });
  }

  async room(): Promise<number> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(this.folder);
    return Math.max(0, bavail * bsize - this.keepFreeBytes);
  }

  private pathOf(place: StoredBytes): string {
    return path.join(this.folder, objectName(place));
  }
}

function isFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** A new name survives a power cut only once its folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
