export type CodeTokenKind = "key" | "string" | "number" | "comment" | "substitution";

/** A range of the text, by offsets; tokens come in order and do not overlap. */
export type CodeToken = { start: number; end: number; kind: CodeTokenKind };

export type CodeSeverity = "error" | "warning" | "info";

/** Lines and columns count from 1; `endColumn` is the first column after the place. */
export type CodeDiagnostic = {
  line: number;
  column?: number;
  endColumn?: number;
  severity: CodeSeverity;
  /** Words between backquotes are shown as code. */
  message: string;
  /** What its button says: 'Remove line'. */
  fix?: string;
};

export type CodePiece = { start: number; text: string; kind?: CodeTokenKind; marked?: CodeSeverity };
export type CodeLine = { number: number; pieces: CodePiece[]; severity?: CodeSeverity };

/** Colours past this cost more than they tell. */
const mostTokens = 5_000;

const weight: Record<CodeSeverity, number> = { info: 1, warning: 2, error: 3 };

export function codeLines(
  code: string,
  allTokens: readonly CodeToken[] = [],
  diagnostics: readonly CodeDiagnostic[] = [],
): CodeLine[] {
  const tokens = allTokens.length > mostTokens ? [] : allTokens;
  const byLine = new Map<number, CodeDiagnostic[]>();
  for (const diagnostic of diagnostics) {
    byLine.set(diagnostic.line, [...(byLine.get(diagnostic.line) ?? []), diagnostic]);
  }
  const lines: CodeLine[] = [];
  let next = 0;
  let start = 0;
  for (const [index, text] of code.split("\n").entries()) {
    const end = start + text.length;
    while (next < tokens.length && tokens[next]!.end <= start) next++;
    const here: CodeToken[] = [];
    for (let at = next; at < tokens.length && tokens[at]!.start < end; at++) here.push(tokens[at]!);
    const marks = byLine.get(index + 1) ?? [];
    lines.push({
      number: index + 1,
      severity: heaviest(marks),
      pieces: piecesOf(text.replace(/\r$/, ""), start, here, marks),
    });
    start = end + 1;
  }
  return lines;
}

function heaviest(diagnostics: readonly CodeDiagnostic[]): CodeSeverity | undefined {
  return diagnostics
    .map((diagnostic) => diagnostic.severity)
    .sort((a, b) => weight[b] - weight[a])
    .at(0);
}

function piecesOf(
  text: string,
  offset: number,
  tokens: readonly CodeToken[],
  marks: readonly CodeDiagnostic[],
): CodePiece[] {
  const ranges = marks.flatMap(({ column, endColumn, severity }) =>
    column === undefined ? [] : [{ from: column - 1, to: (endColumn ?? column + 1) - 1, severity }],
  );
  const cuts = new Set([0, text.length]);
  for (const { start, end } of tokens) {
    cuts.add(start - offset);
    cuts.add(end - offset);
  }
  for (const { from, to } of ranges) {
    cuts.add(from);
    cuts.add(to);
  }
  const edges = [...cuts].filter((cut) => cut >= 0 && cut <= text.length).sort((a, b) => a - b);
  let next = 0;
  return edges.slice(0, -1).map((from, index) => {
    while (next < tokens.length && tokens[next]!.end - offset <= from) next += 1;
    const token = tokens[next];
    return {
      start: from,
      text: text.slice(from, edges[index + 1]),
      kind: token && token.start - offset <= from ? token.kind : undefined,
      marked: ranges.find((range) => range.from <= from && from < range.to)?.severity,
    };
  });
}
