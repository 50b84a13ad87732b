import fs from "node:fs";

const largestBytes = 1_000_000;

/** PostgreSQL appends to the descriptor it is given for as long as it lives, so the file is emptied, never renamed. */
export function boundLogFile(file: string): void {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= largestBytes) return;
  fs.copyFileSync(file, `${file}.1`);
  fs.truncateSync(file);
}

export function openLogFile(file: string): number {
  const descriptor = fs.openSync(file, "a", 0o600);
  fs.fchmodSync(descriptor, 0o600);
  return descriptor;
}

/** The last thing the server said, for a line about why it did not start. */
export function lastComplaint(file: string, since: number): string {
  const text = fs.readFileSync(file).subarray(since).toString("utf8");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.filter((line) => /\b(FATAL|PANIC):/.test(line));
  return (fatal.at(-1) ?? lines.at(-1) ?? "it said nothing").replace(/^.*?\b(FATAL|PANIC):\s*/, "");
}
