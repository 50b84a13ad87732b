import { expect, test } from "vitest";
import {
  type ExpiryChoice,
  expiresSoon,
  expiriesWithin,
  expiryFrom,
  isExpired,
  isWithin,
  lastDayWithin,
  longestExpiry,
} from "./expiry";

const now = new Date("2026-06-15T10:30:00.000Z");

test.each<[ExpiryChoice, string, string | null | undefined]>([
  ["never", "", null],
  ["never", "2020-01-01", null],
  ["30", "", "2026-07-15T10:30:00.000Z"],
  ["60", "", "2026-08-14T10:30:00.000Z"],
  ["90", "nonsense", "2026-09-13T10:30:00.000Z"],
  ["date", "2026-06-15", "2026-06-15T23:59:59.999Z"],
  ["date", "2026-06-16", "2026-06-16T23:59:59.999Z"],
  ["date", "2028-02-29", "2028-02-29T23:59:59.999Z"],
  ["date", "2026-06-14", undefined],
  ["date", "2027-02-29", undefined],
  ["date", "2027-04-31", undefined],
  ["date", "2027-13-01", undefined],
  ["date", "2027-00-10", undefined],
  ["date", "", undefined],
  ["date", "tomorrow", undefined],
  ["date", "2027-1-1", undefined],
  ["date", "12027-01-01", undefined],
  ["date", "2027-01-01T00:00:00Z", undefined],
])("%s %j ends %s", (choice, date, end) => {
  const expiry = expiryFrom(choice, date, now);
  expect(expiry instanceof Date ? expiry.toISOString() : expiry).toBe(end);
});

test.each([
  [null, false, false],
  ["2026-06-15T10:29:59.999Z", true, true],
  ["2026-06-15T10:30:00.000Z", true, true],
  ["2026-06-15T10:30:00.001Z", false, true],
  ["2026-06-22T10:29:59.999Z", false, true],
  ["2026-06-22T10:30:00.000Z", false, false],
])("an end at %s: expired %s, soon %s", (end, expired, soon) => {
  const expiresAt = end === null ? null : new Date(end);
  expect(isExpired(expiresAt, now)).toBe(expired);
  expect(expiresSoon(expiresAt, now)).toBe(soon);
});

test.each<[number | null, string]>([
  [null, "never 30 60 90 date"],
  [365, "30 60 90 date"],
  [90, "30 60 90 date"],
  [89, "30 60 date"],
  [60, "30 60 date"],
  [30, "30 date"],
  [7, "date"],
])("%s days leave the choices %s", (days, choices) => {
  expect(expiriesWithin(days).join(" ")).toBe(choices);
});

test.each<[number | null, string | null, boolean]>([
  [null, null, true],
  [null, "2999-01-01T00:00:00.000Z", true],
  [30, null, false],
  [30, "2026-07-15T10:30:00.000Z", true],
  [30, "2026-07-15T23:59:59.999Z", true],
  [30, "2026-07-16T00:00:00.000Z", false],
  [30, "2026-07-16T23:59:59.999Z", false],
  [60, "2026-07-16T23:59:59.999Z", true],
  [365, "2027-06-15T23:59:59.999Z", true],
  [365, "2027-06-16T23:59:59.999Z", false],
])("within %s days an end at %s is allowed: %s", (days, end, allowed) => {
  expect(isWithin(days, end === null ? null : new Date(end), now)).toBe(allowed);
});

test("every choice that is left is within the days, and so is the end that nobody chose", () => {
  for (const days of [30, 60, 90, 180, 365]) {
    for (const choice of expiriesWithin(days)) {
      const end = expiryFrom(choice, lastDayWithin(days, now), now);
      expect([days, choice, end instanceof Date && isWithin(days, end, now)]).toEqual([days, choice, true]);
    }
    expect(isWithin(days, longestExpiry(days, now), now)).toBe(true);
  }
  expect(longestExpiry(30, now)?.toISOString()).toBe("2026-07-15T10:30:00.000Z");
  expect(longestExpiry(null, now)).toBeNull();
});

test.each<[number | null, string | null, string | null]>([
  [null, null, null],
  [30, null, "2026-07-15T10:30:00.000Z"],
  [null, "2026-07-01T00:00:00.000Z", "2026-07-01T00:00:00.000Z"],
  [30, "2026-07-01T00:00:00.000Z", "2026-07-01T00:00:00.000Z"],
  [30, "2026-08-01T00:00:00.000Z", "2026-07-15T10:30:00.000Z"],
])("within %s days, made by credentials that end at %s, they end at %s", (days, makers, end) => {
  expect(longestExpiry(days, now, makers === null ? null : new Date(makers))?.toISOString() ?? null).toBe(
    end,
  );
});
