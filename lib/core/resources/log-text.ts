import type { LogLine } from "./event";

/** One line of text for each line of a log, or several where it has breaks in it: when, how grave, and what. */
export function logText(lines: readonly LogLine[]): string {
  return lines
    .map(({ atMs, level, text }) => `${timeOf(atMs)} ${level.toUpperCase()} ${text.replace(/\r?\n$/, "")}\n`)
    .join("");
}

function timeOf(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? "-" : at.toISOString();
}
