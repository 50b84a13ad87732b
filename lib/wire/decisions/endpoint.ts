import { LRUCache } from "lru-cache";
import type { z } from "zod";
import { type Allowance, takeDecisions } from "@/lib/core/access/decisions/allowance";
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
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import { retryRead } from "@/lib/server/retry-read";
import { defaultBodyBytes } from "../call";
import { type Parameters, parseBody } from "../parameters";
import { answerPlainly, PlainRefusal, type PlainRequest, plainJson, signedInCaller } from "../plain-answers";
import type { PlainResponse } from "../vault-endpoint";
import { decisionPaths, discoveryDocument, discoveryPath } from "./discovery";
import { readPageToken, writePageToken } from "./page-token";

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
export function answerDecisionRequest(request: PlainRequest): Promise<PlainResponse> {
  return answerPlainly(request.path, defaultBodyBytes, () => answer(request));
}

async function answer(request: PlainRequest): Promise<PlainResponse> {
  if (request.path === discoveryPath) {
    if (request.method !== "GET" && request.method !== "HEAD") {
      throw new PlainRefusal(405, "Use GET.", { allow: "GET, HEAD" });
    }
    return plainJson(discoveryDocument(), "no-cache");
  }
  const found = Object.hasOwn(answers, request.path) ? answers[request.path] : undefined;
  if (!found) throw new PlainRefusal(404, "This URL does not exist.");
  if (request.method !== "POST") throw new PlainRefusal(405, "Use POST.", { allow: "POST" });
  const caller = await signedInCaller(request);
  const decisions = await retryRead(() => authorize(caller));
  const [mediaType = ""] = (request.headers["content-type"] ?? "").split(";", 1);
  if (mediaType.trim().toLowerCase() !== "application/json") {
    throw new PlainRefusal(400, "Send the request with Content-Type: application/json.");
  }
  const body = parseBody(await request.readBody(defaultBodyBytes));
  spend(caller.accessKey, decisionsIn(body));
  return plainJson(await retryRead(async () => found(decisions, body)), "no-store");
}

async function authorize(caller: ApiCaller): Promise<Decisions> {
  const decisions = await decisionsFor(caller);
  if (!decisions) {
    throw new PlainRefusal(
      403,
      "These API credentials can’t ask for access decisions. Use those of an admin, or of a service account that is allowed to.",
    );
  }
  return decisions;
}

const allowances = new LRUCache<string, Allowance>({ max: 10_000 });

/** One program that asks without a pause must not keep the others waiting. */
function spend(accessKey: string, count: number): void {
  const { allowance, waitSeconds } = takeDecisions(allowances.get(accessKey), count, now().getTime());
  allowances.set(accessKey, allowance);
  if (waitSeconds === undefined) return;
  throw new PlainRefusal(429, "These API credentials ask for too many decisions. Try again later.", {
    "retry-after": String(waitSeconds),
  });
}

function decisionsIn({ evaluations }: Parameters): number {
  return Array.isArray(evaluations) ? Math.max(1, evaluations.length) : 1;
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
  if (after === undefined) throw new PlainRefusal(400, "page.token is not valid for this search.");
  const { values, next } = await find({ after, limit });
  const nextToken = next === undefined ? "" : writePageToken(search, next);
  return { results: values.map(entityOf), page: { next_token: nextToken, count: values.length } };
}

function read<Schema extends z.ZodType>(schema: Schema, body: Parameters): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new PlainRefusal(400, problemOf(parsed.error));
  return parsed.data;
}
