import { expect, test } from "vitest";
import { initials } from "./initials";

test.each([
  ["Dana Kovač", "DK"],
  ["João Oliveira", "JO"],
  ["Ana Maria de la Cruz", "AC"],
  ["Šime", "Š"],
  ["sam@partner.io", "S"],
  ["sam.lee@partner.io", "SL"],
  ["  mira   chen ", "MC"],
  ["O’Neil", "ON"],
  ["李 小龍", "李小"],
  ["𝒜da", "𝒜"],
  ["nightly-eval", "NE"],
  ["", "?"],
  ["—", "?"],
])("%j becomes %j", (name, shown) => {
  expect(initials(name)).toBe(shown);
});
