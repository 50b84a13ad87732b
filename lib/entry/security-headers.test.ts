import { expect, test } from "vitest";
import { headersFor } from "./security-headers";

const constant = ["x-frame-options", "DENY", "x-content-type-options", "nosniff"];

test.each([
  ["/projects/tasks/a/sample", false],
  ["/projects/models/a/sample", false],
  ["/projects/tasks/a/samples", true],
  ["/projects/tasks/a/samples/large", true],
  ["/projects/queues/a/sample", true],
  ["/projects/models", true],
])("whether %s may not be framed: %s", (path, isKept) => {
  expect(headersFor(path, constant)).toEqual(isKept ? constant : constant.slice(2));
});
