import { createHash } from "node:crypto";
import { FileStoreUnavailable } from "./file-store";
import type { S3Body } from "./s3-requests";

const firstBytes = 64 * 1024;
const mostHeldBytes = 512 * 1024 * 1024;
/** Over all uploads of the process. */
let heldBytes = 0;

/**
 * Gathers bytes to parts of one size, the last of which may be smaller, or empty where nothing comes. A part is only
 * valid until the next one is asked for: all of them use the same memory.
 */
export async function* partsOf(
  bytes: AsyncIterable<Uint8Array>,
  partBytes: number,
): AsyncGenerator<S3Body & { isLast: boolean }> {
  const part = new PartBuffer(partBytes);
  try {
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length; ) {
        if (part.isFull) yield { ...part.take(), isLast: false };
        at += part.add(chunk.subarray(at));
      }
    }
    yield { ...part.take(), isLast: true };
  } finally {
    part.release();
  }
}

class PartBuffer {
  #buffer = Buffer.alloc(0);
  #length = 0;
  #hash = createHash("sha256");

  constructor(private readonly partBytes: number) {}

  get isFull(): boolean {
    return this.#length === this.partBytes;
  }

  /** Returns how many of the bytes found a place. */
  add(bytes: Uint8Array): number {
    const some = bytes.subarray(0, this.partBytes - this.#length);
    this.#growTo(this.#length + some.length);
    this.#buffer.set(some, this.#length);
    this.#hash.update(some);
    this.#length += some.length;
    return some.length;
  }

  take(): S3Body {
    const body = { bytes: this.#buffer.subarray(0, this.#length), sha256: this.#hash.digest("hex") };
    this.#length = 0;
    this.#hash = createHash("sha256");
    return body;
  }

  release(): void {
    heldBytes -= this.#buffer.length;
    this.#buffer = Buffer.alloc(0);
  }

  #growTo(needed: number): void {
    if (needed <= this.#buffer.length) return;
    const size = Math.min(this.partBytes, Math.max(firstBytes, needed, 2 * this.#buffer.length));
    if (heldBytes - this.#buffer.length + size > mostHeldBytes) {
      throw new FileStoreUnavailable(
        "Uploads fill the memory for parts.",
        "Too many uploads at once. Try again.",
      );
    }
    const grown = Buffer.allocUnsafeSlow(size);
    this.#buffer.copy(grown, 0, 0, this.#length);
    heldBytes += size - this.#buffer.length;
    this.#buffer = grown;
  }
}
