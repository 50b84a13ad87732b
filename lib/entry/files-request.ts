import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { isDatabaseUnavailable } from "@/db/availability";
import type { FileRow } from "@/db/reads/files";
import type { Refusal } from "@/lib/core/outcome";
import { contentHeaders, hasTag, readRange } from "@/lib/core/resources/file-answer";
import { readUrlPath } from "@/lib/core/resources/file-path";
import type { FileReason, FileRefusal } from "@/lib/core/resources/file-refusal";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import { deleteNamedFiles } from "@/lib/operations/resources/files/delete-files";
import { findReadableFile } from "@/lib/operations/resources/files/find-file";
import { receiveFiles } from "@/lib/operations/resources/files/receive-files";
import { findStorageRoom } from "@/lib/operations/usage/storage-room";
import { type ApiCaller, type AuthProblem, actorOf, authenticate } from "@/lib/server/api-caller";
import { whyClosed } from "@/lib/server/closed-workspaces";
import { settings } from "@/lib/server/env";
import { FileStoreUnavailable, fileStore } from "@/lib/server/file-store/file-store";
import { log } from "@/lib/server/log";
import { findSessionActor } from "@/lib/server/session-actor";
import { sessionCookieName } from "@/lib/server/session-cookie";
import { type Exchange, plainText, send } from "./exchange";
import { BrokenForm, openForm } from "./file-form";
import { BodyBudget } from "./request-body";
import { cookieOf } from "./request-cookies";

const prefix = "/files";
const deletionBytes = 1024 * 1024;
const mostDeletions = 10_000;
const deletion = z.object({ files: z.array(z.string()).min(1).max(mostDeletions) });
const deletions = new BodyBudget(16 * deletionBytes);

/** ClearML's file server. */
export function isFilesPath(path: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

type Answer = ReturnType<typeof plainText>;

const notFound = plainText(404, "There is no such file.");

export async function answerFiles(exchange: Exchange): Promise<void> {
  try {
    const answered = await answer(exchange);
    if (answered) await send(exchange, answered);
  } catch (error) {
    if (exchange.response.headersSent) throw error;
    const sentence = unavailability(error);
    if (sentence === undefined) throw error;
    await send(exchange, plainText(503, sentence, { "retry-after": "5" }));
  }
}

function unavailability(error: unknown): string | undefined {
  // Asked first: its cause may be a lost connection, which is not the database's.
  if (error instanceof FileStoreUnavailable) {
    log().error({ err: error, where: prefix }, "the file store can’t be used");
    return error.answer;
  }
  if (!isDatabaseUnavailable(error)) return undefined;
  log().warn({ err: error, where: prefix }, "the database can’t be reached");
  return "The database can’t be reached. Try again.";
}

async function answer(exchange: Exchange): Promise<Answer | undefined> {
  const { request, path } = exchange;
  if (settings().filesUrl !== null) return plainText(404, "Files are on another server.");
  if (request.headers["content-encoding"]) return plainText(415, "Content encoding is not supported.");
  const rest = path.slice(prefix.length + 1);
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead && rest !== "") return serve(exchange, rest);
  if (isRead) return plainText(200, "OK");
  const isUpload = request.method === "POST" && rest === "";
  const isBatch = request.method === "POST" && rest === "delete_many";
  if (!isUpload && !isBatch && (request.method !== "DELETE" || rest === "")) {
    return plainText(405, "This method is not allowed here.", {
      allow: rest === "" ? "GET, POST" : "GET, HEAD, DELETE",
    });
  }
  const caller = await callerOf(exchange);
  if ("problem" in caller) return authRefusal(caller);
  const found = await actorOf(caller);
  const actor = found && grant(found, "resources.use");
  if (!actor) return plainText(403, "You may not use files.");
  if (isUpload) return upload(exchange, caller);
  return isBatch ? deleteMany(exchange, actor) : deleteOne(actor, rest);
}

