import { expect, test } from "vitest";
import { plans } from "./plans";
import { itemText } from "./price-text";

test.each([
  ["free", "users", "3"],
  ["free", "artifacts", "100 GB"],
  ["free", "calls", "1 M a month"],
  ["pro", "users", "$15.00 a month for each"],
  ["pro", "artifacts", "120 GB, then $0.10 a GB"],
  ["pro", "metrics", "1.2 GB, then $0.01 a MB"],
  ["pro", "calls", "1.2 M a month, then $1.00 per 100,000"],
] as const)("%s, %s", (plan, meter, text) => {
  expect(itemText(meter, plans[plan].items[meter])).toBe(text);
});
