import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough, type Transform } from "node:stream";
import { brotliDecompressSync, createBrotliDecompress, createGunzip, gunzipSync } from "node:zlib";
import type { CompressedResponse } from "compression";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compressResponse } from "./compress-response";

const words = (part: number) =>
  Array.from({ length: 300 }, (_, at) => `é${(part * 7919 + at * 104729) % 977}`);
const page = Array.from({ length: 40 }, (_, part) => `<p>${words(part).join(" ")}</p>`);
const text = page.join("");

const answers: Record<string, (response: CompressedResponse) => void> = {
  "/page": (response) => {
    for (const part of page) {
      response.write(part);
      response.flush?.();
    }
    response.end();
  },
  "/ended-with-all": (response) => response.end(text),
  "/short": (response) => response.end("<p>Short.</p>"),
  "/slow": (response) => {
    response.write("<p>The first half</p>");
    waiting = response;
  },
  "/empty": (response) => response.end(),
};

let server: Server;
let waiting: ServerResponse | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    compressResponse(request, response, { kept: request.headers["x-kept"] === "yes" });
    answers[request.url ?? ""]?.(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterAll(() => server.close());

async function ask(path: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const [answer] = await once(get({ port, host: "127.0.0.1", path, headers, agent: false }), "response");
  return answer;
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece);
  return Buffer.concat(pieces);
}

const readers: Record<string, (body: Buffer) => Buffer> = {
  br: (body) => brotliDecompressSync(body),
  gzip: (body) => gunzipSync(body),
  none: (body) => body,
};

const streams: Record<string, () => Transform> = { br: createBrotliDecompress, gzip: createGunzip };

test.each([
  ["br where that is accepted", "gzip, deflate, br, zstd", "br"],
  ["gzip elsewhere", "gzip, deflate", "gzip"],
  ["nothing for who accepts nothing", "identity", "none"],
])("a page in many pieces is answered whole, by %s", async (_, accepted, encoding) => {
  for (const path of ["/page", "/ended-with-all"]) {
    for (const kept of ["yes", "no"]) {
      const answer = await ask(path, { "accept-encoding": accepted, "x-kept": kept });
      expect(answer.headers["content-encoding"] ?? "none").toBe(encoding);
      expect(answer.headers.vary).toBe("Accept-Encoding");
      const body = await bodyOf(answer);
      expect(readers[encoding]?.(body).toString()).toBe(text);
      if (encoding !== "none") expect(body.length).toBeLessThan(text.length / 2);
    }
  }
});

test("what browsers keep is made smaller than a page", async () => {
  const lengths = ["yes", "no"].map(async (kept) => {
    return (await bodyOf(await ask("/ended-with-all", { "accept-encoding": "gzip", "x-kept": kept }))).length;
  });
  const [ofKept = 0, ofPage = 0] = await Promise.all(lengths);
  expect(ofKept).toBeLessThan(ofPage);
});

test.each(["/short", "/empty"])("%s is not worth it", async (path) => {
  const answer = await ask(path, { "accept-encoding": "br" });
  expect(answer.headers["content-encoding"]).toBeUndefined();
  expect((await bodyOf(answer)).toString()).toBe(path === "/short" ? "<p>Short.</p>" : "");
});

test.each(["br", "gzip", "identity"])(
  "what was written comes before the answer has ended, by %s",
  async (accepted) => {
    const answer = await ask("/slow", { "accept-encoding": accepted });
    const read = answer.pipe(streams[accepted]?.() ?? new PassThrough())[Symbol.asyncIterator]();
    expect(String((await read.next()).value)).toBe("<p>The first half</p>");
    waiting?.end("<p>and the second</p>");
    expect(String((await read.next()).value)).toBe("<p>and the second</p>");
    expect((await read.next()).done).toBe(true);
  },
);
