import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { S3Objects, type StoredObject } from "./s3-objects";
import { type S3Keys, signatureProblem } from "./s3-signature";

export type S3Call = { method: string; name: string; query: URLSearchParams };
/**
 * What goes wrong with a request: an error of S3 by its code, before or after the request is carried out; a connection
 * that is cut, before it is carried out, after it, or in the middle of the answer; or silence.
 */
export type S3Fault =
  | { code: string; isCarriedOut?: boolean }
  | { cut: "before" | "after" | "within" }
  | "silence";

const statuses: Record<string, number> = {
  AuthorizationHeaderMalformed: 400,
  BadDigest: 400,
  EntityTooSmall: 400,
  InvalidPart: 400,
  InvalidRange: 416,
  InternalError: 500,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  PermanentRedirect: 301,
  SlowDown: 503,
  XMinioStorageFull: 507,
};
const leastPartBytes = 5 * 1024 * 1024;

class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** A server of one bucket, whose requests must be signed and whose addresses have the bucket's name in their path. */
export class S3Peer {
  readonly calls: S3Call[] = [];
  readonly keys: S3Keys = { accessKey: "AKIATEST", secretKey: "s3cret/+key", region: "eu-test-1" };
  readonly bucket = "steward-files";
  /** Asked for each request. */
  fault: (call: S3Call) => S3Fault | undefined = () => undefined;
  readonly #kept = new S3Objects();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<S3Peer> {
    const peer = new S3Peer();
    await new Promise<void>((resolve) => peer.#server.listen(0, "127.0.0.1", resolve));
    return peer;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The names of the objects. */
  get names(): string[] {
    return [...this.#kept.objects.keys()].sort();
  }

  /** Has an empty object of this name, as if it had been uploaded. */
  hold(name: string): void {
    this.#kept.put(name, []);
  }

  /** How many multipart uploads are neither completed nor aborted. */
  get openUploads(): number {
    return this.#kept.uploads.size;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#kept.remove();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on("error", () => {});
    const url = new URL(request.url ?? "", this.endpoint);
    const [, bucket = "", name = ""] = /^\/([^/]*)\/?(.*)$/s.exec(url.pathname) ?? [];
    const call = { method: request.method ?? "", name: decodeURIComponent(name), query: url.searchParams };
    this.calls.push(call);
    const fault = this.fault(call);
    if (fault === "silence") return;
    if (fault && "cut" in fault && fault.cut === "before") return void request.socket.destroy();
    try {
      const wrong = signatureProblem(request, this.keys, new Date());
      if (wrong) throw new Refused(wrong);
      if (bucket !== this.bucket) throw new Refused("NoSuchBucket");
      if (fault && "code" in fault && !fault.isCarriedOut) throw new Refused(fault.code);
      const send = await this.#carryOut(call, request);
      if (fault && "code" in fault) throw new Refused(fault.code);
      if (fault?.cut === "after") return void request.socket.destroy();
      await send(response, fault?.cut === "within");
    } catch (error) {
      if (!(error instanceof Refused)) return void request.socket.destroy();
      refuse(response, request, error.code, this.keys.region);
    }
  }

  async #carryOut({ method, name, query }: S3Call, request: IncomingMessage) {
    const kept = this.#kept;
    const uploadId = query.get("uploadId");
    if (method === "POST" && query.has("uploads")) {
      const id = `upload&${kept.uploads.size}-${this.calls.length}`;
      kept.uploads.set(id, { name, parts: new Map() });
      return xml(
        `<InitiateMultipartUploadResult><UploadId>${id.replace("&", "&amp;")}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    if (method === "PUT") {
      const upload = uploadId === null ? undefined : this.#uploadOf(uploadId, name);
      if (request.headers["content-length"] === undefined) throw new Refused("MissingContentLength");
      const stored = await kept.receive(request);
      if (stored.sha256 !== request.headers["x-amz-content-sha256"]) throw new Refused("BadDigest");
      if (upload) upload.parts.set(Number(query.get("partNumber")), stored);
      else kept.put(name, [stored]);
      return xml("", { etag: stored.etag });
    }
    if (uploadId !== null && method === "POST") return this.#complete(uploadId, name, request);
    if (uploadId !== null && method === "DELETE") {
      this.#uploadOf(uploadId, name);
      kept.uploads.delete(uploadId);
      return empty;
    }
    if (method === "DELETE") {
      kept.objects.delete(name);
      return empty;
    }
    if (method === "GET" && name === "" && query.has("list-type")) return xml("<ListBucketResult/>");
    const object = kept.objects.get(name);
    if (method !== "GET" && method !== "HEAD") throw new Refused("MethodNotAllowed");
    if (!object) throw new Refused("NoSuchKey");
    return this.#read(name, object, method, request.headers.range);
  }

  async #complete(uploadId: string, name: string, request: IncomingMessage) {
    const { parts } = this.#uploadOf(uploadId, name);
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const named = [
      ...Buffer.concat(chunks)
        .toString("utf8")
        .matchAll(/<Part><PartNumber>(\d+)<\/PartNumber><ETag>&quot;([0-9a-f]+)&quot;<\/ETag><\/Part>/g),
    ];
    if (named.length === 0) throw new Refused("MalformedXML");
    const pieces = named.map(([, number, etag], at) => {
      const part = parts.get(Number(number));
      if (!part || part.etag !== `"${etag}"` || Number(number) !== at + 1) throw new Refused("InvalidPart");
      if (at < named.length - 1 && part.bytes < leastPartBytes) throw new Refused("EntityTooSmall");
      return part;
    });
    this.#kept.put(name, pieces);
    this.#kept.uploads.delete(uploadId);
    return xml("<CompleteMultipartUploadResult></CompleteMultipartUploadResult>");
  }

  #uploadOf(uploadId: string, name: string) {
    const upload = this.#kept.uploads.get(uploadId);
    if (upload?.name !== name) throw new Refused("NoSuchUpload");
    return upload;
  }

  #read(name: string, object: StoredObject, method: string, range: string | undefined) {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
    const first = Number(from ?? 0);
    const last = Math.min(Number(to ?? object.bytes - 1), object.bytes - 1);
    if (from !== undefined && first >= object.bytes) throw new Refused("InvalidRange");
    const length = last - first + 1;
    return async (response: ServerResponse, isCut: boolean) => {
      response.writeHead(from === undefined ? 200 : 206, {
        ...{ etag: object.etag, "content-length": length, "content-type": contentTypeOf(name) },
        ...(from === undefined ? {} : { "content-range": `bytes ${first}-${last}/${object.bytes}` }),
      });
      if (method === "HEAD") return void response.end();
      const end = isCut ? first + Math.floor(length / 2) - 1 : last;
      await pipeline(this.#kept.read(object, first, end), response, { end: !isCut });
      if (isCut) response.destroy();
    };
  }
}

type Send = (response: ServerResponse, isCut: boolean) => Promise<void> | void;

/** As a service tells it that stored the type of an upload. */
function contentTypeOf(name: string): string {
  if (name.endsWith(".svg")) return "image/svg+xml";
  return name.endsWith(".html") ? "text/html" : "application/octet-stream";
}

const empty: Send = (response) => void response.writeHead(204).end();

function xml(text: string, headers: Record<string, string> = {}): Send {
  return (response) =>
    void response.writeHead(200, { ...headers, "content-type": "application/xml" }).end(text);
}

function refuse(response: ServerResponse, request: IncomingMessage, code: string, region: string): void {
  const isLate = code === "LateInternalError";
  const status = isLate ? 200 : (statuses[code] ?? 403);
  const text = `<?xml version="1.0"?>\n<Error><Code>${isLate ? "InternalError" : code}</Code><Region>${region}</Region></Error>`;
  response.writeHead(status, { "content-type": "application/xml" });
  request.resume();
  response.end(request.method === "HEAD" ? undefined : text);
}
