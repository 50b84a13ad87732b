export type Brake = { failures: number; lastFailureAt: Date; nextTurnAt: Date };
export type BrakeKind = "account" | "address";

const forgottenAfterMs = 15 * 60_000;
const longestDelayMs = 8_000;
const longestWaitMs = 20_000;
const freeFailures: Record<BrakeKind, number> = { account: 4, address: 20 };

/**
 * When an attempt may be looked at. Attempts on a braked subject stand in line, one delay apart,
 * so that guessing in parallel gains nothing; a line that is too long turns the attempt away.
 */
export function takeTurn(
  kind: BrakeKind,
  brake: Brake | undefined,
  now: Date,
): { waitMs: number; nextTurnAt: Date } | { retryAfterMs: number } {
  const delayMs = brake ? delayAfter(kind, brake, now) : 0;
  if (!brake || delayMs === 0) return { waitMs: 0, nextTurnAt: now };
  const turn = Math.max(now.getTime(), brake.nextTurnAt.getTime());
  const waitMs = turn - now.getTime();
  if (waitMs > longestWaitMs) return { retryAfterMs: waitMs };
  return { waitMs, nextTurnAt: new Date(turn + delayMs) };
}

export function afterFailure(kind: BrakeKind, brake: Brake | undefined, now: Date): Brake {
  const remembered = brake && now.getTime() - brake.lastFailureAt.getTime() < forgottenAfterMs ? brake : undefined;
  const failed = { failures: (remembered?.failures ?? 0) + 1, lastFailureAt: now, nextTurnAt: now };
  const turn = Math.max(remembered?.nextTurnAt.getTime() ?? 0, now.getTime() + delayAfter(kind, failed, now));
  return { ...failed, nextTurnAt: new Date(turn) };
}

export function isForgotten(brake: Brake, now: Date): boolean {
  return now.getTime() - brake.lastFailureAt.getTime() >= forgottenAfterMs;
}

function delayAfter(kind: BrakeKind, brake: Brake, now: Date): number {
  if (isForgotten(brake, now)) return 0;
  const counted = brake.failures - freeFailures[kind];
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
  return `${whole.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
