import { describe, expect, test } from "vitest";
import { scalarNamed, scalarText } from "./scalar-name";

describe("the name of a scalar in an address", () => {
  test.each([
    { metric: "val", variant: "mAP" },
    { metric: "a/b", variant: "" },
    { metric: "100 %", variant: "ü/ü" },
  ])("$metric and $variant come back", (name) => {
    expect(scalarNamed(scalarText(name))).toEqual(name);
  });

  test.each(["", "none", "a", "a/b/c", "%/a", "a/%00"])("%j is none", (text) => {
    expect(scalarNamed(text)).toBeUndefined();
  });
});
