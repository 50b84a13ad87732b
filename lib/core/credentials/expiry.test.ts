import { expect, test } from "vitest";
import { type ExpiryChoice, expiresSoon, expiryFrom, isExpired } from "./expiry";

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
