import { expect, test } from "vitest";
import { shortId } from "./short-id";

test.each([
  ["8f2c0a9bd4e3417a9c6f5b2e1d8071de", "8f2c…71de"],
  ["9QZ4A8VJX2R6MB0CTE51HNWDPFK7TM", "9QZ4…K7TM"],
  ["0123456789a", "0123456789a"],
  ["0123456789ab", "0123…89ab"],
  ["", ""],
])("%j is shown as %j", (id, shown) => {
  expect(shortId(id)).toBe(shown);
});

test("keeps as many characters at each end as asked", () => {
  expect(shortId("abcdefghijklmnopqrstuvwxyz", 6)).toBe("abcdef…uvwxyz");
});
