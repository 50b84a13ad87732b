import { createHash } from "node:crypto";
import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import { AwsV4Signer } from "aws4fetch";
import { FileStoreUnavailable } from "./file-store";
import { isOk, isPassing, readProblem, type S3Problem } from "./s3-problem";
import type { BucketSettings } from "./s3-settings";

export type S3Body = { bytes: Uint8Array; sha256: string };

export type S3Request = {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** The name of the object. */
  name: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: S3Body;
};

export type S3Answer = { status: number; headers: IncomingHttpHeaders; text: string } & S3Problem;

const nothing = bodyOf(new Uint8Array());
const attempts = 3;
const mostTextBytes = 256 * 1024;

export type S3Patience = {
  /** Before the second attempt; longer before the third. */
  pauseMs: number;
  /** How long nothing may come or go. */
  idleMs: number;
};

export function bodyOf(bytes: Uint8Array): S3Body {
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** Signed requests to one bucket. What fails for the moment is sent again, a few times. */
export class S3Requests {
  readonly #agent: http.Agent;
  readonly #signingKeys = new Map<string, ArrayBuffer>();

  constructor(
    private readonly settings: BucketSettings,
    private readonly patience: S3Patience,
  ) {
    const { Agent } = settings.url.startsWith("https:") ? https : http;
    this.#agent = new Agent({ keepAlive: true, maxFreeSockets: 16 });
  }

  send(request: S3Request): Promise<S3Answer> {
    return this.#attempt(request, answerOf);
  }

  /** The answer to a GET without its body, which the caller reads, where it is one. */
  open(request: S3Request): Promise<S3Answer & { bytes?: IncomingMessage }> {
    return this.#attempt(request, async (response) => {
      if (!isOk(response.statusCode)) return answerOf(response);
      return { status: response.statusCode ?? 0, headers: response.headers, text: "", bytes: response };
    });
  }

  async #attempt<T extends S3Answer>(
    request: S3Request,
    read: (response: IncomingMessage) => Promise<T>,
  ): Promise<T> {
    for (let left = attempts - 1; ; left -= 1) {
      try {
        const answer = await read(await this.#once(request));
        if (left === 0 || !isPassing(answer)) return answer;
      } catch (error) {
        if (left === 0) throw unreachable(error);
      }
      await pause(this.patience.pauseMs * 4 ** (attempts - 1 - left) * (0.5 + Math.random()));
    }
  }

  async #once({
    method,
    name,
    query = {},
    headers = {},
    body = nothing,
  }: S3Request): Promise<IncomingMessage> {
    const { accessKey, secretKey, sessionToken, region } = this.settings;
    const url = new URL(this.settings.url + name);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    const signer = new AwsV4Signer({
      ...{ method, url: url.href, headers: { ...headers, "x-amz-content-sha256": body.sha256 } },
      ...{ accessKeyId: accessKey, secretAccessKey: secretKey, region, service: "s3" },
      ...(sessionToken ? { sessionToken } : {}),
      cache: this.#signingKeys,
    });
    const signed = await signer.sign();
    const { request: start } = url.protocol === "https:" ? https : http;
    const hasBody = method === "PUT" || method === "POST";
    const lengths = hasBody ? { "content-length": body.bytes.length } : {};
    const { idleMs } = this.patience;
    return new Promise((resolve, reject) => {
      let response: IncomingMessage | undefined;
      const sent = start(url, {
        ...{ method, agent: this.#agent, timeout: idleMs },
        headers: { ...Object.fromEntries(signed.headers), ...lengths },
      });
      sent.on("timeout", () => {
        // Bytes that wait here are not read: the delay is the reader's.
        if (response && response.readableLength > 0) sent.setTimeout(idleMs);
        else sent.destroy(timedOut());
      });
      sent.on("error", reject);
      sent.on("response", (started) => {
        response = started;
        resolve(started);
      });
      sent.end(hasBody ? body.bytes : undefined);
    });
  }
}

async function answerOf(response: IncomingMessage): Promise<S3Answer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostTextBytes) break;
    chunks.push(chunk);
  }
  const { statusCode: status = 0, headers } = response;
  const text = Buffer.concat(chunks).toString("utf8");
  return { status, headers, text, ...readProblem(text, headers) };
}

function timedOut(): Error {
  return Object.assign(new Error("timed out"), { code: "ETIMEDOUT" });
}

function unreachable(cause: unknown): FileStoreUnavailable {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new FileStoreUnavailable(
    `The bucket can’t be reached (${code ?? message}).`,
    "The file storage can’t be reached. Try again.",
    { cause },
  );
}
