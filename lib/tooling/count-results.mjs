import { readFileSync } from "node:fs";
import path from "node:path";

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/**
 * A run that ended badly without a failed test of its own (a file that doesn't load, an unhandled error) is one failure.
 * @param {"vitest" | "playwright"} kind
 * @param {string} reportFile
 * @param {boolean} succeeded
 * @returns {Count}
 */
export function countResults(kind, reportFile, succeeded) {
  let count = { passed: 0, failed: 0, skipped: 0 };
  try {
    const report = JSON.parse(readFileSync(reportFile, "utf8"));
    count = kind === "vitest" ? countVitest(report) : countPlaywright(report);
  } catch {
    return { ...count, failed: 1 };
  }
  return !succeeded && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function countVitest(report) {
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/**
 * The tests of a report that took longest, of either kind of runner. None where there is no report.
 * @param {string} reportFile
 * @param {number} most
 * @returns {{ name: string, seconds: number }[]}
 */
export function slowestTests(reportFile, most) {
  let report;
  try {
    report = JSON.parse(readFileSync(reportFile, "utf8"));
  } catch {
    return [];
  }
  const tests = report.testResults ? testsOfVitest(report) : testsOfPlaywright(report.suites ?? []);
  return tests.sort((a, b) => b.seconds - a.seconds).slice(0, most);
}

function testsOfVitest({ testResults }) {
  return testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      name: `${path.basename(file)} ${fullName}`,
      seconds: (duration ?? 0) / 1000,
    })),
  );
}

function testsOfPlaywright(suites) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs.map(({ file, title, tests }) => ({
      name: `${path.basename(file)} ${title}`,
      seconds:
        tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
    ...testsOfPlaywright(inner),
  ]);
}
