import { describe, expect, test } from "vitest";
import { byteText, durationText, valueText } from "./number-text";
import { plotOf, roundTicks } from "./plot";

describe("round ticks", () => {
  test.each([
    [0.02, 0.51, [0, 0.5, 1]],
    [0, 1, [0, 0.5, 1]],
    [1.1, 4.9, [0, 2.5, 5]],
    [-3, 3, [-5, 0, 5]],
    [7, 7, [7, 8, 9]],
    [0, 0, [0, 0.1, 0.2]],
    [12_000, 31_000, [0, 20_000, 40_000]],
  ])("from %d to %d", (least, most, expected) => {
    const [low, middle, high] = roundTicks(least, most);
    expect(low).toBeLessThanOrEqual(least);
    expect(high).toBeGreaterThanOrEqual(most);
    expect(middle).toBeCloseTo((low + high) / 2, 10);
    expect([low, middle, high]).toEqual(expected);
  });
});

describe("a plot", () => {
  const size = { width: 100, height: 50, left: 10, right: 10, top: 10, bottom: 10 };

  test("puts the first point at the left, the last at the right, and every value between the ticks", () => {
    const plot = plotOf(
      [
        [0, 0, 1],
        [5, 1, 2],
        [10, 0.5, 3],
      ],
      size,
    );
    expect(plot.curve).toEqual({ line: "10,40 50,10 90,25", end: { x: 90, y: 25 } });
    expect(plot.beside).toBeUndefined();
    expect(plot.across.map(({ value }) => value)).toEqual([0, 5, 10]);
  });

  test("has room for the curve beside it, in the same scale", () => {
    const own = [[0, 0, 1] as const, [5, 1, 2] as const];
    const plot = plotOf(own, size, [[10, 2, 3]]);
    expect(plot.curve).toEqual({ line: "10,40 50,25", end: { x: 50, y: 25 } });
    expect(plot.beside).toEqual({ line: "90,10", end: { x: 90, y: 10 } });
    expect(plot.up.map(({ value }) => value)).toEqual([0, 1, 2]);
  });

  test("of one point, of none, and of values that are no numbers is still one", () => {
    expect(plotOf([[3, 2, 1]], size).across).toEqual([{ at: 10, value: 3 }]);
    expect(plotOf([], size).curve.line).toBe("");
    expect(plotOf([[1, Number.NaN, 1]], size).curve.end).toBeUndefined();
  });
});

describe("numbers as text", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 KB"],
    [999_990, "1.0 MB"],
    [174_112_004, "174.1 MB"],
    [5e15, "5000.0 TB"],
  ])("%d bytes", (bytes, text) => expect(byteText(bytes)).toBe(text));

  test.each([
    [0.51234, "0.5123"],
    [12_310, "12,310"],
    [0.000041, "4.10e-5"],
    [0, "0"],
    [Number.NaN, "NaN"],
  ])("the value %d", (value, text) => expect(valueText(value)).toBe(text));

  test.each([
    [0, "0 s"],
    [59_000, "59 s"],
    [60_000, "1 min"],
    [11_820_000, "3 h 17 min"],
    [7_200_000, "2 h"],
    [259_200_000, "3 days"],
  ])("%d milliseconds", (ms, text) => expect(durationText(ms)).toBe(text));
});
