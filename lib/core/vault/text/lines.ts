/** The lines of a text, each with its end, so that joined they are the text again. */
export function linesOf(text: string): string[] {
  if (text === "") return [];
  return text.split(/(?<=\n)/);
}

/** Lines as numbers that are equal where the lines are: whatever a line says, it can be a key of nothing. */
export class LineNumbers {
  private readonly known = new Map<string, number>();

  of(lines: readonly string[]): number[] {
    return lines.map((line) => {
      const known = this.known.get(line);
      if (known !== undefined) return known;
      this.known.set(line, this.known.size);
      return this.known.size - 1;
    });
  }
}

/** How many lines two texts begin and end with in common, neither of them counted twice. */
export function commonEnds(a: readonly number[], b: readonly number[]): { start: number; end: number } {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return { start, end };
}

/** Comparing takes time that grows with the pairs of equal lines, of which a text of one repeated line has the most. */
export function isTooLong(a: readonly number[], b: readonly number[]): boolean {
  const counts = new Map<number, number>();
  for (const line of a) counts.set(line, (counts.get(line) ?? 0) + 1);
  return b.reduce((pairs, line) => pairs + (counts.get(line) ?? 0), 0) > 400_000;
}
