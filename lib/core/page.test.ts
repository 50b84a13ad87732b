import { expect, test } from "vitest";
import { pageOf } from "./page";

test.each([
  [0, 1, { number: 1, count: 1, from: 0, to: 0, offset: 0 }],
  [0, 7, { number: 1, count: 1, from: 0, to: 0, offset: 0 }],
  [1, 1, { number: 1, count: 1, from: 1, to: 1, offset: 0 }],
  [20, 1, { number: 1, count: 1, from: 1, to: 20, offset: 0 }],
  [20, 2, { number: 1, count: 1, from: 1, to: 20, offset: 0 }],
  [21, 1, { number: 1, count: 2, from: 1, to: 20, offset: 0 }],
  [21, 2, { number: 2, count: 2, from: 21, to: 21, offset: 20 }],
  [21, 99, { number: 2, count: 2, from: 21, to: 21, offset: 20 }],
  [60, 2, { number: 2, count: 3, from: 21, to: 40, offset: 20 }],
  [60, 0, { number: 1, count: 3, from: 1, to: 20, offset: 0 }],
  [60, -3, { number: 1, count: 3, from: 1, to: 20, offset: 0 }],
  [60, Number.NaN, { number: 1, count: 3, from: 1, to: 20, offset: 0 }],
  [60, 1.5, { number: 1, count: 3, from: 1, to: 20, offset: 0 }],
  [60, Number.POSITIVE_INFINITY, { number: 1, count: 3, from: 1, to: 20, offset: 0 }],
])("%i rows, page %d", (total, wanted, bounds) => {
  expect(pageOf(total, wanted, 20)).toEqual({ ...bounds, total, limit: 20 });
});
