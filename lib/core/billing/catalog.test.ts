import { expect, test } from "vitest";
import { catalogOf, priceKeys } from "./catalog";

test("the prices of Pro are those of the plan, in the units that Stripe counts", () => {
  const { seat, metered } = catalogOf("usd");
  expect(seat).toEqual({ lookupKey: "steward_pro_seat", currency: "usd", centsPerSeat: 1_500 });
  expect(
    metered.map(({ meter, includedUnits, centsPerUnit }) => [meter, includedUnits, centsPerUnit]),
  ).toEqual([
    ["artifacts", 120, "10"],
    ["metrics", 1_200, "1"],
    ["calls", 1_200_000, "0.001"],
  ]);
});

test("each price has a key of its own", () => {
  expect(new Set(priceKeys).size).toBe(4);
});