async function callerOf({ request, ip }: Exchange): Promise<ApiCaller | AuthProblem> {
  const { authorization } = request.headers;
  const worker = request.headers["x-clearml-worker"];
  return authenticate({ authorization, ip, worker: Array.isArray(worker) ? worker[0] : worker });
}

function authRefusal(problem: AuthProblem): Answer {
  if (problem.problem === "rate_limited") {
    return plainText(429, "Too many failed attempts. Try again later.", {
      "retry-after": String(problem.retryAfterSeconds),
    });
  }
  // Basic would make browsers ask people for API credentials.
  return plainText(401, "Send API credentials or a token, or sign in.", {
    "www-authenticate": 'Bearer realm="Steward"',
  });
}

/** A program, or a person in a browser: a session may only read. */
async function readerOf(exchange: Exchange): Promise<Actor | AuthProblem> {
  const { request, ip } = exchange;
  if (request.headers.authorization !== undefined) {
    const caller = await callerOf(exchange);
    if ("problem" in caller) return caller;
    return (await actorOf(caller)) ?? { problem: "invalid_token" };
  }
  const token = cookieOf(request, sessionCookieName());
  return (token && (await findSessionActor(token, ip))) || { problem: "no_credentials" };
}

async function serve(exchange: Exchange, rest: string): Promise<Answer | undefined> {
  const reader = await readerOf(exchange);
  if ("problem" in reader) return authRefusal(reader);
  const actor = grant(reader, "resources.use");
  const path = readUrlPath(rest);
  if (!actor || path === undefined) return notFound;
  // Another file may take its place between the look at its row and the first of its bytes.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const file = await findReadableFile(actor, path);
    if (!file) return notFound;
    const answered = await sendFile(exchange, file, actor.workspaceId);
    if (answered !== "gone") return answered;
  }
  return notFound;
}

async function sendFile(
  exchange: Exchange,
  file: FileRow,
  workspaceId: string,
): Promise<Answer | "gone" | undefined> {
  const { request, search } = exchange;
  const etag = `"${file.sha256}"`;
  const caching = { etag, "cache-control": "private, no-cache", vary: "Authorization, Cookie" };
  if (hasTag(request.headers["if-none-match"], etag)) return { status: 304, headers: caching, body: "" };
  const ifRange = request.headers["if-range"];
  const takesRange = request.method === "GET" && (ifRange === undefined || ifRange === etag);
  const range = takesRange ? readRange(request.headers.range, file.bytes) : "whole";
  if (range === "none") {
    return plainText(416, "The file has no such bytes.", { "content-range": `bytes */${file.bytes}` });
  }
  const { first, last } = range === "whole" ? { first: 0, last: file.bytes - 1 } : range;
  const isEmpty = request.method === "HEAD" || last < first;
  const bytes = isEmpty
    ? undefined
    : await fileStore().read({ workspaceId, storedAs: file.storedAs }, { first, last });
  if (!isEmpty && !bytes) return "gone";
  await stream(exchange, range === "whole" ? 200 : 206, bytes, {
    ...caching,
    ...contentHeaders(file, new URLSearchParams(search).has("download")),
    "accept-ranges": "bytes",
    "last-modified": file.uploadedAt.toUTCString(),
    "content-length": String(last - first + 1),
    ...(range === "whole" ? {} : { "content-range": `bytes ${first}-${last}/${file.bytes}` }),
  });
  return undefined;
}

async function stream(
  { id, request, response, constantHeaders }: Exchange,
  status: number,
  bytes: Readable | undefined,
  headers: Record<string, string>,
): Promise<void> {
  for (let at = 0; at < constantHeaders.length; at += 2) {
    response.setHeader(constantHeaders[at] ?? "", constantHeaders[at + 1] ?? "");
  }
  response.setHeader("x-request-id", id);
  if (!request.complete) response.setHeader("connection", "close");
  response.writeHead(status, headers);
  if (!bytes) return void response.end();
  await pipeline(bytes, response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  });
}

