/** Why a request was refused, as a sentence for the user. `fields` are keyed by input name. */
export type Refusal = {
  code: RefusalCode;
  message: string;
  fields?: Record<string, string>;
};

export type RefusalCode =
  | "invalid"
  | "not_found"
  | "forbidden"
  | "conflict"
  /** It would break a guard of the workspace; an admin may save it anyway. */
  | "guarded"
  | "limited"
  | "signed_out"
  | "stale_workspace"
  | "unexpected";

export type Outcome<T = undefined> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function done(): Outcome;
export function done<T>(value: T): Outcome<T>;
export function done<T>(value?: T): Outcome<T | undefined> {
  return { ok: true, value };
}

export function refused(
  code: RefusalCode,
  message: string,
  fields?: Record<string, string>,
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: fields ? { code, message, fields } : { code, message } };
}
