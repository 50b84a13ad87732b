/** What is known of one key, or token, at one ip. Times are milliseconds. */
export type LoginFailures = {
  count: number;
  lastAt: number;
  /** Until then a failing login is answered 429. */
  limitedUntil: number;
  /** Logins that were answered 429: each has been promised a real answer once its wait is over. */
  waiting: number;
};

const free = 5;
const longestSeconds = 60;
const mostWaiting = 20;
const forgottenAfterMs = 10 * 60_000;
const none: LoginFailures = { count: 0, lastAt: 0, limitedUntil: 0, waiting: 0 };

/**
 * Counts a failing login and says how long the client has to wait, 0 for an answer that says why it failed.
 * A revoked agent logs in eleven times a second for ever, and waits exactly as long as `Retry-After` says. Whoever
 * comes back after that time is told why again: a client that is only ever told to wait hangs without a word.
 */
export function countLoginFailure(
  before: LoginFailures | undefined,
  now: number,
): { failures: LoginFailures; retryAfterSeconds: number } {
  const known = before && now - before.lastAt < forgottenAfterMs ? before : none;
  if (now < known.limitedUntil) {
    const waiting = Math.min(mostWaiting, known.waiting + 1);
    const retryAfterSeconds = Math.ceil((known.limitedUntil - now) / 1000);
    return { failures: { ...known, lastAt: now, waiting }, retryAfterSeconds };
  }
  const waiting = Math.max(0, known.waiting - 1);
  if (waiting > 0) return { failures: { ...known, lastAt: now, waiting }, retryAfterSeconds: 0 };
  const count = known.count + 1;
  const limitedUntil = now + secondsAfter(count) * 1000;
  return { failures: { count, lastAt: now, limitedUntil, waiting }, retryAfterSeconds: 0 };
}

function secondsAfter(count: number): number {
  return count < free ? 0 : Math.min(longestSeconds, 2 ** Math.min(10, count - free + 1));
}
