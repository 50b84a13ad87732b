import { lookup } from "node:dns/promises";
import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { settings } from "./env";
import { isAmong, isPublicIp } from "./public-ip";

export type GuardedFailure =
  /** It is written in a way that hides which address is meant. */
  | "odd_host"
  /** It leads to an address that is not public and that the operator does not permit. */
  | "closed_address"
  | "unknown_host"
  | "unreachable"
  | "timed_out"
  /** It speaks no TLS, or has no valid certificate. */
  | "not_tls"
  | "bad_certificate"
  | "too_large";

/** Why a host that a user named gave no answer. */
export class GuardedRequestFailed extends Error {
  override readonly name = "GuardedRequestFailed";

  constructor(
    readonly failure: GuardedFailure,
    options?: ErrorOptions,
  ) {
    super(`A host that a user named gave no answer (${failure}).`, options);
  }
}

export type GuardedRequest = {
  method?: "GET" | "HEAD" | "POST" | "DELETE";
  headers?: Record<string, string>;
  body?: string;
  /** How long everything may take. */
  timeoutMs?: number;
  /** Longer answers are refused. */
  mostBytes?: number;
  /** Only where the user said so of this host. */
  acceptsAnyCertificate?: boolean;
};

export type GuardedAnswer = { status: number; headers: IncomingHttpHeaders; text: string };

export type Resolve = (host: string) => Promise<string[]>;

const usualTimeoutMs = 10_000;
const usualMostBytes = 64 * 1024;

const resolveAll: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * The one way to ask a host that a user named. The name is resolved once, all of its addresses must be public or among
 * `STEWARD_PERMITTED_NETWORKS`, and the connection is made to the first of them, whatever the name leads to by then.
 * Redirects are answers like any other. Throws `GuardedRequestFailed`.
 */
export async function guardedRequest(
  target: string,
  {
    method = "GET",
    headers = {},
    body,
    timeoutMs = usualTimeoutMs,
    mostBytes = usualMostBytes,
    acceptsAnyCertificate = false,
  }: GuardedRequest = {},
  resolve: Resolve = resolveAll,
): Promise<GuardedAnswer> {
  const url = guardedUrl(target);
  const signal = AbortSignal.timeout(timeoutMs);
  const ip = await permittedIp(url, resolve, signal);
  const { request: start } = url.protocol === "https:" ? https : http;
  const family = isIP(ip);
  try {
    return await new Promise<GuardedAnswer>((done, fail) => {
      const sent = start(url, {
        ...{ method, signal, agent: false, rejectUnauthorized: !acceptsAnyCertificate },
        headers: body === undefined ? headers : { ...headers, "content-length": Buffer.byteLength(body) },
        lookup: (_host, { all }, found) =>
          all ? found(null, [{ address: ip, family }]) : found(null, ip, family),
      });
      sent.on("error", fail);
      sent.on("response", (response) => readAnswer(response, mostBytes).then(done, fail));
      sent.end(body);
    });
  } catch (error) {
    throw failureOf(error);
  }
}

/** A URL whose host is written plainly. Parsers read `0x7f.1`, `2130706433` and `127.1` as 127.0.0.1. */
export function guardedUrl(target: string): URL {
  const [, given = ""] = /^https?:\/\/([^/?#\\]*)/i.exec(target) ?? [];
  if (!URL.canParse(target)) throw new GuardedRequestFailed("odd_host");
  const url = new URL(target);
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  const host = given.replace(/:\d*$/, "").toLowerCase();
  const isPlain = host === url.hostname && !url.username && !url.password && !/[%\s]|\.$/.test(host);
  if (!isWeb || !isPlain) throw new GuardedRequestFailed("odd_host");
  return url;
}

async function permittedIp(url: URL, resolve: Resolve, signal: AbortSignal): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const ips = isIP(host) ? [host] : await resolved(host, resolve, signal);
  const { permittedNetworks } = settings();
  const isPermitted = (ip: string) => isPublicIp(ip) || (isIP(ip) !== 0 && isAmong(permittedNetworks, ip));
  const [first] = ips;
  if (first === undefined) throw new GuardedRequestFailed("unknown_host");
  if (!ips.every(isPermitted)) throw new GuardedRequestFailed("closed_address");
  return first;
}

async function resolved(host: string, resolve: Resolve, signal: AbortSignal): Promise<string[]> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new GuardedRequestFailed("timed_out")), { once: true });
  });
  late.catch(() => {});
  try {
    return await Promise.race([resolve(host), late]);
  } catch (cause) {
    if (cause instanceof GuardedRequestFailed) throw cause;
    throw new GuardedRequestFailed("unknown_host", { cause });
  }
}

async function readAnswer(response: IncomingMessage, mostBytes: number): Promise<GuardedAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) {
      response.destroy();
      throw new GuardedRequestFailed("too_large");
    }
    chunks.push(chunk);
  }
  const { statusCode: status = 0, headers } = response;
  return { status, headers, text: Buffer.concat(chunks).toString("utf8") };
}

function failureOf(cause: unknown): GuardedRequestFailed {
  if (cause instanceof GuardedRequestFailed) return cause;
  const { code = "", name } = cause as NodeJS.ErrnoException;
  const failure =
    name === "AbortError" || name === "TimeoutError" || code === "ETIMEDOUT"
      ? "timed_out"
      : code === "EPROTO" || code.startsWith("ERR_SSL_")
        ? "not_tls"
        : /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_/.test(code)
          ? "bad_certificate"
          : "unreachable";
  return new GuardedRequestFailed(failure, { cause });
}
