import { readFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

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
  const unloaded = report.testResults.filter(isUnloaded);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function isUnloaded({ status, assertionResults }) {
  return status === "failed" && assertionResults.every((test) => test.status !== "failed");
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
  return readTests(reportFile)
    .map(({ name, seconds }) => ({ name, seconds }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, most);
}

/**
 * The tests of a report that failed in any try, each with the text of its first error.
 * A file that didn't load stands as itself. None where there is no report.
 * @param {string} reportFile
 * @returns {{ name: string, error: string }[]}
 */
export function failedTests(reportFile) {
  return readTests(reportFile)
    .filter(({ error }) => error !== undefined)
    .map(({ name, error, seconds }) => ({
      name,
      error: shortened(stripVTControlCharacters(error), seconds),
    }));
}

/** Without the frames of packages. Vitest's report names a test that took too long by its stack alone. */
function shortened(error, seconds) {
  return error
    .replace(/^(Error: )?STACK_TRACE_ERROR$/m, `It was not done after ${seconds.toFixed(0)} s.`)
    .split("\n")
    .filter((line) => !/^\s+at .*(node_modules|node:)/.test(line))
    .join("\n");
}

function readTests(reportFile) {
  let report;
  try {
    report = JSON.parse(readFileSync(reportFile, "utf8"));
  } catch {
    return [];
  }
  return report.testResults ? testsOfVitest(report) : testsOfPlaywright(report.suites ?? []);
}

function testsOfVitest({ testResults }) {
  return testResults.flatMap((file) => {
    const name = path.basename(file.name);
    const tests = file.assertionResults.map(({ fullName, duration, status, failureMessages }) => ({
      name: `${name} ${fullName}`,
      seconds: (duration ?? 0) / 1000,
      error: status === "failed" ? (failureMessages?.[0] ?? "") : undefined,
    }));
    return isUnloaded(file) ? [...tests, { name, seconds: 0, error: file.message ?? "" }] : tests;
  });
}

function testsOfPlaywright(suites) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs.map(({ file, title, tests }) => {
      const tries = tests.flatMap(({ results }) => results);
      const failed = tries.find(({ error, status }) => error || ["failed", "timedOut"].includes(status));
      return {
        name: `${path.basename(file)} ${title}`,
        seconds: tries.reduce((sum, { duration }) => sum + duration, 0) / 1000,
        error: failed && (failed.error?.message ?? ""),
      };
    }),
    ...testsOfPlaywright(inner),
  ]);
}
