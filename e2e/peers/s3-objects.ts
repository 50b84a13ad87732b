import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

export type Stored = { file: string; bytes: number; etag: string; sha256: string };
export type StoredObject = { pieces: Stored[]; bytes: number; etag: string };
export type StoredUpload = { name: string; parts: Map<number, Stored> };

/** What an S3 server has stored, on the disk: tests look at how much memory of the process is in use. */
export class S3Objects {
  readonly objects = new Map<string, StoredObject>();
  readonly uploads = new Map<string, StoredUpload>();
  readonly #folder = mkdtempSync(path.join(tmpdir(), "steward-s3-"));

  async receive(bytes: Readable): Promise<Stored> {
    const file = path.join(this.#folder, randomBytes(8).toString("hex"));
    const hash = createHash("sha256");
    let count = 0;
    const measure = new Transform({
      transform(chunk, _, done) {
        hash.update(chunk);
        count += chunk.length;
        done(null, chunk);
      },
    });
    await pipeline(bytes, measure, createWriteStream(file));
    const sha256 = hash.digest("hex");
    return { file, bytes: count, etag: `"${sha256.slice(0, 32)}"`, sha256 };
  }

  put(name: string, pieces: Stored[]): StoredObject {
    const [first] = pieces;
    const etag =
      pieces.length === 1 && first ? first.etag : `"${randomBytes(16).toString("hex")}-${pieces.length}"`;
    const object = { pieces, etag, bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0) };
    this.objects.set(name, object);
    return object;
  }

  async *read({ pieces }: StoredObject, first: number, last: number): AsyncGenerator<Buffer> {
    let start = 0;
    for (const { file, bytes } of pieces) {
      const range = { start: Math.max(0, first - start), end: Math.min(bytes - 1, last - start) };
      if (range.start <= range.end) yield* createReadStream(file, range) as AsyncIterable<Buffer>;
      start += bytes;
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