async function upload({ request }: Exchange, caller: ApiCaller): Promise<Answer> {
  const declared = request.declaredBytes ?? 0;
  if ((await fileStore().room()) < declared) {
    return plainText(507, "The server does not have enough free space for this upload.");
  }
  const closed = whyClosed(caller.workspaceId);
  if (closed !== undefined) return plainText(403, closed);
  const room = await findStorageRoom(caller.workspaceId, "artifacts");
  if (room?.bytes === 0) return plainText(507, room.sentence);
  const form = await openForm(request);
  if (!form) return plainText(400, "Send the files as multipart/form-data.");
  try {
    const outcome = await receiveFiles(caller, form.parts());
    return outcome.ok ? json(outcome.value) : refusalAnswer(outcome.refusal);
  } catch (error) {
    if (!(error instanceof BrokenForm)) throw error;
    return plainText(error.isLate ? 408 : 400, error.message);
  } finally {
    form.close();
  }
}

async function deleteOne(actor: ActorWith<"resources.use">, rest: string): Promise<Answer> {
  const path = readUrlPath(rest);
  if (path === undefined) return notFound;
  const outcome = await deleteNamedFiles(actor, [path], { folders: false });
  if (!outcome.ok) return refusalAnswer(outcome.refusal);
  const { deleted, notModifiable } = outcome.value;
  if (notModifiable.length > 0) return plainText(403, "You may read this file, and not delete it.");
  return deleted.length > 0 ? json(path) : notFound;
}

async function deleteMany({ request }: Exchange, actor: ActorWith<"resources.use">): Promise<Answer> {
  const problem = await request.gather({ maxBytes: deletionBytes, budget: deletions });
  if (problem === "busy") {
    return plainText(503, "Too many large requests at once. Try again.", { "retry-after": "1" });
  }
  if (problem) return plainText(413, "The request is too large.");
  const asked = deletion.safeParse(parseJson(request.read()));
  if (!asked.success) return plainText(400, `Send {"files": [path, …]} with up to ${mostDeletions} paths.`);
  const named = new Map(asked.data.files.map((file) => [unquoted(file), file]));
  const outcome = await deleteNamedFiles(actor, [...named.keys()], { folders: true });
  if (!outcome.ok) return refusalAnswer(outcome.refusal);
  const { deleted, notFound: unknown, notModifiable, emptyPath } = outcome.value;
  const asNamed = (names: readonly string[]) => names.map((name) => named.get(name) ?? name);
  const errors = { "Empty path not allowed": emptyPath, "Not found": unknown, "Not allowed": notModifiable };
  return json({
    deleted: Object.fromEntries(deleted.map((path) => [named.get(path) ?? path, path])),
    errors: Object.fromEntries(
      Object.entries(errors)
        .filter(([, names]) => names.length > 0)
        .map(([reason, names]) => [reason, asNamed(names)]),
    ),
  });
}

function parseJson(bytes: Buffer | null): unknown {
  try {
    return JSON.parse(bytes?.toString("utf8") ?? "");
  } catch {
    return undefined;
  }
}

/** Clients quote the paths of a batch as in a URL. */
function unquoted(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll("+", " "));
  } catch {
    return path;
  }
}

const statuses: Record<FileReason, number> = {
  invalid_path: 400,
  not_modifiable: 403,
  unknown_file: 404,
  file_too_large: 413,
  too_many_files: 413,
  no_space: 507,
  limit_reached: 507,
};

function refusalAnswer(refusal: Refusal | FileRefusal): Answer {
  if ("reason" in refusal) return plainText(statuses[refusal.reason], refusal.message);
  return plainText(refusal.code === "signed_out" ? 401 : 403, refusal.message);
}

function json(value: unknown): Answer {
  return {
    status: 200,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify(value),
  };
}
