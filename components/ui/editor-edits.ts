/** What a key does to the text: put `insert` in the place of start..end, then select from..to. */
export type Edit = { start: number; end: number; insert: string; from: number; to: number };

const unit = "  ";

export function indent(text: string, start: number, end: number): Edit {
  if (start === end) {
    const at = start + unit.length;
    return { start, end, insert: unit, from: at, to: at };
  }
  return eachLine(text, start, end, (line) => (line === "" ? line : unit + line));
}

export function outdent(text: string, start: number, end: number): Edit {
  return eachLine(text, start, end, (line) => line.replace(/^(?: {1,2}|\t)/, ""));
}

/** A new line as far in as this one, and further after an opening bracket. */
export function newLine(text: string, start: number, end: number): Edit {
  const before = text.slice(lineStart(text, start), start);
  const insert = `\n${/^[ \t]*/.exec(before)?.[0] ?? ""}${/[{[(]\s*$/.test(before) ? unit : ""}`;
  const at = start + insert.length;
  return { start, end, insert, from: at, to: at };
}

function eachLine(text: string, start: number, end: number, change: (line: string) => string): Edit {
  const first = lineStart(text, start);
  const touched = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const newline = text.indexOf("\n", touched);
  const last = newline < 0 ? text.length : newline;
  const lines = text.slice(first, last).split("\n");
  const changed = lines.map(change);
  const insert = changed.join("\n");
  const atFirst = (changed[0]?.length ?? 0) - (lines[0]?.length ?? 0);
  const whole = insert.length - (last - first);
  const from = Math.max(first, start + atFirst);
  return { start: first, end: last, insert, from, to: Math.max(from, end + whole) };
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}
