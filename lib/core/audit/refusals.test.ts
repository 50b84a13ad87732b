import { expect, test } from "vitest";
import { hourOf } from "./refusals";

test.each([
  ["2026-12-01T10:00:00.000Z", "2026-12-01T10:00:00.000Z"],
  ["2026-12-01T10:59:59.999Z", "2026-12-01T10:00:00.000Z"],
  ["2026-12-01T11:00:00.000Z", "2026-12-01T11:00:00.000Z"],
])("%s counts in the hour from %s", (at, hour) => {
  expect(hourOf(new Date(at)).toISOString()).toBe(hour);
});
