export type RateLimit = { failures: number; lastFailureAt: Date; nextTurnAt: Date };
export type RateLimitKind = "account" | "address";

const forgottenAfterMs = 15 * 60_000;
const longestDelayMs = 8_000;
const longestWaitMs = 20_000;
const freeFailures: Record<RateLimitKind, number> = { account: 4, address: 20 };

/**
 * Gives an attempt its turn and counts it as failed until it succeeds, so that many at once gain nothing.
 * Attempts on a limited subject stand in line, one delay apart; a line that is too long turns them away.
 */
export function takeTurn(
  kind: RateLimitKind,
  limit: RateLimit | undefined,
  now: Date,
): { waitMs: number; limit: RateLimit } | { retryAfterMs: number } {
  const known = limit && !isForgotten(limit, now) ? limit : undefined;
  const turn = Math.max(now.getTime(), known?.nextTurnAt.getTime() ?? 0);
  const waitMs = turn - now.getTime();
  if (waitMs > longestWaitMs) return { retryAfterMs: waitMs };
  const failures = (known?.failures ?? 0) + 1;
  const nextTurnAt = new Date(turn + delayAfter(kind, failures));
  return { waitMs, limit: { failures, lastFailureAt: now, nextTurnAt } };
}

/**
 * A success clears its account. Its address only loses the one attempt that it had counted:
 * otherwise one good account would shield guessing at all others.
 */
export function afterSuccess(kind: RateLimitKind, limit: RateLimit): RateLimit | undefined {
  if (kind === "account" || limit.failures <= 1) return undefined;
  return { ...limit, failures: limit.failures - 1 };
}

/** What failed before then counts for nothing any more. */
export function forgottenBefore(now: Date): Date {
  return new Date(now.getTime() - forgottenAfterMs);
}

function isForgotten(limit: RateLimit, now: Date): boolean {
  return now.getTime() - limit.lastFailureAt.getTime() >= forgottenAfterMs;
}

function delayAfter(kind: RateLimitKind, failures: number): number {
  const counted = failures - freeFailures[kind];
  return counted <= 0 ? 0 : Math.min(longestDelayMs, 500 * 2 ** Math.min(counted, 10));
}

/** One household or office holds a whole /64 of IPv6, so that is what counts as one address. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [head = "", tail = ""] = address.split("::");
  const groups = head ? head.split(":") : [];
  const missing = address.includes("::") ? 8 - groups.length - (tail ? tail.split(":").length : 0) : 0;
  const whole = [...groups, ...Array<string>(missing).fill("0"), ...(tail ? tail.split(":") : [])];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
