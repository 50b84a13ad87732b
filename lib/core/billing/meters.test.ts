import { describe, expect, test } from "vitest";
import type { WorkspaceId } from "../identifiers";
import { hourOf, hoursToRead, isSendable, mayCountTwice, readingIdentifier, unitsOf } from "./meters";
import { retryAt, seatChangeKey, seatsToPay } from "./seats";

const at = (text: string) => new Date(`2026-11-${text}Z`);
const workspaceId = "0123456789abcdef0123456789abcdef" as WorkspaceId;

test("an hour begins at its first moment", () => {
  expect(hourOf(at("29T12:59:59.999"))).toEqual(at("29T12:00:00"));
  expect(hourOf(at("29T13:00:00"))).toEqual(at("29T13:00:00"));
});

test.each([
  ["every hour since the last one", at("29T09:00:00"), at("29T12:10:00"), ["10", "11"]],
  ["nothing before an hour is over", at("29T11:00:00"), at("29T12:59:59"), []],
  ["nothing of the future", at("29T15:00:00"), at("29T12:00:00"), []],
])("reads %s", (_, lastRead, now, hours) => {
  expect(hoursToRead(lastRead, now)).toEqual(hours.map((hour) => at(`29T${hour}:00:00`)));
});

test("reads nothing that Stripe would not take any more", () => {
  const now = at("29T12:10:00");
  const hours = hoursToRead(new Date(0), now);
  expect(hours.every((hour) => isSendable(hour, now))).toBe(true);
  expect(isSendable(new Date((hours[0]?.getTime() ?? 0) - 2 * 3_600_000), now)).toBe(false);
  expect(hours.length).toBeGreaterThan(34 * 24);
});

test("a reading keeps its identifier within its hour, and has another in each meter, hour and workspace", () => {
  const identifier = readingIdentifier(workspaceId, "calls", at("29T12:00:00"));
  expect(identifier).toBe("0123456789abcdef0123456789abcdef:calls:2026-11-29T12");
  expect(identifier.length).toBeLessThanOrEqual(100);
});

describe("units", () => {
  test.each([
    ["artifacts", 0, 0],
    ["artifacts", 1, 1],
    ["artifacts", 120_000_000_000, 120],
    ["artifacts", 120_000_000_001, 121],
    ["metrics", 1_200_000_000, 1_200],
    ["calls", 17, 17],
  ] as const)("%s of %d are %d", (meter, amount, units) => {
    expect(unitsOf(meter, amount)).toBe(units);
  });
});

test("seats are those of the people, and at least one", () => {
  expect([0, 1, 7].map(seatsToPay)).toEqual([1, 1, 7]);
});

test("the key of a change of seats holds the target and the version that it was decided on", () => {
  const keys = [
    seatChangeKey(workspaceId, 3, 8),
    seatChangeKey(workspaceId, 4, 8),
    seatChangeKey(workspaceId, 3, 9),
  ];
  expect(new Set(keys).size).toBe(3);
});

test.each([
  [1, 1],
  [2, 2],
  [4, 8],
  [40, 360],
])("attempt %d is followed by the next after %d minutes", (attempts, minutes) => {
  expect(retryAt(attempts, at("29T12:00:00")).getTime() - at("29T12:00:00").getTime()).toBe(minutes * 60_000);
});

test.each([
  ["calls that were tried 23 hours ago", "calls", 2, "28T13:00:00", true],
  ["calls that Stripe knows still", "calls", 5, "28T13:00:01", false],
  ["calls that were never tried", "calls", 1, "20T00:00:00", false],
  ["a level, which is not added up", "artifacts", 9, "20T00:00:00", false],
] as const)("%s may count twice: %s", (_, meter, attempts, hour, expected) => {
  expect(mayCountTwice({ meter, hour: at(hour), attempts }, at("29T12:00:00"))).toBe(expected);
});
