import { expect, test } from "vitest";
import { callChart, type DailyCalls } from "./call-chart";

const days = ["2026-11-01", "2026-11-02", "2026-11-03"];
const row = (day: number, key: string | null, calls: number): DailyCalls => ({
  day: days[day] ?? "",
  key,
  name: key && `The ${key}`,
  calls,
  makers: 5,
});

test("without calls there is a day for each of the month, and an empty scale", () => {
  expect(callChart([], days)).toEqual({
    series: [],
    days: days.map((day) => ({ day, total: 0, parts: [] })),
    lines: [0, 1],
    total: 0,
  });
});

test("the busiest come first in the whole month, the others last, and each part stands on the one before", () => {
  const rows = [row(0, "a", 5), row(0, "b", 20), row(0, null, 3), row(2, "a", 1), row(2, "b", 1)];
  const { series, days: drawn, lines, total: all } = callChart(rows, days);
  expect(all).toBe(30);
  expect(series).toEqual([
    { key: "b", label: "The b" },
    { key: "a", label: "The a" },
    { key: null, label: "3 others" },
  ]);
  expect(drawn[0]).toEqual({
    day: days[0],
    total: 28,
    parts: [
      { series: 0, from: 0, calls: 20 },
      { series: 1, from: 20, calls: 5 },
      { series: 2, from: 25, calls: 3 },
    ],
  });
  expect(drawn.map(({ total }) => total)).toEqual([28, 0, 2]);
  expect(lines).toEqual([0, 10, 20, 30]);
});

test.each([null, ""])("credentials that are gone, or have no label, are told by their key: %j", (name) => {
  expect(callChart([{ ...row(0, "KEY", 1), name }], days).series[0]).toEqual({ key: "KEY", label: "KEY" });
});
