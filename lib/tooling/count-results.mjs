import { readFileSync } from "node:fs";

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
