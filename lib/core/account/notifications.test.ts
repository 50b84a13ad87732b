import { describe, expect, test } from "vitest";
import { countInBurst, type FailureKind, shouldNotify } from "./notifications";

const start = new Date("2026-06-01T12:00:00Z");
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

test.each([
  [undefined, 0, 1],
  [5, 59, 6],
  [5, 60, 1],
])(
  "after %s failures, %i minutes ago, the next one counts as %i of its burst",
  (failures, minutes, counted) => {
    const burst = failures === undefined ? undefined : { failures, lastFailureAt: start, nextTurnAt: start };
    expect(countInBurst(burst, later(minutes)).failures).toBe(counted);
  },
);

describe("what is told", () => {
  test.each<[FailureKind, number, number | undefined, boolean]>([
    ["failed_sign_ins", 9, undefined, false],
    ["failed_sign_ins", 10, undefined, true],
    ["failed_sign_ins", 10, 2, true],
    ["failed_sign_ins", 11, 2, false],
    ["failed_sign_ins", 500, 23, false],
    ["failed_sign_ins", 500, 24, true],
    ["failed_codes", 1, 2, true],
    ["failed_codes", 2, 2, false],
    ["failed_codes", 9, 24, true],
  ])("%s, failure %i of a burst, last told %s hours ago: %s", (kind, failures, hoursAgo, worth) => {
    const toldAt = hoursAgo === undefined ? undefined : later(-60 * hoursAgo);
    expect(shouldNotify(kind, failures, toldAt, start)).toBe(worth);
  });
});
