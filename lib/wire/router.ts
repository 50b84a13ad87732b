import { isDatabaseUnavailable } from "@/db/availability";
import { apiVersion } from "@/lib/core/clearml-versions";
import { accessOfCaller, type CallerAccess } from "@/lib/operations/access/caller-access";
import { countCallAbout } from "@/lib/operations/usage/project-calls";
import {
  type ApiCaller,
  type AuthProblem,
  actorFrom,
  actorOf,
  authenticate,
  impersonate,
} from "@/lib/server/api-caller";
import { log, logUnexpected } from "@/lib/server/log";
import { retryRead } from "@/lib/server/retry-read";
import { type Call, type CallContext, defaultBodyBytes, type SignedInCall, WireRefusal } from "./call";
import { calls } from "./calls/index";
import { refuseIfClosed } from "./closed-workspace";
import { type Endpoint, envelope, type WireResponse } from "./envelope";
import { type Parameters, parseBody, parseLines, withQuery } from "./parameters";
import type { ResultCode } from "./result-codes";

export type WireRequest = {
  /** The path after `/api`, or at the root, without the query. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** Asked for once it is known who calls; throws `WireRefusal` for more than `maxBytes`. */
  readBody(maxBytes: number): Buffer | Promise<Buffer>;
  ip: string;
};

const methods = new Set(["GET", "POST", "PUT"]);
const pathForm = /^(?:\/v(\d{1,4}(?:\.\d{1,4})?))?\/([a-z_]{1,64}\.[a-z0-9_]{1,64})\/?$/;

export function takesMethod(method: string | undefined): boolean {
  return method !== undefined && methods.has(method);
}

const services = new Set(Object.keys(calls).map((name) => name.slice(0, name.indexOf("."))));

/**
 * Whether a path without `/api` is a call all the same: clients set up by host and port alone ask at the
 * root.
 */
export function isRootCall(path: string): boolean {
  const name = pathForm.exec(path)?.[2];
  return name !== undefined && services.has(name.slice(0, name.indexOf(".")));
}

/** Answers one call of ClearML's protocol. Never throws, and never answers outside the envelope. */
export async function answerWireRequest(request: WireRequest): Promise<WireResponse> {
  const trx = traceOf(request);
  const named = pathForm.exec(request.path);
  if (!named)
    return refusal("badRequest", unnamed(request.path), { detail: "the path is not service.action", trx });

  const [, version, name = ""] = named;
  const known = Object.hasOwn(calls, name) ? calls[name] : undefined;
  const found = known && ofVersion(known, version);
  const endpoint: Endpoint = {
    name,
    requestedVersion: version ?? apiVersion,
    actualVersion: found?.minVersion ?? null,
  };
  if (!found)
    return refusal("notFound", endpoint, {
      detail: `name=${name}, version=${endpoint.requestedVersion}`,
      trx,
    });
  if (request.headers["content-encoding"]) return refusal("unsupportedEncoding", endpoint, { trx });

  try {
    const answer = await run(name, found, request);
    if ("problem" in answer) return authRefusal(answer, endpoint, trx);
    return envelope({
      code: "ok",
      endpoint,
      ...(trx ? { trx } : {}),
      data: "json" in answer ? answer.json : JSON.stringify(answer.data),
    });
  } catch (error) {
    if (error instanceof WireRefusal) {
      const { code, detail, retryAfterSeconds: seconds } = error;
      return refusal(code, endpoint, {
        ...(detail ? { detail } : {}),
        ...(seconds === undefined ? {} : { headers: { "retry-after": String(seconds) } }),
        trx,
      });
    }
    if (isDatabaseUnavailable(error)) {
      log().warn({ err: error, where: name }, "the database can’t be reached");
      return refusal("databaseUnavailable", endpoint, { trx });
    }
    return refusal("generalError", endpoint, { detail: `reference=${logUnexpected(error, name)}`, trx });
  }
}

/** The newest form of a call that a version has. */
function ofVersion(newest: Call, version: string | undefined): Call | undefined {
  if (version === undefined || isAtLeast(version, newest.minVersion)) return newest;
  return newest.open || !newest.older ? undefined : ofVersion(newest.older, version);
}

/** Of calls that anybody may make. */
const openBodyBytes = 16 * 1024;

