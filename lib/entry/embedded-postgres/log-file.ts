import fs from "node:fs";
import { openOwnFile } from "../own-file";

const largestBytes = 1_000_000;
const { O_RDWR, O_CREAT, O_APPEND } = fs.constants;

/** PostgreSQL's log. Opened once: the process may be another user's by the time that the server is started again. */
export class LogFile {
  readonly descriptor: number;
  readonly #previous: number;

  constructor(readonly path: string) {
    this.descriptor = openOwnFile(path, O_RDWR | O_CREAT | O_APPEND);
    this.#previous = openOwnFile(`${path}.1`, O_RDWR | O_CREAT);
    for (const descriptor of [this.descriptor, this.#previous]) fs.fchmodSync(descriptor, 0o600);
  }

  size(): number {
    return fs.fstatSync(this.descriptor).size;
  }

  /** PostgreSQL appends to the descriptor it is given for as long as it lives, so the file is emptied, never renamed. */
  bound(): void {
    if (this.size() <= largestBytes) return;
    const text = this.#readFrom(0);
    fs.ftruncateSync(this.#previous);
    fs.writeSync(this.#previous, text, 0, text.length, 0);
    fs.ftruncateSync(this.descriptor);
  }

  /** The last thing the server said, for a line about why it did not start. */
  lastComplaint(since: number): string {
    const lines = this.#readFrom(since)
      .toString("utf8")
      .split("\n")
      .filter((line) => line.trim() !== "");
    const fatal = lines.filter((line) => /\b(FATAL|PANIC):/.test(line));
    return (fatal.at(-1) ?? lines.at(-1) ?? "it wrote no message").replace(/^.*?\b(FATAL|PANIC):\s*/, "");
  }

  close(): void {
    fs.closeSync(this.descriptor);
    fs.closeSync(this.#previous);
  }

  #readFrom(start: number): Buffer {
    const text = Buffer.alloc(Math.max(0, this.size() - start));
    return text.subarray(0, fs.readSync(this.descriptor, text, 0, text.length, start));
  }
}
