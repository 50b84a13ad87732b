import { expect, test } from "vitest";
import { hueCount, hueOf } from "./hue";

test("is stable and within the set", () => {
  expect(hueOf("8f2c0a9bd4e3417a9c6f5b2e1d8071de")).toBe(hueOf("8f2c0a9bd4e3417a9c6f5b2e1d8071de"));
  for (const id of ["", "a", "8f2c", "李"]) {
    expect(hueOf(id)).toBeGreaterThanOrEqual(0);
    expect(hueOf(id)).toBeLessThan(hueCount);
  }
});

test("spreads ids over all hues", () => {
  const seen = new Map<number, number>();
  for (let n = 0; n < 1200; n++) {
    const hue = hueOf(n.toString(16).padStart(32, "0"));
    seen.set(hue, (seen.get(hue) ?? 0) + 1);
  }
  expect(seen.size).toBe(hueCount);
  expect(Math.min(...seen.values())).toBeGreaterThan(40);
});
