import { expect, test } from "vitest";
import { countLoginFailure, type LoginFailures } from "./login-rate-limit";

/** Answers failing logins at these milliseconds: 0, or the seconds that the client has to wait. */
function answersAt(times: number[], before?: LoginFailures): number[] {
  let failures = before;
  return times.map((time) => {
    const counted = countLoginFailure(failures, time);
    failures = counted.failures;
    return counted.retryAfterSeconds;
  });
}

const fiveAt = (time: number) => Array<number>(5).fill(time);

test.each<[string, number[], number[]]>([
  ["five at once are told why", fiveAt(1_000), [0, 0, 0, 0, 0]],
  ["the next has to wait", [...fiveAt(1_000), 1_000], [0, 0, 0, 0, 0, 2]],
  [
    "a wait is told in whole seconds, never too short",
    [...fiveAt(0), 1, 999, 1_001],
    [0, 0, 0, 0, 0, 2, 2, 1],
  ],
  [
    "one who waited is told why again, and then waits longer",
    [...fiveAt(0), 0, 2_000, 2_001],
    [0, 0, 0, 0, 0, 2, 0, 4],
  ],
  [
    "the wait grows to a minute",
    [...fiveAt(0), 2_000, 6_000, 14_000, 30_000, 62_000, 62_000, 122_000, 122_000],
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60, 0, 60],
  ],
  [
    "each of several that were sent away together is told why",
    [...fiveAt(0), 0, 500, 1_900, 2_000, 2_100, 3_000, 3_001],
    [0, 0, 0, 0, 0, 2, 2, 1, 0, 0, 0, 4],
  ],
])("%s", (_, times, answers) => {
  expect(answersAt(times)).toEqual(answers);
});

test("a client that does not wait is told why a few times, and then waits again", () => {
  const impatient = Array.from({ length: 200 }, (_, at) => at * 10);
  const answers = answersAt([...fiveAt(0), ...impatient, ...Array<number>(30).fill(2_000)]);
  expect(answers.slice(5, 205).every((seconds) => seconds > 0)).toBe(true);
  expect(answers.slice(205)).toEqual([...Array(20).fill(0), ...Array(10).fill(4)]);
});

test.each([
  [10 * 60_000 - 1, 9],
  [10 * 60_000, 1],
])("%i ms after the last failure the next counts as number %i", (ms, count) => {
  const before = { count: 8, lastAt: 5_000, limitedUntil: 21_000, waiting: 0 };
  expect(countLoginFailure(before, 5_000 + ms).failures).toMatchObject({ count, lastAt: 5_000 + ms });
});
