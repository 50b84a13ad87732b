import { findAgentConfiguration } from "@/lib/operations/agent-configuration";
import { type AuthProblem, authenticate } from "@/lib/server/api-caller";
import { logUnexpected } from "@/lib/server/log";

export type VaultRequest = {
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  address: string;
};

export type PlainResponse = { status: number; headers: Record<string, string>; body: string };

const mediaTypes = {
  hocon: "application/hocon; charset=utf-8",
  json: "application/json",
  yaml: "application/yaml",
} as const;
type Format = keyof typeof mediaTypes;

const authMessages = {
  no_credentials: "Send API credentials by Basic authentication, or a token as Bearer.",
  bad_auth_type: "Send API credentials by Basic authentication, or a token as Bearer.",
  bad_credentials: "The Authorization header can’t be read as Basic authentication.",
  invalid_credentials: "These API credentials are wrong, revoked or expired.",
  invalid_token: "This token is wrong, expired, or its API credentials were revoked.",
  braked: "Too many failed attempts with this access key. Wait as long as Retry-After says.",
} as const satisfies Record<AuthProblem["problem"], string>;

/** `GET /api/vault`: the configuration that the credentials receive, as one document. */
export async function answerVaultRequest(request: VaultRequest): Promise<PlainResponse> {
  try {
    const caller = await authenticate({
      authorization: request.headers.authorization,
      address: request.address,
      worker: request.headers["x-clearml-worker"],
    });
    if ("problem" in caller) return authRefusal(caller);
    const format = chosenFormat(request);
    if (format !== "hocon") {
      return refusal(406, "Only HOCON can be sent. Ask for ?format=hocon or Accept: application/hocon.");
    }
    const { hocon, etag } = await findAgentConfiguration(caller);
    const headers = { etag, "cache-control": "private, no-cache", vary: "Accept, Authorization" };
    if (matches(request.headers["if-none-match"], etag)) return { status: 304, headers, body: "" };
    return { status: 200, headers: { ...headers, "content-type": mediaTypes[format] }, body: hocon };
  } catch (error) {
    return refusal(500, `Something went wrong. Reference ${logUnexpected(error, "/api/vault")}.`);
  }
}

/** `?format=` wins; else the media type that `Accept` likes best, and HOCON where it names none of ours. */
function chosenFormat(request: VaultRequest): Format | undefined {
  const named = request.query.get("format");
  if (named !== null) return Object.hasOwn(mediaTypes, named) ? (named as Format) : undefined;
  const accept = request.headers.accept;
  if (!accept) return "hocon";
  const liked = accept
    .split(",")
    .map((range) => {
      const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith("q="));
      return { format: formatOf(type), quality: quality ? Number(quality.slice(2)) || 0 : 1 };
    })
    .filter((range) => range.format !== undefined && range.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return liked[0]?.format;
}

function formatOf(mediaType: string): Format | undefined {
  if (["application/hocon", "text/plain", "text/*", "application/*", "*/*"].includes(mediaType))
    return "hocon";
  if (["application/json", "text/json"].includes(mediaType)) return "json";
  if (["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"].includes(mediaType))
    return "yaml";
  return undefined;
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  return (
    ifNoneMatch.trim() === "*" ||
    ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag)
  );
}

function authRefusal(problem: AuthProblem): PlainResponse {
  const message = authMessages[problem.problem];
  if (problem.problem === "braked") {
    return refusal(429, message, { "retry-after": String(problem.retryAfterSeconds) });
  }
  return refusal(401, message, { "www-authenticate": 'Basic realm="Steward", charset="UTF-8"' });
}

function refusal(status: number, message: string, headers: Record<string, string> = {}): PlainResponse {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: JSON.stringify({ error: message }),
  };
}
