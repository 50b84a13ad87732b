import Stripe from "stripe";
import { settings } from "../env";
import { log } from "../log";

/**
 * Why Stripe gave nothing. `away` covers a slow answer and one that makes no sense; `failing` is an error on Stripe's
 * side; `refused` is a mistake of ours or of the account's configuration, and is logged.
 */
export type StripeProblem =
  | "away"
  | "failing"
  | "rate_limited"
  | "declined"
  | "not_found"
  | "conflict"
  | "refused";
export type FromStripe<T> =
  | { ok: true; value: T }
  | { ok: false; problem: StripeProblem; code: string | null };
type Failure = Exclude<FromStripe<never>, { ok: true }>;

const timeoutMs = 8_000;
const retries = 2;

let opened: { key: string; client: Stripe } | undefined;

/** The SDK, for the files of this folder alone. */
export function stripe(): Stripe {
  const configured = settings().stripe;
  if (!configured) throw new Error("No Stripe key is configured.");
  const { secretKey, apiUrl, livemode } = configured;
  if (livemode && process.env.NODE_ENV === "test") throw new Error("Tests refuse a live key.");
  const key = `${secretKey} ${apiUrl?.href ?? ""}`;
  if (opened?.key === key) return opened.client;
  const client = new Stripe(secretKey, {
    apiVersion,
    timeout: timeoutMs,
    maxNetworkRetries: retries,
    telemetry: false,
    ...(apiUrl
      ? {
          host: apiUrl.hostname,
          port: apiUrl.port || (apiUrl.protocol === "http:" ? "80" : "443"),
          protocol: apiUrl.protocol === "http:" ? "http" : "https",
        }
      : {}),
  });
  opened = { key, client };
  return client;
}

export const apiVersion = Stripe.API_VERSION;

/** Whose keys move real money; what Stripe returns must say the same. */
export function isLive(): boolean {
  return settings().stripe?.livemode ?? false;
}

type Thing = { object: string; id?: string };

/**
 * Asks Stripe, and checks that what comes back is what was asked for: the SDK takes an error page without an `error` in
 * it for an answer. Neither keys nor what the customer entered get into the log.
 */
export async function ask<T extends Thing>(
  object: NoInfer<T["object"]>,
  question: (client: Stripe) => Promise<T>,
): Promise<FromStripe<T>> {
  try {
    const answer = await question(stripe());
    if (isThing(answer, object)) return { ok: true, value: answer };
    log().warn({ object }, "Stripe answered something else");
    return { ok: false, problem: "away", code: null };
  } catch (error) {
    return failureOf(error, object);
  }
}

function isThing(answer: unknown, object: string): boolean {
  if (typeof answer !== "object" || answer === null) return false;
  if (!("object" in answer) || answer.object !== object) return false;
  if (object === "list") return "data" in answer && Array.isArray(answer.data);
  if (object === "billing.meter_event") return true;
  return "id" in answer && typeof answer.id === "string";
}

function failureOf(error: unknown, object: string): Failure {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  if (isKnownReading(error)) return { ok: false, problem: "conflict", code: "duplicate_meter_event" };
  const { type, code, statusCode, requestId } = error;
  const problem = problemOf(error);
  const facts = { object, type, code, statusCode, requestId, param: error.param };
  if (problem === "refused") log().error(facts, "Stripe refused a request");
  else if (problem !== "not_found" && problem !== "declined")
    log().warn(facts, "Stripe did not answer a request");
  return { ok: false, problem, code: code ?? null };
}

/** Stripe has the reading already. Its refusal has no code of its own. */
function isKnownReading({ code, message }: InstanceType<typeof Stripe.errors.StripeError>): boolean {
  return code === "duplicate_meter_event" || message.startsWith("An event already exists with identifier");
}

function problemOf(error: InstanceType<typeof Stripe.errors.StripeError>): StripeProblem {
  const { errors } = Stripe;
  if (error instanceof errors.StripeConnectionError) return "away";
  if (error instanceof errors.StripeRateLimitError || error.statusCode === 429) return "rate_limited";
  if (error instanceof errors.StripeCardError) return "declined";
  if (error instanceof errors.StripeIdempotencyError || error.statusCode === 409) return "conflict";
  if (error.statusCode === 404 || error.code === "resource_missing") return "not_found";
  if (error instanceof errors.StripeAPIError || (error.statusCode ?? 500) >= 500) return "failing";
  return "refused";
}

/**
 * Whether Stripe would answer the same to the same idempotency key for a day: it keeps the answer to a request that it
 * began to work on, also that of an error. What got no answer may have been done, and needs the same key again.
 */
export function isAnswerKept(problem: StripeProblem): boolean {
  return problem === "failing" || problem === "declined" || problem === "not_found" || problem === "refused";
}

export function mapped<T, U>(answer: FromStripe<T>, change: (value: T) => U): FromStripe<U> {
  return answer.ok ? { ok: true, value: change(answer.value) } : answer;
}

/** An id, whether Stripe sent it alone or with the whole object. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === "string" ? reference : (reference?.id ?? null);
}

/** Stripe counts seconds. */
export function dateOf(seconds: number): Date;
export function dateOf(seconds: number | null | undefined): Date | null;
export function dateOf(seconds: number | null | undefined): Date | null {
  return seconds === null || seconds === undefined ? null : new Date(seconds * 1000);
}
