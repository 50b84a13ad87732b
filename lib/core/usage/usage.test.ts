import { describe, expect, test } from "vitest";
import { monthOf, scaleFor, usageQuery } from "./usage";

describe("a month", () => {
  const now = new Date("2026-03-01T00:00:00Z");

  test("is that of now in UTC, unless another is named that is not after it", () => {
    expect(monthOf(undefined, now).id).toBe("2026-03");
    expect(monthOf("2026-02", now).id).toBe("2026-02");
    expect(monthOf("2026-04", now).id).toBe("2026-03");
    expect(monthOf(undefined, new Date(now.getTime() - 1)).id).toBe("2026-02");
  });

  test("has its name, its days and the months beside it", () => {
    const february = monthOf("2024-02", now);
    expect(february).toMatchObject({ name: "February 2024", previous: "2024-01", next: "2024-03" });
    expect(february.days).toHaveLength(29);
    expect([february.days[0], february.days.at(-1)]).toEqual(["2024-02-01", "2024-02-29"]);
    expect(monthOf("2025-12", now)).toMatchObject({ previous: "2025-11", next: "2026-01" });
  });
});

test("an address that says nothing, or nonsense, shows the calls of this month by credentials", () => {
  const usual = {
    month: undefined,
    by: "credentials",
    of: "member",
    sort: "calls",
    page: 1,
    table: "hidden",
  };
  const nonsense = { month: "2026-13", by: "x", of: ["a"], sort: "y", page: "-3", table: "?" };
  expect(usageQuery.parse({})).toEqual(usual);
  expect(usageQuery.parse(nonsense)).toEqual(usual);
});

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [61_000, [0, 20_000, 40_000, 60_000, 80_000]],
  [80_000, [0, 20_000, 40_000, 60_000, 80_000]],
])("a chart up to %i has the lines %j", (most, lines) => expect(scaleFor(most)).toEqual(lines));
