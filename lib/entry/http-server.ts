import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { clientAddress } from "@/lib/server/client-address";
import { settings } from "@/lib/server/env";
import { log, logUnexpected } from "@/lib/server/log";
import { answerHealthRequest } from "@/lib/wire/health-endpoint";
import { answerWireRequest, isRootCall, refuseRequest, takesMethod } from "@/lib/wire/router";
import { answerVaultRequest, type PlainResponse } from "@/lib/wire/vault-endpoint";
import { ClientGone, maxBodyBytes, readBody } from "./request-body";
import { readTarget } from "./request-target";

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Below `/api`, this belongs to Next; everything else there is ClearML's protocol. */
const signInPrefix = "/api/auth/";
const maxSignInBytes = 64 * 1024;

/** Answers programs itself and hands people's requests to `pages`. */
export function createHttpServer(pages: PageHandler): Server {
  const publicUrl = new URL(settings().publicUrl);
  const server = createServer((request, response) => {
    const started = performance.now();
    const url = request.url ?? "";
    const target = readTarget(url);
    const path = target?.path ?? url;
    const isCall = isWirePath(path);
    const requestId = randomUUID();
    const address = clientAddress(request.socket.remoteAddress, headerOf(request, "x-forwarded-for"));
    response.setHeader("x-request-id", requestId);
    response.on("close", () => {
      const { statusCode: status } = response;
      // Programs ask all day long: what went well is only written down where somebody wants to look.
      const level = isCall && status < 400 ? "debug" : "info";
      if (!log().isLevelEnabled(level)) return;
      const ms = Math.round((performance.now() - started) * 10) / 10;
      log()[level](
        { requestId, method: request.method, path: shownPath(path), status, address, ms },
        "request",
      );
    });
    if (!target || request.method === "TRACE") return refuseTarget(request, response, path);
    answer({ request, response, ...target, isCall, address, publicUrl, pages }).catch((error) => {
      if (error instanceof ClientGone) return;
      const reference = logUnexpected(error, "answering a request");
      if (response.headersSent) response.destroy();
      else send(response, plainText(500, `Something went wrong. Reference ${reference}.`));
    });
  });
  server.on("connect", (_request, socket) => {
    socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 70_000;
  server.requestTimeout = 60_000;
  return server;
}

type Incoming = {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  search: string;
  isCall: boolean;
  address: string;
  publicUrl: URL;
  pages: PageHandler;
};

async function answer(incoming: Incoming): Promise<void> {
  const { request, response, path, search, address } = incoming;
  if (!incoming.isCall) return answerPage(incoming);
  response.setHeader("x-content-type-options", "nosniff");
  if (path === "/api/health/live" || path === "/api/health/ready") {
    return send(response, await answerHealthRequest(path === "/api/health/live" ? "live" : "ready"));
  }
  const headers = request.headers as Record<string, string | undefined>;
  if (path === "/api/vault") {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return send(response, { ...plainText(405, "Use GET."), headers: { allow: "GET, HEAD" } });
    }
    return send(response, await answerVaultRequest({ query: new URLSearchParams(search), headers, address }));
  }
  const wirePath = withoutApi(path);
  if (!takesMethod(request.method))
    return send(response, refuseRequest("badRequest", { path: wirePath, headers }));
  const body = await readBody(request);
  if (!body) {
    response.setHeader("connection", "close");
    return send(response, refuseRequest("tooLarge", { path: wirePath, headers }));
  }
  send(
    response,
    await answerWireRequest({ path: wirePath, query: new URLSearchParams(search), headers, body, address }),
  );
}

function isWirePath(path: string): boolean {
  return path.startsWith("/api/") ? !path.startsWith(signInPrefix) : isRootCall(path);
}

function withoutApi(path: string): string {
  return path.startsWith("/api/") ? path.slice("/api".length) : path;
}

function refuseTarget(request: IncomingMessage, response: ServerResponse, path: string): void {
  const headers = request.headers as Record<string, string | undefined>;
  const detail = "the path can’t be read";
  const wirePath = withoutApi(path).split("?", 1)[0] ?? "";
  response.setHeader("connection", "close");
  send(
    response,
    path.startsWith("/api/")
      ? refuseRequest("badRequest", { path: wirePath, headers }, detail)
      : plainText(400, "This address can’t be read."),
  );
}

/**
 * Next takes the address and the origin of a request from headers that a client could set:
 * they are replaced by what the configuration and the connection say.
 */
async function answerPage(incoming: Incoming): Promise<void> {
  const { request, response, path, address, publicUrl, pages } = incoming;
  for (const name of Object.keys(request.headers)) {
    if (
      name.startsWith("x-forwarded-") ||
      name.startsWith("x-steward-") ||
      name.startsWith("x-middleware-")
    ) {
      delete request.headers[name];
    }
  }
  if (isForeignPost(request, publicUrl)) {
    return send(
      response,
      plainText(
        403,
        `This page was opened at another address. Open ${publicUrl.origin} and try again there.`,
      ),
    );
  }
  request.headers.host = publicUrl.host;
  request.headers["x-forwarded-host"] = publicUrl.host;
  request.headers["x-forwarded-proto"] = publicUrl.protocol.slice(0, -1);
  request.headers["x-steward-address"] = address;
  const refusal = refuseBody(request, path);
  if (refusal) {
    response.setHeader("connection", "close");
    return send(response, refusal);
  }
  await pages(request, response);
}

/** What signs in is read whole before anybody is known: its length has to be told, and is small. */
function refuseBody(request: IncomingMessage, path: string): PlainResponse | undefined {
  const isSignIn = path.startsWith(signInPrefix);
  if (isSignIn && request.headers["transfer-encoding"] !== undefined) {
    return plainText(411, "The length of this has to be told before it is sent.");
  }
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > (isSignIn ? maxSignInBytes : maxBodyBytes)) return plainText(413, "This is too large.");
  return undefined;
}

/** Cookies come along with any form on any site: only our own pages may write. */
function isForeignPost(request: IncomingMessage, publicUrl: URL): boolean {
  if (request.method === "GET" || request.method === "HEAD") return false;
  const origin = headerOf(request, "origin");
  return origin !== undefined && origin !== publicUrl.origin;
}

function send(response: ServerResponse, answered: PlainResponse): void {
  const bytes = Buffer.byteLength(answered.body);
  const bodyless = answered.status === 304 || response.req.method === "HEAD";
  response.writeHead(answered.status, {
    ...answered.headers,
    ...(answered.status === 304 ? {} : { "content-length": bytes }),
  });
  response.end(bodyless ? undefined : answered.body);
}

function plainText(status: number, text: string): PlainResponse {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${text}\n` };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

/** Links carry single-use tokens: what is as long as one is not written down. */
function shownPath(path: string): string {
  return path
    .slice(0, 200)
    .split("/")
    .map((segment) => (segment.length > 40 ? "…" : segment))
    .join("/");
}
