export type RateLimit = { failures: number; lastFailureAt: Date; nextTurnAt: Date };

/**
 * `source`: one network, or one known browser, at one account. `account`: everybody at it from anywhere else.
 * `ip`: one network at all accounts. `known_browsers`: all of those of one account, counted alone.
 */
export type RateLimitKind = "source" | "account" | "ip" | "known_browsers";

type Rule = { freeFailures: number; longestDelayMs: number; forgetOneAfterMs: number };

const minuteMs = 60_000;
const rules: Record<RateLimitKind, Rule> = {
  source: { freeFailures: 4, longestDelayMs: 5 * minuteMs, forgetOneAfterMs: 10 * minuteMs },
  // The shortest of the longest delays: the holder, in a new place, has to wait for one of these turns.
  account: { freeFailures: 8, longestDelayMs: 2 * minuteMs, forgetOneAfterMs: 5 * minuteMs },
  ip: { freeFailures: 20, longestDelayMs: 5 * minuteMs, forgetOneAfterMs: 5 * minuteMs },
  known_browsers: { freeFailures: 20, longestDelayMs: 0, forgetOneAfterMs: 6 * minuteMs },
};

/** The delay has doubled to its longest by then: more would only be remembered longer. */
const mostDelayedFailures = 10;
const longestWaitMs = 20_000;

/**
 * Gives an attempt its turn and counts it as failed until it succeeds, so that parallel attempts have no advantage.
 * Attempts on a limited subject are queued, one delay apart. A queue that is too long rejects them.
 */
export function countAttempt(
  kind: RateLimitKind,
  limit: RateLimit | undefined,
  now: Date,
): { waitMs: number; limit: RateLimit } | { retryAfterMs: number } {
  const turn = Math.max(now.getTime(), limit?.nextTurnAt.getTime() ?? 0);
  const waitMs = turn - now.getTime();
  if (waitMs > longestWaitMs) return { retryAfterMs: waitMs };
  const most = rules[kind].freeFailures + mostDelayedFailures;
  const failures = Math.min(most, countRecentFailures(kind, limit, now) + 1);
  const nextTurnAt = new Date(turn + delayAfter(kind, failures));
  return { waitMs, limit: { failures, lastFailureAt: now, nextTurnAt } };
}

/** Failures that still count: they are forgotten one by one. */
export function countRecentFailures(kind: RateLimitKind, limit: RateLimit | undefined, now: Date): number {
  if (!limit) return 0;
  const calmMs = Math.max(0, now.getTime() - limit.lastFailureAt.getTime());
  return Math.max(0, limit.failures - Math.floor(calmMs / rules[kind].forgetOneAfterMs));
}

/**
 * A success clears its source. Everybody else's count only loses the one attempt that it had added: otherwise
 * one good sign-in would shield guessing by others.
 */
export function rateLimitAfterSuccess(kind: RateLimitKind, limit: RateLimit): RateLimit | undefined {
  if (kind === "source" || limit.failures <= 1) return undefined;
  return { ...limit, failures: limit.failures - 1 };
}

/**
 * A network that failed at an account this often waits in the queue of those that guess, not in that of
 * newcomers.
 */
export const newcomerFailures = 3;

/** Beyond this many failures through the known browsers of an account, none of them is known any longer. */
export const mostKnownBrowserFailures = 20;

/** The most recent browsers of an account that are remembered. */
export const mostKnownBrowsers = 10;

/** Failures before then no longer count, whatever their kind. */
export function rateLimitExpiry(now: Date): Date {
  const memories = Object.values(rules).map(
    ({ freeFailures, forgetOneAfterMs }) => (freeFailures + mostDelayedFailures) * forgetOneAfterMs,
  );
  return new Date(now.getTime() - Math.max(...memories));
}

/** The delay in words, for the refusal. */
export function tryAgainIn(retryAfterMs: number): string {
  const seconds = Math.ceil(retryAfterMs / 1000);
  const minutes = Math.ceil(seconds / 60);
  if (seconds > 60) return `${minutes} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}

function delayAfter(kind: RateLimitKind, failures: number): number {
  const { freeFailures, longestDelayMs } = rules[kind];
  const delayed = failures - freeFailures;
  return delayed <= 0 ? 0 : Math.min(longestDelayMs, 500 * 2 ** delayed);
}

/** One household or office holds a whole /64 of IPv6, so that is what counts as one address. */
export function networkOf(ip: string): string {
  if (!ip.includes(":")) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1]) return mapped[1];
  const [head = "", tail = ""] = ip.split("::");
  const groups = head ? head.split(":") : [];
  const missing = ip.includes("::") ? 8 - groups.length - (tail ? tail.split(":").length : 0) : 0;
  const whole = [...groups, ...Array<string>(missing).fill("0"), ...(tail ? tail.split(":") : [])];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
