import { expect, test } from "vitest";
import { countedPageOf, telemetryOf } from "./telemetry";

test.each<[string, string | undefined]>([
  ["/projects", "projects"],
  ["/projects?search=secret", "projects"],
  ["/projects/0123456789abcdef0123456789abcdef", "projects"],
  ["/projects/tasks/0123456789abcdef0123456789abcdef", "projects/tasks"],
  ["/settings/users?search=mira", "settings/users"],
  ["/settings/users/0123456789abcdef0123456789abcdef/configuration", "settings/users"],
  ["/settings", undefined],
  ["/settings/unknown", undefined],
  ["/sign-in", undefined],
  ["/", undefined],
])("%s counts as %s", (path, page) => {
  expect(countedPageOf(path)).toBe(page);
});

test("a message has the version and the counts, and nothing else", () => {
  const counts = new Map([["settings/users", 2] as const, ["projects", 7] as const]);
  expect(telemetryOf("1.2.3", counts)).toEqual({
    product: "steward",
    version: "1.2.3",
    pages: { projects: 7, "settings/users": 2 },
  });
});
