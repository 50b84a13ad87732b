import { describe, expect, test } from "vitest";
import { afterSuccess, networkOf, type RateLimit, type RateLimitKind, takeTurn } from "./rate-limit";

const start = new Date("2026-06-01T12:00:00Z");
const later = (ms: number) => new Date(start.getTime() + ms);

function attempt(kind: RateLimitKind, limit: RateLimit | undefined, at: Date) {
  const turn = takeTurn(kind, limit, at);
  if ("retryAfterMs" in turn) throw new Error(`turned away for ${turn.retryAfterMs} ms`);
  return turn;
}

/** The delay that stands in front of the next attempt after so many failures, each made in its turn. */
function delayAfterFailures(kind: RateLimitKind, failures: number): number {
  let at = start;
  let limit: RateLimit | undefined;
  for (let made = 0; made < failures; made += 1) {
    limit = attempt(kind, limit, at).limit;
    at = limit.nextTurnAt;
  }
  return limit ? limit.nextTurnAt.getTime() - limit.lastFailureAt.getTime() : 0;
}

describe("a turn", () => {
  test.each<[RateLimitKind, number, number]>([
    ["account", 1, 0],
    ["account", 4, 0],
    ["account", 5, 1_000],
    ["account", 6, 2_000],
    ["account", 7, 4_000],
    ["account", 8, 8_000],
    ["account", 30, 8_000],
    ["address", 4, 0],
    ["address", 20, 0],
    ["address", 21, 1_000],
    ["address", 40, 8_000],
  ])("by %s after %i failures comes %i ms later", (kind, failures, delay) => {
    expect(delayAfterFailures(kind, failures)).toBe(delay);
  });

  test("comes at once for a subject that is not known", () => {
    expect(takeTurn("account", undefined, start)).toEqual({
      waitMs: 0,
      limit: { failures: 1, lastFailureAt: start, nextTurnAt: start },
    });
  });

  test("is waited for until the time that the limit names", () => {
    const limit = { failures: 6, lastFailureAt: start, nextTurnAt: later(2_000) };
    expect(takeTurn("account", limit, later(500))).toMatchObject({ waitMs: 1_500 });
    expect(takeTurn("account", limit, later(2_500))).toMatchObject({ waitMs: 0 });
  });

  test("of many attempts at once stands behind all that came before, and a long line turns away", () => {
    let limit: RateLimit = { failures: 7, lastFailureAt: start, nextTurnAt: start };
    const waits: number[] = [];
    for (let made = 0; made < 3; made += 1) {
      const turn = attempt("account", limit, start);
      waits.push(turn.waitMs);
      limit = turn.limit;
    }
    expect(waits).toEqual([0, 8_000, 16_000]);
    expect(takeTurn("account", limit, start)).toEqual({ retryAfterMs: 24_000 });
  });

  test("that is turned away counts nothing", () => {
    const limit = { failures: 9, lastFailureAt: start, nextTurnAt: later(20_001) };
    expect(takeTurn("account", limit, start)).toEqual({ retryAfterMs: 20_001 });
    expect(takeTurn("account", { ...limit, nextTurnAt: later(20_000) }, start)).toHaveProperty("limit");
  });

  test.each([
    [15 * 60_000 - 1, 31],
    [15 * 60_000, 1],
  ])("%i ms after the last failure counts as failure %i", (ms, failures) => {
    const limit = { failures: 30, lastFailureAt: start, nextTurnAt: later(8_000) };
    expect(attempt("account", limit, later(ms)).limit.failures).toBe(failures);
  });
});

test.each<[RateLimitKind, number, number | undefined]>([
  ["account", 1, undefined],
  ["account", 12, undefined],
  ["address", 1, undefined],
  ["address", 12, 11],
])("a success by %s with %i counted leaves %s", (kind, failures, left) => {
  const limit = { failures, lastFailureAt: start, nextTurnAt: later(4_000) };
  expect(afterSuccess(kind, limit)?.failures).toBe(left);
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
])("%s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
