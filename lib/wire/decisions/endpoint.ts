import type { z } from "zod";
import { isDatabaseUnavailable } from "@/db/availability";
import {
  actionSearch,
  batch,
  evaluation,
  problemOf,
  resourceSearch,
  subjectSearch,
  withDefaults,
} from "@/lib/core/access/decisions/request";
import { type Decision, type Decisions, decisionsFor, type Found } from "@/lib/operations/access/decisions";
import { authenticate } from "@/lib/server/api-caller";
import { log, logUnexpected } from "@/lib/server/log";
import { retryRead } from "@/lib/server/retry-read";
import { authProblemMessages } from "../auth-problems";
import { defaultBodyBytes, WireRefusal } from "../call";
import { type Parameters, parseBody } from "../parameters";
import type { PlainResponse } from "../vault-endpoint";
import { decisionPaths, discoveryDocument, discoveryPath } from "./discovery";
import { readPageToken, writePageToken } from "./page-token";

export type DecisionRequest = {
  method: string | undefined;
  path: string;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** Throws `WireRefusal` for more than `maxBytes`. */
  readBody(maxBytes: number): Buffer | Promise<Buffer>;
  ip: string;
};

/** Answered with an HTTP status and a sentence. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

type Answer = (decisions: Decisions, body: Parameters) => unknown;

const answers: Readonly<Record<string, Answer>> = {
  [decisionPaths.access_evaluation_endpoint]: (decisions, body) =>
    shown(decisions.evaluate(read(evaluation, body))),
  [decisionPaths.access_evaluations_endpoint]: evaluateBatch,
  [decisionPaths.search_subject_endpoint]: (decisions, body) => {
    const asked = read(subjectSearch, body);
    const { type } = asked.subject;
    return onePage(
      asked,
      (bounds) => decisions.findSubjects(asked, bounds),
      (id) => ({ type, id }),
    );
  },
  [decisionPaths.search_resource_endpoint]: (decisions, body) => {
    const asked = read(resourceSearch, body);
    const { type } = asked.resource;
    return onePage(
      asked,
      (bounds) => decisions.findResources(asked, bounds),
      (id) => ({ type, id }),
    );
  },
  [decisionPaths.search_action_endpoint]: (decisions, body) => {
    const asked = read(actionSearch, body);
    return onePage(
      asked,
      (bounds) => decisions.findActions(asked, bounds),
      (name) => ({ name }),
    );
  },
};

export function isDecisionPath(path: string): boolean {
  return path === discoveryPath || path.startsWith("/access/v1/");
}

/** OpenID AuthZEN's Authorization API 1.0. Never throws. */
export async function answerDecisionRequest(request: DecisionRequest): Promise<PlainResponse> {
  try {
    return await answer(request);
  } catch (error) {
    if (error instanceof Refusal) return refusal(error.status, error.message, error.headers);
    if (error instanceof WireRefusal) return bodyRefusal(error);
    if (isDatabaseUnavailable(error)) {
      log().warn({ err: error, where: request.path }, "the database can’t be reached");
      return refusal(503, "The database can’t be reached. Try again.", { "retry-after": "5" });
    }
    return refusal(500, `Something went wrong. Reference ${logUnexpected(error, request.path)}.`);
  }
}

async function answer(request: DecisionRequest): Promise<PlainResponse> {
  if (request.path === discoveryPath) {
    if (request.method !== "GET" && request.method !== "HEAD") {
      throw new Refusal(405, "Use GET.", { allow: "GET, HEAD" });
    }
    return json(discoveryDocument(), "no-cache");
  }
  const found = Object.hasOwn(answers, request.path) ? answers[request.path] : undefined;
  if (!found) throw new Refusal(404, "This URL does not exist.");
  if (request.method !== "POST") throw new Refusal(405, "Use POST.", { allow: "POST" });
  const decisions = await retryRead(() => authorize(request));
  const [mediaType = ""] = (request.headers["content-type"] ?? "").split(";", 1);
  if (mediaType.trim().toLowerCase() !== "application/json") {
    throw new Refusal(400, "Send the request with Content-Type: application/json.");
  }
  const body = parseBody(await request.readBody(defaultBodyBytes));
  return json(await retryRead(async () => found(decisions, body)), "no-store");
}

async function authorize({ headers, ip }: DecisionRequest): Promise<Decisions> {
  const caller = await authenticate({ authorization: headers.authorization, ip, worker: undefined });
  if ("problem" in caller) {
    const message = authProblemMessages[caller.problem];
    if (caller.problem === "rate_limited") {
      throw new Refusal(429, message, { "retry-after": String(caller.retryAfterSeconds) });
    }
    throw new Refusal(401, message, { "www-authenticate": 'Basic realm="Steward", charset="UTF-8"' });
  }
  const decisions = await decisionsFor(caller);
  if (!decisions) {
    throw new Refusal(
      403,
      "These API credentials can’t ask for access decisions. Use those of an admin, or of a service account that is allowed to.",
    );
  }
  return decisions;
}

async function evaluateBatch(decisions: Decisions, body: Parameters): Promise<unknown> {
  const { evaluations = [], options } = read(batch, body);
  if (evaluations.length === 0) return shown(decisions.evaluate(read(evaluation, body)));
  const items = evaluations.map((item) => {
    const parsed = evaluation.safeParse(withDefaults(item, body));
    return parsed.success ? parsed.data : ({ decision: false, problem: problemOf(parsed.error) } as const);
  });
  const semantic = options?.evaluations_semantic ?? "execute_all";
  return { evaluations: (await decisions.evaluateEach(items, semantic)).map(shown) };
}

function shown(decided: Decision | { decision: false; problem: string }): unknown {
  const { decision } = decided;
  if ("problem" in decided) {
    return { decision, context: { error: { status: 400, message: decided.problem } } };
  }
  return decided.reasons ? { decision, context: { reasons: decided.reasons } } : { decision };
}

type Searched = { page: { token: string; limit: number } };

async function onePage(
  { page: { token, limit }, ...search }: Searched,
  find: (bounds: { after: string; limit: number }) => Found | Promise<Found>,
  entityOf: (value: string) => unknown,
): Promise<unknown> {
  const after = readPageToken(search, token);
  if (after === undefined) throw new Refusal(400, "page.token is not valid for this search.");
  const { values, next } = await find({ after, limit });
  const nextToken = next === undefined ? "" : writePageToken(search, next);
  return { results: values.map(entityOf), page: { next_token: nextToken, count: values.length } };
}

function read<Schema extends z.ZodType>(schema: Schema, body: Parameters): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Refusal(400, problemOf(parsed.error));
  return parsed.data;
}

function bodyRefusal({ code, retryAfterSeconds }: WireRefusal): PlainResponse {
  if (code === "busy") {
    return refusal(503, "Too many requests at once. Try again.", {
      "retry-after": String(retryAfterSeconds ?? 1),
    });
  }
  return code === "tooLarge"
    ? refusal(413, `A request can have at most ${defaultBodyBytes} bytes.`)
    : refusal(400, "The body is not a JSON object, or contains too many keys and items.");
}

function json(value: unknown, cacheControl: string): PlainResponse {
  return {
    status: 200,
    headers: { "content-type": "application/json", "cache-control": cacheControl },
    body: JSON.stringify(value),
  };
}

function refusal(status: number, message: string, headers: Record<string, string> = {}): PlainResponse {
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
    body: message,
  };
}
