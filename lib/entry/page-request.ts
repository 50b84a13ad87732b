import type { IncomingMessage, ServerResponse } from "node:http";
import { readSessionToken } from "@/lib/server/read-session-token";
import { sessionCookieName } from "@/lib/server/session-cookie";
import { startedActions } from "@/lib/server/started-actions";
import { withClient } from "@/lib/server/vault-workers";
import { compressResponse } from "./compress-response";
import { type Exchange, plainText, send, withoutHold } from "./exchange";
import { BodyBudget, type BodyLimits, type BodyProblem, type IncomingRequest } from "./request-body";
import { cookieOf } from "./request-cookies";
import { headersFor, staticFilePolicy } from "./security-headers";

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Below `/api`, this belongs to Next; everything else there is ClearML's protocol. */
export const signInPrefix = "/api/auth/";

const megabyte = 1024 * 1024;
const strangers: BodyLimits = {
  maxBytes: 64 * 1024,
  budget: new BodyBudget(16 * megabyte),
  withinMs: 10_000,
};
/** A vault fills a server action of up to 4 MB. */
const signedIn: BodyLimits = { maxBytes: 5 * megabyte, budget: new BodyBudget(64 * megabyte) };

/**
 * Next takes the address and the origin of a request from headers that a client could set: they are replaced by what
 * the configuration and the connection say. It sees a request once the whole body has come.
 */
export async function answerPage(exchange: Exchange, pages: PageHandler): Promise<void> {
  const { request, response, path, ip, publicUrl } = exchange;
  if (path.startsWith("/_next/image") || path.startsWith("/_next/data/")) {
    return send(exchange, plainText(404, "Not found."));
  }
  if (isForeignPost(request, publicUrl)) {
    return send(
      exchange,
      plainText(403, `This page was opened under another URL. Open ${publicUrl.origin} and try again there.`),
    );
  }
  if (request.hasBody) {
    const limits = await limitsOf(exchange);
    const problem = request.complete
      ? await request.gather(limits)
      : await withoutHold(exchange, () => request.gather(limits));
    if (problem) return send(exchange, problems[problem]);
  }
  if (request.isForm && !endsAsForm(request)) {
    return send(exchange, plainText(400, "This form is not valid."));
  }
  for (const name of Object.keys(request.headers)) {
    if (
      name.startsWith("x-forwarded-") ||
      name.startsWith("x-steward-") ||
      name.startsWith("x-middleware-")
    ) {
      delete request.headers[name];
    }
  }
  request.headers.host = publicUrl.host;
  request.headers["x-forwarded-host"] = publicUrl.host;
  request.headers["x-forwarded-proto"] = publicUrl.protocol.slice(0, -1);
  request.headers["x-steward-address"] = ip;
  const constantHeaders = headersFor(exchange.path, exchange.constantHeaders);
  for (let at = 0; at < constantHeaders.length; at += 2) {
    response.setHeader(constantHeaders[at] ?? "", constantHeaders[at + 1] ?? "");
  }
  const isStatic = path.startsWith("/_next/static/");
  if (isStatic) response.setHeader("content-security-policy", staticFilePolicy);
  response.setHeader("x-request-id", exchange.id);
  if (isAction(request)) blameUnreadable(exchange);
  compressResponse(request, response, { kept: isStatic });
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  await withClient(gone.signal, () => pages(request, response));
}

function isAction(request: IncomingRequest): boolean {
  return request.headers["next-action"] !== undefined || request.isForm;
}

/** Next answers what it can’t read with 500, as if the failure were ours. Actions themselves never throw. */
function blameUnreadable({ id, request, response }: Exchange): void {
  request.headers["x-steward-request"] = id;
  response.once("close", () => startedActions.delete(id));
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const hasBegun = startedActions.has(id);
    return Reflect.apply(writeHead, response, [status === 500 && !hasBegun ? 400 : status, ...rest]);
  };
}

const problems: Record<BodyProblem, ReturnType<typeof plainText>> = {
  too_large: plainText(413, "The request is too large."),
  too_late: plainText(408, "The request took too long."),
  busy: plainText(503, "Too many large requests at once. Try again.", { "retry-after": "2" }),
};

function endsAsForm(request: IncomingRequest): boolean {
  const boundary = /;\s*boundary=("?)([^\s";]{1,70})\1(?:;|$)/i.exec(
    request.headers["content-type"] ?? "",
  )?.[2];
  return boundary !== undefined && request.tail.includes(`--${boundary}--`);
}

/** Only who is signed in may send much. The session is looked up for nothing smaller. */
async function limitsOf({ request, path }: Exchange): Promise<BodyLimits> {
  const declared = request.declaredBytes;
  if (path.startsWith(signInPrefix)) return strangers;
  if (declared !== undefined && declared <= strangers.maxBytes) return strangers;
  const token = cookieOf(request, sessionCookieName());
  return token && (await readSessionToken(token)) ? signedIn : strangers;
}

/** Cookies come along with any form on any site: only our own pages may write. */
function isForeignPost(request: IncomingRequest, publicUrl: URL): boolean {
  if (request.method === "GET" || request.method === "HEAD") return false;
  const { origin } = request.headers;
  return origin !== undefined && origin !== publicUrl.origin;
}
