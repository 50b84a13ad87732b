import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { countResults, failedTests, slowestTests } from "./count-results.mjs";

function withReport<T>(report: unknown, use: (file: string) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-count-"));
  const file = path.join(folder, "report.json");
  if (report !== undefined)
    fs.writeFileSync(file, typeof report === "string" ? report : JSON.stringify(report));
  const result = use(file);
  fs.rmSync(folder, { recursive: true });
  return result;
}

function count(kind: "vitest" | "playwright", report: unknown, succeeded: boolean) {
  return withReport(report, (file) => countResults(kind, file, succeeded));
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

test.each([
  [
    "vitest",
    {
      testResults: [
        {
          name: "/project/a.test.ts",
          status: "failed",
          assertionResults: [
            { fullName: "one", status: "passed", failureMessages: [] },
            { fullName: "two", status: "failed", failureMessages: ["\u001b[31mno\u001b[39m", "more"] },
            {
              ...{ fullName: "three", status: "failed", duration: 30_012 },
              failureMessages: [
                "Error: STACK_TRACE_ERROR\n    at node_modules/vitest/x.js:1\n    at a.test.ts:3",
              ],
            },
          ],
        },
        { name: "/project/b.test.ts", status: "failed", message: "not loaded", assertionResults: [] },
      ],
    },
    [
      { name: "a.test.ts two", error: "no" },
      { name: "a.test.ts three", error: "It was not done after 30 s.\n    at a.test.ts:3" },
      { name: "b.test.ts", error: "not loaded" },
    ],
  ],
  [
    "Playwright",
    {
      suites: [
        {
          specs: [
            { file: "a.spec.ts", title: "one", tests: [{ results: [{ status: "passed", duration: 1 }] }] },
            {
              file: "a.spec.ts",
              title: "two",
              tests: [
                {
                  results: [
                    { status: "timedOut", duration: 1, error: { message: "too late" } },
                    { status: "passed", duration: 1 },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
    [{ name: "a.spec.ts two", error: "too late" }],
  ],
])("the failed tests of %s are named with their first error", (_, report, failed) => {
  expect(withReport(report, failedTests)).toEqual(failed);
});

const vitestReport = {
  testResults: [
    { name: "/project/a.test.ts", assertionResults: [{ fullName: "one", duration: 1500 }] },
    {
      name: "/project/b.test.ts",
      assertionResults: [{ fullName: "two", duration: 2500 }, { fullName: "skipped" }],
    },
  ],
};
const spec = (title: string, ...durations: number[]) => ({
  file: "settings/a.spec.ts",
  title,
  tests: [{ results: durations.map((duration) => ({ duration })) }],
});
const playwrightReport = {
  suites: [{ specs: [spec("one", 1500)], suites: [{ specs: [spec("two", 1000, 1500), spec("three", 10)] }] }],
};

test.each([
  ["vitest", vitestReport, "b.test.ts two", "a.test.ts one"],
  ["Playwright, every try counted,", playwrightReport, "a.spec.ts two", "a.spec.ts one"],
])("the slowest tests of %s come first", (_, report, first, second) => {
  expect(withReport(report, (file) => slowestTests(file, 2))).toEqual([
    { name: first, seconds: 2.5 },
    { name: second, seconds: 1.5 },
  ]);
});

test("a stage without a report has no slowest tests", () => {
  expect(withReport(undefined, (file) => slowestTests(file, 2))).toEqual([]);
});
