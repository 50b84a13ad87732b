import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { type FileStore, FileStoreUnavailable, type StoredBytes } from "./file-store";
import { objectName } from "./object-name";
import { partsOf } from "./s3-parts";
import { failureOf, isOk } from "./s3-problem";
import { bodyOf, type S3Body, type S3Patience, S3Requests } from "./s3-requests";
import type { BucketSettings } from "./s3-settings";
import { S3Upload } from "./s3-upload";

const leastPartBytes = 8 * 1024 * 1024;
const mostParts = 10_000;
const patience: S3Patience = { pauseMs: 200, idleMs: 60_000 };

/** Files in a bucket of an S3-compatible storage service. */
export class S3Store implements FileStore {
  readonly #requests: S3Requests;
  readonly #partBytes: number;

  constructor(settings: BucketSettings, { maxBytes, ...given }: { maxBytes: number } & Partial<S3Patience>) {
    this.#requests = new S3Requests(settings, { ...patience, ...given });
    this.#partBytes = Math.max(leastPartBytes, Math.ceil(maxBytes / mostParts));
  }

  async write(place: StoredBytes, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const name = objectName(place);
    let upload: S3Upload | undefined;
    try {
      for await (const { isLast, ...body } of partsOf(bytes, this.#partBytes)) {
        if (isLast && !upload) return await this.#put(name, body);
        upload ??= await S3Upload.begin(this.#requests, name);
        await upload.send(body);
      }
      await upload?.complete();
    } catch (error) {
      await upload?.abort();
      throw error;
    }
  }

  async read(
    place: StoredBytes,
    { first, last }: { first: number; last: number },
  ): Promise<Readable | undefined> {
    const headers = { range: `bytes=${first}-${last}` };
    const answer = await this.#requests.open({ method: "GET", name: objectName(place), headers });
    if (answer.status === 404 && answer.code !== "NoSuchBucket") return undefined;
    if (!answer.bytes) throw failureOf(answer);
    const { "content-length": length } = answer.headers;
    if (Number(length) === last - first + 1) return answer.bytes;
    answer.bytes.destroy();
    throw new FileStoreUnavailable(
      `The bucket answered ${length} bytes instead of ${last - first + 1}.`,
      "The file storage does not have the whole file. Tell the operator of this server.",
    );
  }

  async size(place: StoredBytes): Promise<number | undefined> {
    const answer = await this.#requests.send({ method: "HEAD", name: objectName(place) });
    // The answer to a HEAD has no code: a bucket that is gone was found at the start.
    if (answer.status === 404) return undefined;
    if (!isOk(answer.status)) throw failureOf(answer);
    return Number(answer.headers["content-length"]);
  }

  async remove(place: StoredBytes): Promise<void> {
    await this.#delete(objectName(place));
  }

  /** A bucket does not say how much room it has. */
  async room(): Promise<number> {
    return Number.MAX_SAFE_INTEGER;
  }

  /** Writes, reads and deletes an object, to see whether the settings are right. Throws what is wrong. */
  async probe(): Promise<void> {
    const name = `probe-${randomUUID()}`;
    const bytes = Buffer.from("Steward checks that it can use this bucket.\n");
    await this.#put(name, bodyOf(bytes));
    const answer = await this.#requests.send({ method: "GET", name });
    if (answer.status !== 200) throw failureOf(answer);
    await this.#delete(name);
  }

  async #put(name: string, body: S3Body): Promise<void> {
    const answer = await this.#requests.send({ method: "PUT", name, body });
    if (!isOk(answer.status)) throw failureOf(answer);
  }

  async #delete(name: string): Promise<void> {
    const answer = await this.#requests.send({ method: "DELETE", name });
    const isGone = answer.status === 404 && answer.code !== "NoSuchBucket";
    if (!isOk(answer.status) && !isGone) throw failureOf(answer);
  }
}