async function run(name: string, found: Call, request: WireRequest) {
  const authenticated = () =>
    retryRead(() =>
      authenticate({
        authorization: request.headers.authorization,
        ip: request.ip,
        worker: request.headers["x-clearml-worker"] ?? request.headers["x-trains-worker"],
        readsAlong: found.open ? undefined : found.readsAlong,
      }),
    );
  if (found.open) {
    const findCaller = async () => {
      const caller = await authenticated();
      return "problem" in caller ? undefined : caller;
    };
    return found.run({ findCaller }, parametersOf(await request.readBody(openBodyBytes), request));
  }
  const presented = await authenticated();
  if ("problem" in presented) return presented;
  refuseIfClosed(presented, name, found);
  const caller = await identityOf(presented, found, request.headers);
  const body = await request.readBody(found.maxBodyBytes ?? defaultBodyBytes);
  const parameters = found.takesLines ? await parseLines(body) : parametersOf(body, request);
  let access: Promise<CallerAccess> | undefined;
  let isCounted = false;
  const context: CallContext = {
    caller,
    access() {
      access ??= retryRead(() => accessOfCaller(caller));
      return access;
    },
    async actor() {
      const { membership } = caller;
      const actor = membership ? actorFrom(caller, membership) : await retryRead(() => actorOf(caller));
      if (!actor) throw new WireRefusal("invalidToken");
      return actor;
    },
    async isAbout(objectIds) {
      if (isCounted) return;
      isCounted = true;
      countCallAbout(caller.workspaceId, await context.access(), objectIds);
    },
  };
  return found.reads ? retryRead(() => found.run(context, parameters)) : found.run(context, parameters);
}

function parametersOf(body: Buffer, { query }: WireRequest): Parameters {
  return withQuery(parseBody(body), query);
}

/** A failed impersonation must not fall back to the caller's own identity. */
function identityOf(
  caller: ApiCaller,
  found: SignedInCall,
  headers: WireRequest["headers"],
): ApiCaller | Promise<ApiCaller> {
  const impersonated = headers["x-clearml-impersonate-as"];
  const actedAs = headers["x-clearml-act-as"];
  const tenant = headers["x-clearml-tenant"];
  if (impersonated && actedAs) {
    throw new WireRefusal("invalidHeaders", "only one impersonation header is allowed");
  }
  if (tenant && tenant !== caller.workspaceId) throw new WireRefusal("invalidCredentials");
  const other = impersonated || actedAs;
  if (!other || other === caller.userId) return caller;
  return impersonating(caller, found.impersonates ? impersonated : undefined);
}

async function impersonating(caller: ApiCaller, userId: string | undefined): Promise<ApiCaller> {
  const person = userId ? await impersonate(caller, userId) : undefined;
  if (!person) throw new WireRefusal("impersonationError", "not allowed for these credentials");
  return person;
}

const authCodes = {
  no_credentials: "noCredentials",
  bad_auth_type: "badAuthType",
  bad_credentials: "badCredentials",
  invalid_credentials: "invalidCredentials",
  invalid_token: "invalidToken",
  rate_limited: "tooManyRequests",
} as const satisfies Record<AuthProblem["problem"], ResultCode>;

function authRefusal(problem: AuthProblem, endpoint: Endpoint, trx: string | undefined): WireResponse {
  const headers =
    problem.problem === "rate_limited" ? { "retry-after": String(problem.retryAfterSeconds) } : undefined;
  return refusal(authCodes[problem.problem], endpoint, { trx, ...(headers ? { headers } : {}) });
}

/** Answers that come before any call is known: a body too large, a method that is not taken. */
export function refuseRequest(
  code: ResultCode,
  request: Pick<WireRequest, "path" | "headers">,
  detail?: string,
): WireResponse {
  return refusal(code, unnamed(request.path), { trx: traceOf(request), ...(detail ? { detail } : {}) });
}

function refusal(
  code: ResultCode,
  endpoint: Endpoint,
  more: { detail?: string; trx?: string | undefined; headers?: Record<string, string> },
): WireResponse {
  const { trx, ...rest } = more;
  return envelope({ code, endpoint, ...rest, ...(trx ? { trx } : {}) });
}

function unnamed(path: string): Endpoint {
  return { name: path.slice(1, 200), requestedVersion: apiVersion, actualVersion: null };
}

function traceOf(request: Pick<WireRequest, "headers">): string | undefined {
  return request.headers["x-clearml-trx"]?.slice(0, 128) || undefined;
}

function isAtLeast(version: string, minimum: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = minimum.split(".").map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
