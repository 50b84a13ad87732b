import Negotiator from "negotiator";
import { isDatabaseUnavailable } from "@/db/availability";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import { type AgentConfiguration, findAgentConfiguration } from "@/lib/operations/vaults/agent-configuration";
import { type AuthProblem, authenticate } from "@/lib/server/api-caller";
import { sha256Hex } from "@/lib/server/crypto";
import { log, logUnexpected } from "@/lib/server/log";
import { retryRead } from "@/lib/server/retry-read";
import { runVaultWork } from "@/lib/server/vault-workers";
import { authProblemMessages } from "./auth-problems";

export type VaultRequest = {
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  ip: string;
};

export type PlainResponse = { status: number; headers: Record<string, string>; body: string };

const mediaTypes = {
  hocon: "application/hocon; charset=utf-8",
  json: "application/json",
  yaml: "application/yaml",
} as const satisfies Record<VaultFormat, string>;

/** What `Accept` may name; what comes first is sent where it likes several equally well. */
const acceptedTypes: Record<string, VaultFormat> = {
  "application/hocon": "hocon",
  "text/plain": "hocon",
  "application/json": "json",
  "text/json": "json",
  "application/yaml": "yaml",
  "application/x-yaml": "yaml",
  "text/yaml": "yaml",
  "text/x-yaml": "yaml",
};

/** `GET /api/vault`: the configuration that the credentials receive, as one document. */
export async function answerVaultRequest(request: VaultRequest): Promise<PlainResponse> {
  try {
    return await retryRead(() => answer(request));
  } catch (error) {
    if (isDatabaseUnavailable(error)) {
      log().warn({ err: error, where: "/api/vault" }, "the database can’t be reached");
      return refusal(503, "The database can’t be reached. Try again.", { "retry-after": "5" });
    }
    return refusal(500, `Something went wrong. Reference ${logUnexpected(error, "/api/vault")}.`);
  }
}

async function answer(request: VaultRequest): Promise<PlainResponse> {
  const caller = await authenticate({
    authorization: request.headers.authorization,
    ip: request.ip,
    worker: request.headers["x-clearml-worker"],
    readsAlong: "vaults",
  });
  if ("problem" in caller) return authRefusal(caller);
  const format = chosenFormat(request);
  if (!format) return refusal(406, "Choose hocon, json or yaml with ?format= or the Accept header.");
  const configuration = await findAgentConfiguration(caller);
  const document = await documentOf(configuration, format, request.query.get("layers") === "1");
  if (!document) return refusal(503, "Too many requests at once. Try again.", { "retry-after": "5" });
  const headers = {
    etag: document.etag,
    "cache-control": "private, no-cache",
    vary: "Accept, Authorization",
  };
  if (matches(request.headers["if-none-match"], document.etag)) return { status: 304, headers, body: "" };
  return { status: 200, headers: { ...headers, "content-type": mediaTypes[format] }, body: document.text };
}

type VaultDocument = { text: string; etag: string };
type Writing = Promise<VaultDocument | undefined>;
const documents = new WeakMap<AgentConfiguration, Map<string, VaultDocument | Writing>>();

/**
 * Written once for each configuration: the same object comes back for as long as nothing changed. Nothing where it
 * could not be written now.
 */
function documentOf(
  configuration: AgentConfiguration,
  format: VaultFormat,
  inLayers: boolean,
): VaultDocument | Writing {
  const written = documents.get(configuration) ?? new Map<string, VaultDocument | Writing>();
  documents.set(configuration, written);
  const kind = `${format}${inLayers ? " layers" : ""}`;
  const known = written.get(kind);
  if (known) return known;
  const writing = write(configuration, format, inLayers).then((text) => {
    if (text === undefined) return undefined;
    const document = { text, etag: `"${sha256Hex(`${kind}\n${text}`).slice(0, 32)}"` };
    written.set(kind, document);
    return document;
  });
  written.set(kind, writing);
  return writing.finally(() => {
    if (written.get(kind) === writing) written.delete(kind);
  });
}

async function write(
  { vaults }: AgentConfiguration,
  format: VaultFormat,
  inLayers: boolean,
): Promise<string | undefined> {
  const layers = vaults
    .filter(({ enabled, type }) => enabled && type === "config")
    .map(({ id, description, data }) => ({ id, name: description, canonical: data }));
  const work = await runVaultWork({ kind: "document", layers, format, inLayers }, { keep: true });
  return "value" in work ? work.value : undefined;
}

/** `?format=` wins; else the media type that `Accept` likes best, and HOCON where it has no preference. */
function chosenFormat(request: VaultRequest): VaultFormat | undefined {
  const named = request.query.get("format");
  if (named !== null) return Object.hasOwn(mediaTypes, named) ? (named as VaultFormat) : undefined;
  const [liked] = new Negotiator({ headers: { accept: request.headers.accept || "*/*" } }).mediaTypes(
    Object.keys(acceptedTypes),
  );
  return liked === undefined ? undefined : acceptedTypes[liked];
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  return (
    ifNoneMatch.trim() === "*" ||
    ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag)
  );
}

function authRefusal(problem: AuthProblem): PlainResponse {
  const message = authProblemMessages[problem.problem];
  if (problem.problem === "rate_limited") {
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
