import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import Stripe from "stripe";
import { answerPage } from "./pages";
import { ApiRefusal } from "./refusal";
import { answerCall, endpointSecret } from "./routes";
import { StripeWorld } from "./world";

/**
 * What goes wrong with the calls that follow. `nonsense` is an answer that is no object of the API; `lost` is one that
 * never arrives, though all was done.
 */
export type Fault =
  | { kind: "away" }
  | { kind: "lost" }
  | { kind: "nonsense" }
  | { kind: "slow"; ms: number }
  | { kind: "status"; status: number };
export type Call = { method: string; path: string; form: string; version: string | undefined };
type Remembered = { fingerprint: string; status: number; body: string; at: number };

const daySeconds = 86_400;

/** A stand-in for Stripe, over HTTP: its API, its pages and its webhooks. */
export class StripePeer {
  readonly world = new StripeWorld("");
  readonly calls: Call[] = [];
  fault: { fault: Fault; path: RegExp; times: number } | undefined;
  private readonly remembered = new Map<string, Remembered>();
  private readonly deliveries = new Set<Promise<void>>();
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });

  static async start(port = 0): Promise<StripePeer> {
    const peer = new StripePeer();
    await new Promise<void>((resolve) => peer.server.listen(port, "127.0.0.1", resolve));
    peer.world.url = peer.url;
    return peer;
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await Promise.all(this.deliveries);
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** Sends every event from now on to the endpoints that ask for it, as it happens. */
  deliverAtOnce(): void {
    this.world.onEvent = (event) => {
      for (const endpoint of this.world.endpoints.values()) {
        if (!endpoint.enabled_events.includes(event.type)) continue;
        const delivery: Promise<void> = deliver(endpoint.url, event).then(
          () => void this.deliveries.delete(delivery),
          () => void this.deliveries.delete(delivery),
        );
        this.deliveries.add(delivery);
      }
    };
  }

  fail(fault: Fault, { path = /./, times = Number.POSITIVE_INFINITY } = {}): void {
    this.fault = { fault, path, times };
  }

  recover(): void {
    this.fault = undefined;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? "/", "http://stand-in");
    const method = request.method ?? "GET";
    const body = await textOf(request);
    if (!pathname.startsWith("/v1/")) {
      const page = answerPage(this.world, method, pathname, new URLSearchParams(body));
      const { status, location, type, body: text } = page ?? { status: 404, body: "Not found" };
      response.writeHead(status, { ...(location ? { location } : {}), "content-type": type ?? "text/plain" });
      response.end(text);
      return;
    }
    const form = method === "GET" ? search.slice(1) : body;
    this.calls.push({ method, path: pathname, form, version: headerOf(request, "stripe-version") });
    const fault = this.faultOf(pathname);
    if (fault?.kind === "slow") await delay(fault.ms);
    if (fault?.kind === "away") return void response.destroy();
    if (fault?.kind === "nonsense") {
      response.writeHead(200, { "content-type": "application/json" }).end(`{"status":"ok"}`);
      return;
    }
    const failed = fault?.kind === "status" ? fault.status : undefined;
    const { status, body: text } = this.answerOnce(request, { method, path: pathname, form }, failed);
    if (fault?.kind === "lost") return void response.destroy();
    response.writeHead(status, { "content-type": "application/json", "request-id": this.world.id("req") });
    response.end(text);
  }

  private faultOf(path: string): Fault | undefined {
    const { fault } = this;
    if (!fault || fault.times <= 0 || !fault.path.test(path)) return undefined;
    fault.times -= 1;
    return fault.fault;
  }

  /**
   * A key that comes again within a day gets the answer of the first time, also that of an error, and is refused for
   * anything else. What was not begun is not remembered: wrong parameters, too many requests.
   */
  private answerOnce(
    request: IncomingMessage,
    { method, path, form }: { method: string; path: string; form: string },
    failed: number | undefined,
  ): { status: number; body: string } {
    const key = headerOf(request, "idempotency-key");
    const fingerprint = `${method} ${path} ${form}`;
    const known = key === undefined ? undefined : this.remembered.get(key);
    if (known && this.world.now - known.at < daySeconds) {
      if (known.fingerprint === fingerprint) return known;
      const message =
        "Keys for idempotent requests can only be used with the same parameters they were first used with.";
      return refusalOf(new ApiRefusal(400, { type: "idempotency_error", message }));
    }
    const answer = failed === undefined ? this.answerChecked(request, method, path, form) : failureOf(failed);
    if (key !== undefined && method === "POST" && isBegun(answer))
      this.remembered.set(key, { ...answer, fingerprint, at: this.world.now });
    return answer;
  }

  private answerChecked(request: IncomingMessage, method: string, path: string, form: string) {
    try {
      if (!/^Bearer [rs]k_test_\w+$/.test(headerOf(request, "authorization") ?? ""))
        throw new ApiRefusal(401, { type: "invalid_request_error", message: "Invalid API Key provided." });
      if (headerOf(request, "stripe-version") !== Stripe.API_VERSION)
        throw new ApiRefusal(400, {
          type: "invalid_request_error",
          message: "Another API version is expected.",
        });
      return { status: 200, body: JSON.stringify(answerCall(this.world, method, path, form)) };
    } catch (error) {
      if (error instanceof ApiRefusal) return refusalOf(error);
      throw error;
    }
  }
}

function failureOf(status: number) {
  const type = status === 429 ? "rate_limit_error" : "api_error";
  return refusalOf(new ApiRefusal(status, { type, message: "Try again." }));
}

function isBegun({ status, body }: { status: number; body: string }): boolean {
  return status !== 429 && status !== 409 && status !== 401 && !body.includes('"code":"parameter_');
}

function refusalOf({ status, body }: ApiRefusal) {
  return { status, body: JSON.stringify({ error: body }) };
}

type Signing = { at?: number; secret?: string };

/** An event as Stripe sends it. */
export function signedDelivery(event: object, { at, secret = endpointSecret }: Signing = {}) {
  const payload = JSON.stringify(event);
  const timestamp = at ?? Math.floor(Date.now() / 1000);
  return { payload, signature: Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) };
}

/** Signed as of the time that it is sent at, whatever the time of the stand-in. */
export async function deliver(url: string, event: object, { secret }: Signing = {}): Promise<number> {
  const { payload, signature } = signedDelivery(event, secret ? { secret } : {});
  const headers = { "content-type": "application/json", "stripe-signature": signature };
  const answer = await fetch(url, { method: "POST", headers, body: payload });
  await answer.arrayBuffer();
  return answer.status;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
