import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { createHttpServer, type PageHandler } from "../entry/http-server";

export type Sent = {
  method?: string;
  headers?: Record<string, string | undefined>;
  /** Anything but text and bytes is sent as JSON. */
  body?: unknown;
};
export type Received = {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
};

export type TestServer = {
  port(): number;
  /** Sends as ClearML's clients do: a GET may have a body. */
  send(path: string, sent?: Sent): Promise<Received>;
};

/** Steward's own HTTP server for one test file, on a port of its own, with `pages` in place of Next. */
export function openTestServer(pages: PageHandler): TestServer {
  let server: http.Server;
  beforeAll(async () => {
    server = createHttpServer(pages);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const port = () => (server.address() as AddressInfo).port;
  return { port, send: (path, sent = {}) => send(port(), path, sent) };
}

function send(port: number, path: string, { method = "GET", headers = {}, body }: Sent): Promise<Received> {
  const isRaw = typeof body === "string" || Buffer.isBuffer(body);
  const payload = body === undefined ? undefined : Buffer.from(isRaw ? body : JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: "127.0.0.1",
      port,
      path,
      method,
      agent: false,
      headers: Object.fromEntries(
        Object.entries({
          ...(payload ? { "content-type": "application/json", "content-length": payload.length } : {}),
          ...headers,
        }).filter(([, value]) => value !== undefined),
      ),
    });
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.end(payload);
  });
}
