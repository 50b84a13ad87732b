import type { DiffHunk } from "./diff-lines";

/** As many of the lines as a page shows, and how many there are beyond. */
export function firstHunks(hunks: readonly DiffHunk[], most: number): { shown: DiffHunk[]; left: number } {
  const shown: DiffHunk[] = [];
  let room = most;
  let left = 0;
  for (const { skipped, lines } of hunks) {
    if (room > 0) shown.push({ skipped, lines: lines.slice(0, room) });
    left += Math.max(0, lines.length - room);
    room = Math.max(0, room - lines.length);
  }
  return { shown, left };
}
