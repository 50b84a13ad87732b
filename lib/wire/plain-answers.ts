import { isDatabaseUnavailable } from "@/db/availability";
import { type ApiCaller, authenticate } from "@/lib/server/api-caller";
import { log, logUnexpected } from "@/lib/server/log";
import { authProblemMessages } from "./auth-problems";
import { WireRefusal } from "./call";
import type { PlainResponse } from "./vault-endpoint";

/** A request to an API beside ClearML's calls. */
export type PlainRequest = {
  method: string | undefined;
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** Throws `WireRefusal` for more than `maxBytes`. */
  readBody(maxBytes: number): Buffer | Promise<Buffer>;
  ip: string;
};

/** Answered with an HTTP status and a sentence. */
export class PlainRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** Runs `answer`, and answers for all that it throws. `maxBytes` is what it reads at most. */
export async function answerPlainly(
  path: string,
  maxBytes: number,
  answer: () => Promise<PlainResponse>,
): Promise<PlainResponse> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof PlainRefusal) return plainRefusal(error.status, error.message, error.headers);
    if (error instanceof WireRefusal) return bodyRefusal(error, maxBytes);
    if (isDatabaseUnavailable(error)) {
      log().warn({ err: error, where: path }, "the database can’t be reached");
      return plainRefusal(503, "The database can’t be reached. Try again.", { "retry-after": "5" });
    }
    return plainRefusal(500, `Something went wrong. Reference ${logUnexpected(error, path)}.`);
  }
}

export async function signedInCaller({
  headers,
  ip,
}: Pick<PlainRequest, "headers" | "ip">): Promise<ApiCaller> {
  const caller = await authenticate({ authorization: headers.authorization, ip, worker: undefined });
  if (!("problem" in caller)) return caller;
  const message = authProblemMessages[caller.problem];
  if (caller.problem === "rate_limited") {
    throw new PlainRefusal(429, message, { "retry-after": String(caller.retryAfterSeconds) });
  }
  throw new PlainRefusal(401, message, { "www-authenticate": 'Basic realm="Steward", charset="UTF-8"' });
}

function bodyRefusal({ code, retryAfterSeconds }: WireRefusal, maxBytes: number): PlainResponse {
  if (code === "busy") {
    return plainRefusal(503, "Too many requests at once. Try again.", {
      "retry-after": String(retryAfterSeconds ?? 1),
    });
  }
  return code === "tooLarge"
    ? plainRefusal(413, `A request can have at most ${maxBytes} bytes.`)
    : plainRefusal(400, "The body is not a JSON object, or contains too many keys and items.");
}

export function plainJson(value: unknown, cacheControl: string, status = 200): PlainResponse {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": cacheControl },
    body: JSON.stringify(value),
  };
}

function plainRefusal(status: number, message: string, headers: Record<string, string> = {}): PlainResponse {
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
    body: message,
  };
}
