import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { countResults } from "./count-results.mjs";

function count(kind: "vitest" | "playwright", report: unknown, succeeded: boolean) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-count-"));
  const file = path.join(folder, "report.json");
  if (report !== undefined)
    fs.writeFileSync(file, typeof report === "string" ? report : JSON.stringify(report));
  const counted = countResults(kind, file, succeeded);
  fs.rmSync(folder, { recursive: true });
  return counted;
}

const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };

test("counts what vitest ran", () => {
  expect(count("vitest", vitest, true)).toEqual({ passed: 3, failed: 0, skipped: 1 });
});

test("a test file that doesn't load is a failure", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  expect(count("vitest", { ...vitest, testResults }, false)).toEqual({ passed: 3, failed: 1, skipped: 1 });
});

test("counts what Playwright ran, a test that passed at its second try as failed", () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
  expect(count("playwright", { stats }, false)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test.each([
  ["that ended badly with every test passed", vitest, false, 3],
  ["without a report", undefined, true, 0],
  ["with half a report", '{"numPassed', true, 0],
])("a run %s is a failure", (_, report, succeeded, passed) => {
  expect(count("vitest", report, succeeded)).toMatchObject({ passed, failed: 1 });
});
