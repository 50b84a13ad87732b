import type { ResultCode } from "@/lib/wire/result-codes";

/** The ids that earlier steps were given, by the names under which they are kept. */
export type Kept = Record<string, string>;
type Body = object | readonly object[];
type Told = Record<string, unknown>;

/** One request of a client, what it is answered, and what callers with fewer rights are answered to the same request. */
export type Step = {
  request: string;
  method: "GET" | "POST";
  body: (kept: Kept) => Body;
  codes: Codes;
  more: More;
};

export type Codes = { permitted: ResultCode; readOnly: ResultCode; foreign: ResultCode };

type More = {
  /** What the client needs to be told. */
  told?: (kept: Kept) => Told;
  /** Whether each caller is told of what is their own, and a reader not the same as the one who may modify. */
  isOwn?: true;
  /** Where the id is that later steps name. */
  keeps?: { as: string; from: (data: Told) => unknown };
  method?: "POST";
};

/**
 * A request to the file server, and the HTTP status for each caller. Paths are a workspace's own, so that one who is
 * elsewhere has another file at the same path.
 */
export type FileStep = {
  file: "POST" | "GET" | "DELETE";
  path: (kept: Kept) => string;
  permitted: number;
  readOnly: number;
  foreign: number;
};

type BodyOf = Step["body"] | Body;

function step(request: string, body: BodyOf, codes: Omit<Codes, "permitted">, more: More = {}): Step {
  const bodyOf = typeof body === "function" ? (body as Step["body"]) : () => body;
  return { request, method: more.method ?? "GET", body: bodyOf, codes: { permitted: "ok", ...codes }, more };
}

/** Told to readers as to those who may modify; to others it is as if nothing were there. */
export const reads = (request: string, body: BodyOf, foreign: ResultCode, more?: More): Step =>
  step(request, body, { readOnly: "ok", foreign }, more);

export const changes = (request: string, body: BodyOf, foreign: ResultCode, more?: More): Step =>
  step(request, body, { readOnly: "noWritePermission", foreign }, more);

/** About what each caller has under the same name. */
export const ofOwn = (request: string, body: BodyOf, foreign: ResultCode, more: More = {}): Step =>
  reads(request, body, foreign, { ...more, isOwn: true });

/** Events are refused one by one, with one code for the request. */
export const reports = (lines: (kept: Kept) => object[], more?: More): Step =>
  step("v2.23/events.add_batch", lines, { readOnly: "eventsNotAdded", foreign: "eventsNotAdded" }, more);

/** What clients ask although they may be refused, and are. */
export const refusedToAll = (request: string, body: BodyOf, code: ResultCode): Step => ({
  ...step(request, body, { readOnly: code, foreign: code }),
  codes: { permitted: code, readOnly: code, foreign: code },
});

export const keep = (as: string, from: (data: Told) => unknown = ({ id }) => id): More => ({
  keeps: { as, from },
});
