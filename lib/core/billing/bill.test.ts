import { describe, expect, test } from "vitest";
import { billOf } from "./bill";
import type { ChargeItem, ChargeLine, NextCharge } from "./charges";

const day = (of: number) => new Date(Date.UTC(2026, 10, of));
const period = { start: day(1), end: day(31), asOf: day(16) };
const line = (item: ChargeItem | null, quantity: number | null, amountMinor: number): ChargeLine => ({
  ...{ description: "A line", quantity, amountMinor, item },
});
const prices: NextCharge["prices"] = {
  seats: { includedUnits: 0, minorPerUnit: "1500" },
  artifacts: { includedUnits: 120, minorPerUnit: "10" },
  calls: { includedUnits: 1_200_000, minorPerUnit: "0.001" },
};
const charge = (lines: ChargeLine[]): NextCharge => ({
  ...{ currency: "usd", at: null, prices, lines },
  totalMinor: lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
});

test("the lines of the tiers of a price are one row, in the order of the plan", () => {
  const { rows } = billOf(
    charge([line("artifacts", 120, 0), line("artifacts", 15, 150), line("seats", 3, 4_500)]),
    period,
  );
  expect(rows.map(({ item, used, toDateMinor }) => [item, used, toDateMinor])).toEqual([
    ["seats", 3, 4_500],
    ["artifacts", 135, 150],
  ]);
});

describe("the estimate", () => {
  test.each<[string, ChargeLine[], typeof period, number]>([
    [
      "takes seats and stored bytes to stay",
      [line("seats", 2, 3_000), line("artifacts", 130, 100)],
      period,
      3_100,
    ],
    ["lets calls go on as they did", [line("calls", 1_000_000, 0)], period, 800],
    ["adds to calls past the plan", [line("calls", 1_400_000, 200)], period, 1_600],
    ["says nothing of the first hours", [line("calls", 900_000, 0)], { ...period, asOf: day(1) }, 0],
    ["is the charge at the end", [line("calls", 1_400_000, 200)], { ...period, asOf: day(31) }, 200],
    ["keeps what is of no item", [line(null, 1, -700), line("seats", 1, 1_500)], period, 800],
    ["asks for a price", [line("metrics", 5_000, 0)], period, 0],
  ])("%s", (_, lines, at, expected) => {
    const { rows, estimateMinor } = billOf(charge(lines), at);
    expect(estimateMinor).toBe(expected);
    expect(rows.reduce((sum, row) => sum + row.estimateMinor, 0)).toBe(expected);
  });

  test("follows the total of Stripe, with its taxes", () => {
    const taxed = { ...charge([line("calls", 1_400_000, 200)]), totalMinor: 240 };
    expect(billOf(taxed, period)).toMatchObject({ toDateMinor: 240, estimateMinor: 1_640 });
  });
});
