import { randomUUID } from "node:crypto";
import { createServer, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { clientIp, isTrustedProxy } from "@/lib/server/client-ip";
import { settings } from "@/lib/server/env";
import { log, logUnexpected } from "@/lib/server/log";
import { ConnectionLimit } from "./connection-limit";
import { type Exchange, plainText, send } from "./exchange";
import { answerFiles, isFilesPath } from "./files-request";
import { answerPage, type PageHandler } from "./page-request";
import { answerProgram, isProgramPath, refuseTarget } from "./program-request";
import { ClientGone, IncomingRequest } from "./request-body";
import { readTarget } from "./request-target";
import { securityHeaders } from "./security-headers";

export type { PageHandler };

const mostConnections = 4_000;
const mostPerIp = 2_000;

/** Node looks for what has run out of time only so often: every time-out holds to within this. */
const timeouts = {
  connectionsCheckingInterval: 2_000,
  headersTimeout: 10_000,
  // Uploads of files take as long as they take: see `bodyWithinMs` for the rest.
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
};

const bodyWithinMs = 60_000;

/** Answers programs itself and hands people's requests to `pages`. */
export function createHttpServer(pages: PageHandler): Server<typeof IncomingRequest> {
  const publicUrl = new URL(settings().publicUrl);
  const constantHeaders = securityHeaders(publicUrl);
  const server = createServer({ ...timeouts, IncomingMessage: IncomingRequest }, (request, response) => {
    const started = performance.now();
    const url = request.url ?? "";
    const target = readTarget(url);
    const { path, search } = target ?? { path: url, search: "" };
    const isFiles = isFilesPath(path);
    const isProgram = isFiles || isProgramPath(path);
    const id = randomUUID();
    const ip = clientIp(request.socket.remoteAddress, forwardedFor(request));
    const { socket } = request;
    connections.began(socket);
    if (isProgram && mayFork(request)) response.shouldKeepAlive = false;
    const late =
      request.hasBody && !isFiles ? setTimeout(() => giveUpOn(request, socket), bodyWithinMs) : undefined;
    response.on("close", () => {
      clearTimeout(late);
      connections.ended(socket);
      request.release();
      const { statusCode: status } = response;
      // Programs ask all day long: what went well is only written down where somebody wants to look.
      const level = isProgram && status < 400 ? "debug" : "info";
      if (!log().isLevelEnabled(level)) return;
      const ms = Math.round((performance.now() - started) * 10) / 10;
      log()[level](
        { requestId: id, method: request.method, path: shownPath(path), status, ip: ip, ms },
        "request",
      );
    });
    const exchange = { id, request, response, path, search, ip, publicUrl, constantHeaders, connections };
    const answered =
      !target || request.method === "TRACE"
        ? refuseTarget(exchange)
        : isFiles
          ? answerFiles(exchange)
          : isProgram
            ? answerProgram(exchange)
            : answerPage(exchange, pages);
    answered.catch((error) => fail(exchange, error));
  });
  const connections = new ConnectionLimit(server, {
    most: mostConnections,
    mostPerIp,
    isProxy: isTrustedProxy,
  });
  const refuse = (socket: Socket, status: number) => {
    if (!socket.writable || socket.bytesWritten > 0) return socket.destroy();
    socket.end(rawRefusal(status, constantHeaders), () => socket.destroy());
  };
  const giveUpOn = (request: IncomingRequest, socket: Socket) => {
    if (!request.complete) refuse(socket, 408);
  };
  server.on("connect", (_request, socket: Socket) => refuse(socket, 400));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    refuse(socket, clientErrorStatuses[error.code ?? ""] ?? 400);
  });
  return server;
}

/**
 * The SDK forks processes that go on with its open connections: their requests would mix with its own on one
 * connection, and each would read the other's answers.
 */
function mayFork(request: IncomingRequest): boolean {
  return request.headers["user-agent"]?.startsWith("python-requests/") ?? false;
}

function fail(exchange: Exchange, error: unknown): void {
  if (error instanceof ClientGone) return;
  const reference = logUnexpected(error, "answering a request");
  const { response } = exchange;
  if (response.headersSent) response.destroy();
  else void send(exchange, plainText(500, `Something went wrong. Reference ${reference}.`));
}

const clientErrorStatuses: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** For what never became a request that could be answered. */
function rawRefusal(status: number, headers: string[]): string {
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...headers.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${headers[at + 1]}`] : [])),
    "content-length: 0",
    "connection: close",
    "\r\n",
  ].join("\r\n");
}

function forwardedFor(request: IncomingRequest): string | undefined {
  const value = request.headers["x-forwarded-for"];
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
