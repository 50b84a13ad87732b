export type LoginFailures = { count: number; lastAt: number };

const free = 5;
const longestSeconds = 60;
const forgottenAfterMs = 10 * 60_000;

export function countLoginFailure(before: LoginFailures | undefined, now: number): LoginFailures {
  const remembered = before && now - before.lastAt < forgottenAfterMs ? before.count : 0;
  return { count: remembered + 1, lastAt: now };
}

/**
 * The seconds that a failing client is told to wait, 0 for none. A revoked agent logs in eleven times a second
 * for ever; it waits exactly as long as `Retry-After` says.
 */
export function retryAfterSeconds(failures: LoginFailures): number {
  return failures.count <= free ? 0 : Math.min(longestSeconds, 2 ** Math.min(10, failures.count - free));
}
