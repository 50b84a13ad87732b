import type { IncomingMessage } from "node:http";

/** Nobody is left to answer: no bug, and nothing to do. */
export class ClientGone extends Error {}

/** Clients send up to 15 MB in one request. */
export const maxBodyBytes = 16 * 1024 * 1024;
const drainedBytes = 4 * maxBodyBytes;

/**
 * The whole body, or nothing when it is larger than `maxBodyBytes`. The rest is then read and thrown away, up to a
 * point: a client that is still sending would otherwise meet a reset connection instead of the answer.
 */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (request.headers["content-length"] === undefined && request.headers["transfer-encoding"] === undefined) {
    return Promise.resolve(Buffer.alloc(0));
  }
  return new Promise((resolve, reject) => {
    let ended = false;
    let chunks: Buffer[] = [];
    let received = 0;
    request.on("data", (chunk: Buffer) => {
      received += chunk.length;
      if (received <= maxBodyBytes) chunks.push(chunk);
      else chunks = [];
      if (received > drainedBytes) {
        request.removeAllListeners("data");
        request.pause();
        resolve(undefined);
      }
    });
    request.on("end", () => {
      ended = true;
      resolve(received <= maxBodyBytes ? Buffer.concat(chunks, received) : undefined);
    });
    request.on("error", () => reject(new ClientGone()));
    request.on("close", () => {
      if (!ended) reject(new ClientGone());
    });
  });
}
