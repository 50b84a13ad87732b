import { expect, test } from "vitest";
import { type Allowance, takeDecisions } from "./allowance";

const before: Allowance = { left: 500, atMs: 10_000 };

test.each<[string, Allowance | undefined, number, number, number, number | undefined]>([
  ["the first question", undefined, 1, 0, 19_999, undefined],
  ["all at once", undefined, 20_000, 0, 0, undefined],
  ["what is left", before, 500, 10_000, 0, undefined],
  ["more than is left", before, 501, 10_000, 500, 1],
  ["much more than is left", before, 5_000, 10_000, 500, 5],
  ["what has come back since", before, 1_500, 11_000, 0, undefined],
  ["no more than there ever is", before, 1, 10_000_000, 19_999, undefined],
  ["a clock that was set back", before, 1, 9_000, 499, undefined],
])("%s", (_, had, count, atMs, left, waitSeconds) => {
  expect(takeDecisions(had, count, atMs)).toEqual({ allowance: { left, atMs }, waitSeconds });
});
