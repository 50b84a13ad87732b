import type { ServerResponse } from "node:http";
import type { PlainResponse } from "@/lib/wire/vault-endpoint";
import type { ConnectionLimit } from "./connection-limit";
import type { IncomingRequest } from "./request-body";

/** One request and its answer, with what the server made out about them. */
export type Exchange = {
  id: string;
  request: IncomingRequest;
  response: ServerResponse<IncomingRequest>;
  path: string;
  search: string;
  ip: string;
  publicUrl: URL;
  /** Names and values in turn, sent with every answer. */
  constantHeaders: string[];
  connections: ConnectionLimit;
};

/** So much of a body that nobody reads is left to Node, and the connection kept. */
const smallRestBytes = 64 * 1024;

/** Resolves, where a body is still on its way, once as much of it as need be is read and thrown away. */
export function send(exchange: Exchange, answered: PlainResponse): Promise<void> | undefined {
  const { request, response } = exchange;
  const body = answered.status === 304 || request.method === "HEAD" ? undefined : answered.body;
  const rest = request.declaredBytes ?? Number.POSITIVE_INFINITY;
  // On a connection that closes, bytes that nobody has read would reset it before the client reads the answer.
  const mustRead = rest > smallRestBytes || answered.status === 408 || !response.shouldKeepAlive;
  const isCutOff = !request.complete && mustRead;
  // Names and values in one list: an object of so many headers costs a call as much as its routing does.
  const headers = [...exchange.constantHeaders, "x-request-id", exchange.id];
  for (const name in answered.headers) headers.push(name, answered.headers[name] ?? "");
  if (answered.status !== 304) headers.push("content-length", String(Buffer.byteLength(answered.body)));
  if (isCutOff) headers.push("connection", "close");
  response.writeHead(answered.status, headers);
  if (!isCutOff) {
    response.end(body);
    return undefined;
  }
  if (body) response.write(body);
  else response.flushHeaders();
  return withoutHold(exchange, () => request.discardRest()).then(() => void response.end());
}

/** Waits for what a client sends with a connection that may be closed for another client’s. */
export async function withoutHold<T>({ connections, request }: Exchange, wait: () => Promise<T>): Promise<T> {
  connections.ended(request.socket);
  try {
    return await wait();
  } finally {
    connections.began(request.socket);
  }
}

export function plainText(status: number, text: string, headers: Record<string, string> = {}): PlainResponse {
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
    body: `${text}\n`,
  };
}
