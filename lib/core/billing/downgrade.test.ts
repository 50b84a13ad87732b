import { expect, test } from "vitest";
import { whyNotFree } from "./downgrade";
import { gb } from "./plans";

test("Free holds what it includes", () => {
  expect(whyNotFree({ users: 3, artifacts: 100 * gb, metrics: gb })).toEqual([]);
});

test("each figure that is past it is a reason, with what to do", () => {
  expect(whyNotFree({ users: 5, artifacts: 134.2 * gb, metrics: 1.5 * gb })).toEqual([
    "The workspace has 5 users, and Free has 3 seats. Remove 2.",
    "134.2 GB of artifacts are stored, and Free holds 100.0 GB. Delete 34.2 GB.",
    "1.5 GB of metrics are stored, and Free holds 1.0 GB. Delete 500.0 MB.",
  ]);
});
