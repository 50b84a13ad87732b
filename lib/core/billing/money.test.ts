import { expect, test } from "vitest";
import { formatFraction, formatMoney } from "./money";

test.each([
  [1_500, "usd", "$15.00"],
  [5, "usd", "$0.05"],
  [0, "eur", "€0.00"],
  [-1_234, "usd", "-$12.34"],
  [1_500, "jpy", "¥1,500"],
  [-7, "jpy", "-¥7"],
  [1_500, "krw", "₩1,500"],
  [12_340, "kwd", "KWD 12.340"],
  [5, "BHD", "BHD 0.005"],
  // Stripe counts these in hundredths, although nobody uses those any more.
  [150_000, "isk", "ISK 1,500.00"],
  [150_000, "ugx", "UGX 1,500.00"],
  [9_007_199_254_740_991, "usd", "$90,071,992,547,409.91"],
])("%d of %s is %s", (amountMinor, currency, text) => {
  expect(formatMoney(amountMinor, currency).replaceAll("\u00a0", " ")).toBe(text);
});

test.each([
  [1_500, "usd", "$15.00"],
  [100, "usd", "$1.00"],
  [0.1, "usd", "$0.001"],
  [12.5, "eur", "€0.125"],
  [3, "jpy", "¥3"],
  [0.25, "jpy", "¥0.25"],
])("a price of %s of %s is %s", (amount, currency, text) => {
  expect(formatFraction(amount, currency)).toBe(text);
});
