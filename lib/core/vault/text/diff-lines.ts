import { diffIndices } from "node-diff3";
import { commonEnds, isTooLong, LineNumbers, linesOf } from "./lines";

/** A line of a difference, with its number in the text before, after, or both. */
export type DiffLine = { kind: "same" | "removed" | "added"; before?: number; after?: number; text: string };

/** Lines that belong together; `skipped` counts the unchanged ones that are left out above them. */
export type DiffHunk = { skipped: number; lines: DiffLine[] };

export type LineDiff = { added: number; removed: number; hunks: DiffHunk[] };

type Change = { from: number; to: number; newFrom: number; newTo: number };

/** What changed from one text to another, with a few unchanged lines around it. */
export function diffLines(before: string, after: string, context = 3): LineDiff {
  const [old, now] = [linesOf(before), linesOf(after)];
  const changes = changesBetween(old, now);
  const hunks: DiffHunk[] = [];
  let shown = 0;
  let last: DiffHunk | undefined;
  for (const [index, { from, to, newFrom, newTo }] of changes.entries()) {
    const offset = newFrom - from;
    const start = Math.max(shown, from - context);
    if (!last || start > shown) {
      last = { skipped: start - shown, lines: [] };
      hunks.push(last);
    }
    const keep = (first: number, end: number, shift: number) => {
      for (let at = first; at < end; at += 1) {
        last?.lines.push({ kind: "same", before: at + 1, after: at + shift + 1, text: bare(old[at]) });
      }
    };
    keep(start, from, offset);
    for (let at = from; at < to; at += 1) {
      last.lines.push({ kind: "removed", before: at + 1, text: bare(old[at]) });
    }
    for (let at = newFrom; at < newTo; at += 1) {
      last.lines.push({ kind: "added", after: at + 1, text: bare(now[at]) });
    }
    shown = Math.min(to + context, changes[index + 1]?.from ?? old.length);
    keep(to, shown, newTo - to);
  }
  return {
    added: changes.reduce((sum, { newFrom, newTo }) => sum + newTo - newFrom, 0),
    removed: changes.reduce((sum, { from, to }) => sum + to - from, 0),
    hunks,
  };
}

function changesBetween(old: readonly string[], now: readonly string[]): Change[] {
  const numbers = new LineNumbers();
  const [a, b] = [numbers.of(old), numbers.of(now)];
  const { start, end } = commonEnds(a, b);
  const [oldMiddle, newMiddle] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (oldMiddle.length === 0 && newMiddle.length === 0) return [];
  if (isTooLong(oldMiddle, newMiddle)) {
    return [{ from: start, to: a.length - end, newFrom: start, newTo: b.length - end }];
  }
  return diffIndices(oldMiddle, newMiddle).map(
    ({ buffer1: [from, length], buffer2: [newFrom, newLength] }) => ({
      from: start + from,
      to: start + from + length,
      newFrom: start + newFrom,
      newTo: start + newFrom + newLength,
    }),
  );
}

function bare(line = ""): string {
  return line.endsWith("\n") ? line.slice(0, -1) : line;
}
