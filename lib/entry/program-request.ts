import { batchBodyBytes, WireRefusal } from "@/lib/wire/call";
import { answerConfigurationRequest, isConfigurationPath } from "@/lib/wire/configuration-endpoint";
import { answerDecisionRequest, isDecisionPath } from "@/lib/wire/decisions/endpoint";
import { answerHealthRequest } from "@/lib/wire/health-endpoint";
import { openApiText } from "@/lib/wire/openapi";
import { answerWireRequest, isRootCall, refuseRequest, takesMethod } from "@/lib/wire/router";
import { answerStripeDelivery } from "@/lib/wire/stripe-webhook-endpoint";
import { answerVaultRequest } from "@/lib/wire/vault-endpoint";
import { type Exchange, plainText, send } from "./exchange";
import { signInPrefix } from "./page-request";
import { BodyBudget, type IncomingRequest } from "./request-body";

const noBody = Buffer.alloc(0);
const noQuery = new URLSearchParams();
const useGet = plainText(405, "Use GET.", { allow: "GET, HEAD" });
const bodies = new BodyBudget(4 * batchBodyBytes, 64 * 1024);

/** Whether a path is for programs, who are answered before Next. */
export function isProgramPath(path: string): boolean {
  return path.startsWith("/api/") ? !path.startsWith(signInPrefix) : isRootCall(path) || isDecisionPath(path);
}

export async function answerProgram(exchange: Exchange): Promise<void> {
  const { request, path, search, ip } = exchange;
  if (path === "/api/health/live" || path === "/api/health/ready") {
    if (request.method !== "GET" && request.method !== "HEAD") return send(exchange, useGet);
    return send(exchange, await answerHealthRequest(path === "/api/health/live" ? "live" : "ready"));
  }
  const headers = request.headers as Record<string, string | undefined>;
  const read = (maxBytes: number) => (request.hasBody ? readBody(request, maxBytes) : noBody);
  if (isDecisionPath(path)) {
    const { method } = request;
    const answered = await answerDecisionRequest({
      method,
      path,
      query: noQuery,
      headers,
      readBody: read,
      ip,
    });
    return send({ ...exchange, id: sentRequestId(headers) ?? exchange.id }, answered);
  }
  const query = search === "" ? noQuery : new URLSearchParams(search);
  if (isConfigurationPath(path)) {
    const { method } = request;
    return send(
      exchange,
      await answerConfigurationRequest({ method, path, query, headers, readBody: read, ip }),
    );
  }
  if (path === "/api/vault") {
    if (request.method !== "GET" && request.method !== "HEAD") return send(exchange, useGet);
    return send(exchange, await answerVaultRequest({ query, headers, ip: ip }));
  }
  if (path === "/api/stripe/webhook") {
    const { method } = request;
    const signature = headers["stripe-signature"];
    return send(exchange, await answerStripeDelivery({ method, signature, readBody: read }));
  }
  if (path === "/api/openapi.json") {
    if (request.method !== "GET" && request.method !== "HEAD") return send(exchange, useGet);
    const asJson = { "content-type": "application/json", "cache-control": "no-cache" };
    return send(exchange, { status: 200, headers: asJson, body: openApiText() });
  }
  const wirePath = path.startsWith("/api/") ? path.slice("/api".length) : path;
  if (!takesMethod(request.method)) {
    const refused = refuseRequest("methodNotAllowed", { path: wirePath, headers });
    return send(exchange, { ...refused, headers: { ...refused.headers, allow: "GET, POST, PUT" } });
  }
  return send(
    exchange,
    await answerWireRequest({
      path: wirePath,
      query,
      headers,
      readBody: read,
      ip: ip,
    }),
  );
}

/** Callers of the decision API find their answers by it. */
function sentRequestId(headers: Record<string, string | undefined>): string | undefined {
  const sent = headers["x-request-id"];
  return sent && /^[\x20-\x7e]{1,256}$/.test(sent) ? sent : undefined;
}

/** A path that could be read in two ways. */
export async function refuseTarget(exchange: Exchange): Promise<void> {
  const { request, path } = exchange;
  if (!path.startsWith("/api/")) return send(exchange, plainText(400, "This URL is not valid."));
  const wirePath = path.slice("/api".length).split("?", 1)[0] ?? "";
  const headers = request.headers as Record<string, string | undefined>;
  return send(exchange, refuseRequest("badRequest", { path: wirePath, headers }, "the path is not valid"));
}

async function readBody(request: IncomingRequest, maxBytes: number): Promise<Buffer> {
  const problem = await request.gather({ maxBytes, budget: bodies });
  if (problem === "busy") throw new WireRefusal("busy", undefined, 1);
  if (problem) throw new WireRefusal("tooLarge", `more than ${maxBytes} bytes`);
  return request.read() ?? noBody;
}
