import { expect, test } from "vitest";
import { dayOfReaching } from "./forecast";
import { monthOf } from "./usage";

const { days } = monthOf("2026-11", new Date("2026-11-29T00:00:00Z"));

test.each([
  ["at half the month half is used: it lasts", 100, 50, "2026-11-16T00:00:00Z", undefined],
  ["at half the month 60 % is used", 100, 60, "2026-11-16T00:00:00Z", "2026-11-26"],
  ["nearly all is used", 100, 95, "2026-11-28T00:00:00Z", "2026-11-29"],
  ["all is used", 100, 100, "2026-11-16T00:00:00Z", undefined],
  ["nothing is used", 100, 0, "2026-11-16T00:00:00Z", undefined],
  ["the month has just begun", 100, 50, "2026-11-01T00:00:00Z", undefined],
])("%s", (_, included, used, now, day) => {
  expect(dayOfReaching(included, used, { days, now: new Date(now) })).toBe(day);
});
