import { configurationLimits } from "@/lib/core/access/configuration/document";
import { effectText } from "@/lib/core/access/previews/effects";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Outcome, RefusalCode } from "@/lib/core/outcome";
import { grant } from "@/lib/core/workspace/actor";
import { applyFile } from "@/lib/operations/access/configuration/apply";
import type { ConfigurationManager } from "@/lib/operations/access/configuration/author";
import { exportConfiguration } from "@/lib/operations/access/configuration/export";
import { type PlannedConfiguration, planFile } from "@/lib/operations/access/configuration/plan";
import { previewFile } from "@/lib/operations/access/previews";
import { actorOf } from "@/lib/server/api-caller";
import { configurationPaths } from "./configuration-paths";
import { answerPlainly, PlainRefusal, type PlainRequest, plainJson, signedInCaller } from "./plain-answers";
import type { PlainResponse } from "./vault-endpoint";

export function isConfigurationPath(path: string): boolean {
  return path === configurationPaths.export || path.startsWith(`${configurationPaths.export}/`);
}

/** A UTF-8 text has at most three bytes for each of its characters. */
const mostBytes = configurationLimits.bytes * 3;
/** Each takes seconds of work with a large file, so one at a time is enough for a workspace. */
const working = new Set<WorkspaceId>();

/** The access configuration of the caller's workspace, for programs. Never throws. */
export function answerConfigurationRequest(request: PlainRequest): Promise<PlainResponse> {
  return answerPlainly(request.path, mostBytes, () => answer(request));
}

async function answer(request: PlainRequest): Promise<PlainResponse> {
  const { path, method } = request;
  const run = { [configurationPaths.plan]: plan, [configurationPaths.apply]: apply }[path];
  if (!run && path !== configurationPaths.export) throw new PlainRefusal(404, "This URL does not exist.");
  const wanted = run ? "POST" : "GET";
  if (method !== wanted) throw new PlainRefusal(405, `Use ${wanted}.`, { allow: wanted });
  const actor = await authorize(request);
  const { workspaceId } = actor;
  if (working.has(workspaceId)) {
    const message = "Another request about the access configuration is under way. Try again.";
    throw new PlainRefusal(429, message, { "retry-after": "2" });
  }
  working.add(workspaceId);
  try {
    return run ? await run(actor, request, await textOf(request)) : await download(actor, request);
  } finally {
    working.delete(workspaceId);
  }
}

async function authorize(request: PlainRequest): Promise<ConfigurationManager> {
  const actor = await actorOf(await signedInCaller(request));
  const granted = actor && grant(actor, "access_configuration.manage");
  if (!granted) {
    throw new PlainRefusal(
      403,
      "These API credentials can’t manage the access configuration. Use those of an admin, or of a service account in the group Admins.",
    );
  }
  return granted;
}

async function textOf({ readBody }: PlainRequest): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readBody(mostBytes));
  } catch (error) {
    if (error instanceof TypeError) throw new PlainRefusal(400, "The file is not UTF-8 text.");
    throw error;
  }
}

async function download(actor: ConfigurationManager, { query }: PlainRequest): Promise<PlainResponse> {
  const vaultTexts = query.get("vault_texts") ?? "include";
  if (vaultTexts !== "include" && vaultTexts !== "omit") {
    throw new PlainRefusal(400, "vault_texts must be include or omit.");
  }
  const { text } = resultOf(await exportConfiguration(actor, { vaultTexts: vaultTexts === "include" }));
  const headers = { "content-type": "application/yaml; charset=utf-8", "cache-control": "no-store" };
  return { status: 200, headers, body: text };
}

async function plan(
  actor: ConfigurationManager,
  { query }: PlainRequest,
  text: string,
): Promise<PlainResponse> {
  const page = Number(query.get("page") ?? 1);
  if (!Number.isSafeInteger(page) || page < 1) throw new PlainRefusal(400, "page must be a number from 1.");
  return plainJson(...(await shown(actor, resultOf(await planFile(actor, { text })), text, page)));
}

async function apply(
  actor: ConfigurationManager,
  { query, headers }: PlainRequest,
  text: string,
): Promise<PlainResponse> {
  const match = /^"([^"]*)"$/.exec(headers["if-match"] ?? "");
  if (!match) {
    throw new PlainRefusal(
      428,
      'Send the fingerprint of the plan in double quotes, as in If-Match: "1f2e…".',
    );
  }
  const asking = query.get("break_guards") === "true" ? { ...actor, savesAnyway: true as const } : actor;
  const applied = resultOf(await applyFile(asking, { text, fingerprint: match[1] ?? "" }));
  if (applied.kind === "applied") return plainJson({ changes: applied.changes }, "no-store");
  if (applied.kind === "problems") return plainJson(...(await shown(actor, applied, text, 1)));
  const [body, cache, status] = await shown(actor, applied.planned, text, 1);
  return plainJson(body, cache, status === 200 ? 412 : status);
}

/** The body of the answer, how it may be kept, and its status. */
async function shown(
  { workspaceId }: ConfigurationManager,
  planned: PlannedConfiguration,
  text: string,
  page: number,
): Promise<[unknown, string, number]> {
  if (planned.kind === "problems") return [{ problems: planned.problems }, "no-store", 400];
  const { fingerprint, lines, guards } = planned;
  const { effects, page: found } = resultOf(await previewFile(workspaceId, text, page));
  const body = {
    fingerprint,
    changes: lines,
    broken_guards: guards,
    effects: effects.map((effect) => ({ ...effect, text: effectText(effect) })),
    principals: { total: found.total, page: found.number, pages: found.count, items: found.rows },
  };
  return [body, "no-store", 200];
}

const statuses: Partial<Record<RefusalCode, number>> = {
  ...{ invalid: 400, not_found: 404, forbidden: 403, signed_out: 401 },
  ...{ conflict: 409, guarded: 409, limited: 429 },
};

function resultOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, message } = outcome.refusal;
  throw new PlainRefusal(statuses[code] ?? 500, message, code === "limited" ? { "retry-after": "5" } : {});
}
