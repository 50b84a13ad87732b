import { expect, test } from "vitest";
import { dayText, exactTime, relativeTime } from "./relative-time-text";

const now = Date.UTC(2026, 10, 23, 14, 30, 0);
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [0, "just now"],
  [-44 * second, "just now"],
  [44 * second, "just now"],
  [-45 * second, "1 minute ago"],
  [-2 * minute, "2 minutes ago"],
  [-59 * minute, "59 minutes ago"],
  [-59.6 * minute, "1 hour ago"],
  [-6 * hour, "6 hours ago"],
  [-23 * hour, "23 hours ago"],
  [-23.6 * hour, "yesterday"],
  [-26 * hour, "yesterday"],
  [-3 * day, "3 days ago"],
  [-39 * hour, "2 days ago"],
  [-6.6 * day, "6 days ago"],
  [-6.7 * day, "16 Nov"],
  [-20 * day, "3 Nov"],
  [-400 * day, "19 Oct 2025"],
  [10 * minute, "in 10 minutes"],
  [1 * day, "tomorrow"],
  [5 * day, "in 5 days"],
  [6.3 * day, "in 6 days"],
  [6.5 * day, "30 Nov"],
  [59 * day, "21 Jan 2027"],
])("%d ms from now is %j", (offset, text) => {
  expect(relativeTime(now + offset, now, "utc")).toBe(text);
});

test.each(["00:00:00", "06:37:00", "11:59:59", "12:00:00", "23:59:58"])(
  "the end of a day is as many days away at %s as all day long",
  (time) => {
    const at = Date.parse("2026-11-28T23:59:59.999Z");
    expect(relativeTime(at, Date.parse(`2026-11-23T${time}Z`), "utc")).toBe("in 5 days");
  },
);

test("what is nearly a day away on the same day is told in hours", () => {
  const at = Date.parse("2026-11-23T23:50:00Z");
  expect(relativeTime(at, Date.parse("2026-11-23T00:05:00Z"), "utc")).toBe("in 24 hours");
});

test("says the exact time", () => {
  expect(exactTime(Date.UTC(2026, 10, 3, 4, 5, 9), "utc")).toBe("3 Nov 2026, 04:05:09 UTC");
  expect(exactTime(new Date(2026, 10, 3, 4, 5, 9).getTime(), "local")).toBe("3 Nov 2026, 04:05:09");
});

test("leaves this year's year out", () => {
  expect(dayText(Date.UTC(2026, 0, 1), now, "utc")).toBe("1 Jan");
  expect(dayText(Date.UTC(2027, 0, 1), now, "utc")).toBe("1 Jan 2027");
});
