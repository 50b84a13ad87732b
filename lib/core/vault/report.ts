import { limits } from "./limits";
import type { Diagnostic, Position, Range, Span } from "./types";

/** Turns offsets into lines and columns. Only `\n` ends a line, as it does for both reference parsers. */
export class LineTable {
  private readonly starts: number[] = [0];

  private readonly length: number;

  constructor(text: string) {
    this.length = text.length;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
  }

  line(offset: number): number {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  position(offset: number): Position {
    const line = this.line(offset);
    return { line, column: offset - this.starts[line - 1]! + 1, offset };
  }

  /** A span that runs over the end of the text ends there. */
  range(span: Span): Range {
    const start = Math.min(span.start, this.length);
    return {
      start: this.position(start),
      end: this.position(Math.max(start, Math.min(span.end, this.length))),
    };
  }
}

interface Finding {
  severity: "error" | "warning";
  code: string;
  message: string;
  span: Span;
  fix?: { label: string; span: Span; text: string };
}

export type FixDraft = Finding["fix"];

/** Collects what is found in one text; lines are worked out only when somebody asks for the diagnostics. */
export class Report {
  private readonly findings: Finding[] = [];
  private errors = 0;
  private warnings = 0;

  constructor(readonly text: string) {}

  get failed(): boolean {
    return this.errors > 0;
  }

  /** More errors of one text help nobody, and hostile texts have millions. */
  get full(): boolean {
    return this.errors >= limits.syntaxErrors;
  }

  error(code: string, message: string, span: Span, fix?: FixDraft): void {
    if (this.full) return;
    this.errors += 1;
    this.findings.push({ severity: "error", code, message, span, fix });
  }

  warn(code: string, message: string, span: Span, fix?: FixDraft): void {
    if (this.warnings >= limits.warnings) return;
    this.warnings += 1;
    this.findings.push({ severity: "warning", code, message, span, fix });
  }

  /** Rewords the first error and drops the others: they only follow from it. */
  replaceErrors(code: string, message: string): void {
    const first = this.findings
      .filter((finding) => finding.severity === "error")
      .reduce((a, b) => (b.span.start < a.span.start ? b : a));
    const kept = this.findings.filter((finding) => finding.severity === "warning");
    this.findings.length = 0;
    this.findings.push(...kept, { severity: "error", code, message, span: first.span });
    this.errors = 1;
  }

  diagnostics(): Diagnostic[] {
    if (this.findings.length === 0) return [];
    const lines = new LineTable(this.text);
    return this.findings
      .toSorted((a, b) => a.span.start - b.span.start)
      .map(({ severity, code, message, span, fix }) => ({
        severity,
        code,
        message,
        range: lines.range(span),
        ...(fix ? { fix: { label: fix.label, range: lines.range(fix.span), text: fix.text } } : {}),
      }));
  }
}
