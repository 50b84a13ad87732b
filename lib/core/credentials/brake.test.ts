import { expect, test } from "vitest";
import { countLoginFailure, type LoginFailures, retryAfterSeconds } from "./brake";

test.each([
  [1, 0],
  [5, 0],
  [6, 2],
  [7, 4],
  [10, 32],
  [11, 60],
  [5_000, 60],
])("after %i failures a client waits %i s", (count, seconds) => {
  let failures: LoginFailures | undefined;
  for (let made = 0; made < count; made += 1) failures = countLoginFailure(failures, 1_000 + made);
  expect(failures && retryAfterSeconds(failures)).toBe(seconds);
});

test.each([
  [10 * 60_000 - 1, 9],
  [10 * 60_000, 1],
])("%i ms after the last failure the next counts as number %i", (ms, count) => {
  expect(countLoginFailure({ count: 8, lastAt: 5_000 }, 5_000 + ms)).toEqual({ count, lastAt: 5_000 + ms });
});
