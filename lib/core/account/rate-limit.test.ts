import { describe, expect, test } from "vitest";
import {
  countAttempt,
  countRecentFailures,
  networkOf,
  type RateLimit,
  type RateLimitKind,
  rateLimitAfterSuccess,
  rateLimitExpiry,
  tryAgainIn,
} from "./rate-limit";

const start = new Date("2026-06-01T12:00:00Z");
const later = (ms: number) => new Date(start.getTime() + ms);

function attempt(kind: RateLimitKind, limit: RateLimit | undefined, at: Date) {
  const turn = countAttempt(kind, limit, at);
  if ("retryAfterMs" in turn) throw new Error(`turned away for ${turn.retryAfterMs} ms`);
  return turn;
}

/** The delay before the next attempt after so many failures, each made in its turn. */
function delayAfterFailures(kind: RateLimitKind, failures: number): number {
  let at = start;
  let limit: RateLimit | undefined;
  for (let made = 0; made < failures; made += 1) {
    limit = attempt(kind, limit, at).limit;
    at = limit.nextTurnAt;
  }
  return limit ? limit.nextTurnAt.getTime() - limit.lastFailureAt.getTime() : 0;
}

const minute = 60_000;

describe("a turn", () => {
  test.each<[RateLimitKind, number, number]>([
    ["source", 1, 0],
    ["source", 4, 0],
    ["source", 5, 1_000],
    ["source", 6, 2_000],
    ["source", 13, 4 * minute + 16_000],
    ["source", 14, 5 * minute],
    ["source", 50, 5 * minute],
    ["account", 8, 0],
    ["account", 9, 1_000],
    ["account", 15, minute + 4_000],
    ["account", 16, 2 * minute],
    ["account", 50, 2 * minute],
    ["ip", 20, 0],
    ["ip", 21, 1_000],
    ["ip", 30, 5 * minute],
    ["known_browsers", 50, 0],
  ])("by %s after %i failures comes %i ms later", (kind, failures, delay) => {
    expect(delayAfterFailures(kind, failures)).toBe(delay);
  });

  test("comes immediately for an unknown subject", () => {
    expect(countAttempt("account", undefined, start)).toEqual({
      waitMs: 0,
      limit: { failures: 1, lastFailureAt: start, nextTurnAt: start },
    });
  });

  test("is waited for until the time that the limit names", () => {
    const limit = { failures: 6, lastFailureAt: start, nextTurnAt: later(2_000) };
    expect(countAttempt("source", limit, later(500))).toMatchObject({ waitMs: 1_500 });
    expect(countAttempt("source", limit, later(2_500))).toMatchObject({ waitMs: 0 });
  });

  test("of many attempts at the same time waits for all earlier ones, and a long queue rejects it", () => {
    let limit: RateLimit = { failures: 7, lastFailureAt: start, nextTurnAt: start };
    const waits: number[] = [];
    for (let made = 0; made < 2; made += 1) {
      const turn = attempt("source", limit, start);
      waits.push(turn.waitMs);
      limit = turn.limit;
    }
    expect(waits).toEqual([0, 8_000]);
    expect(countAttempt("source", limit, start)).toEqual({ retryAfterMs: 24_000 });
  });

  test("that is turned away counts nothing", () => {
    const limit = { failures: 9, lastFailureAt: start, nextTurnAt: later(20_001) };
    expect(countAttempt("source", limit, start)).toEqual({ retryAfterMs: 20_001 });
    expect(countAttempt("source", { ...limit, nextTurnAt: later(20_000) }, start)).toHaveProperty("limit");
  });
});

describe("what is remembered", () => {
  test.each<[RateLimitKind, number, number]>([
    ["source", 10 * minute - 1, 9],
    ["source", 10 * minute, 8],
    ["source", 85 * minute, 1],
    ["source", 90 * minute, 0],
    ["account", 10 * minute, 7],
    ["ip", 10 * minute, 7],
    ["known_browsers", 12 * minute, 7],
  ])("of 9 failures by %s, %i ms after the last, is %i", (kind, ms, remembered) => {
    const limit = { failures: 9, lastFailureAt: start, nextTurnAt: start };
    expect(countRecentFailures(kind, limit, later(ms))).toBe(remembered);
  });

  test.each<RateLimitKind>(["source", "account", "ip", "known_browsers"])(
    "by %s is nothing when the row is swept away",
    (kind) => {
      let limit: RateLimit | undefined;
      for (let made = 0; made < 100; made += 1)
        limit = attempt(kind, limit, limit?.nextTurnAt ?? start).limit;
      const sweptAt = new Date(
        (limit?.lastFailureAt.getTime() ?? 0) + (start.getTime() - rateLimitExpiry(start).getTime()),
      );
      expect(countRecentFailures(kind, limit, sweptAt)).toBe(0);
    },
  );
});

test.each<[RateLimitKind, number, number | undefined]>([
  ["source", 1, undefined],
  ["source", 12, undefined],
  ["account", 1, undefined],
  ["account", 12, 11],
  ["ip", 1, undefined],
  ["ip", 12, 11],
])("a success by %s with %i counted leaves %s", (kind, failures, left) => {
  const limit = { failures, lastFailureAt: start, nextTurnAt: later(4_000) };
  expect(rateLimitAfterSuccess(kind, limit)?.failures).toBe(left);
});

test.each([
  [1, "1 second"],
  [20_001, "21 seconds"],
  [60_000, "60 seconds"],
  [61_000, "2 minutes"],
  [5 * minute, "5 minutes"],
])("%i ms are said as %s", (ms, words) => {
  expect(tryAgainIn(ms)).toBe(words);
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::FFFF:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
  ["2001:db8:1:3::1", "2001:db8:1:3::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8::", "2001:db8:0:0::/64"],
  ["2001:db8:0:7::", "2001:db8:0:7::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("%s counts as %s", (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
