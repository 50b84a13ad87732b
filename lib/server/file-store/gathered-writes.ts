import type { FileHandle } from "node:fs/promises";

const firstBytes = 64 * 1024;
const writeBytes = 1024 * 1024;

/**
 * Writes many small chunks with few calls, the last of which is under way while more chunks come. Chunks are copied,
 * so that the memory of an upload is bounded however small they are.
 */
export class GatheredWrites {
  #filling: Buffer | undefined;
  #writing: Buffer | undefined;
  #spare: Buffer | undefined;
  #length = 0;
  #nextBytes = firstBytes;
  #underWay: Promise<void> = Promise.resolve();

  constructor(private readonly handle: FileHandle) {}

  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      this.#filling ??= this.#spare ?? Buffer.allocUnsafeSlow(this.#nextBytes);
      const some = chunk.subarray(at, at + this.#filling.length - this.#length);
      this.#filling.set(some, this.#length);
      this.#length += some.length;
      at += some.length;
      if (this.#length === this.#filling.length) await this.#flush(this.#filling);
    }
  }

  /** Once all is written. */
  async end(): Promise<void> {
    if (this.#filling) await this.#flush(this.#filling);
    await this.#underWay;
  }

  /** Once nothing is being written, even if it failed. */
  async settled(): Promise<void> {
    await this.#underWay.catch(() => {});
  }

  async #flush(filled: Buffer): Promise<void> {
    await this.#underWay;
    this.#underWay = writeAll(this.handle, filled.subarray(0, this.#length));
    // Whoever adds or ends next learns of a failure.
    this.#underWay.catch(() => {});
    this.#spare = this.#writing?.length === writeBytes ? this.#writing : undefined;
    this.#writing = filled;
    this.#filling = undefined;
    this.#length = 0;
    this.#nextBytes = writeBytes;
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}
