import { limits } from "./limits";
import type { Diagnostic, Position, Range, Span } from "./types";

/** Turns offsets into lines and columns. Only `\n` ends a line, as it does for both reference parsers. */
export class LineTable {
  private readonly starts: number[] = [0];

  private readonly length: number;

  constructor(text: string) {
    this.length = text.length;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) this.starts.push(end + 1);
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
  /** Where the cause is, when it is not where the error shows itself. */
  origin: number;
  /** Errors up to here follow from this one. */
  reach: number;
}

export type FixDraft = Finding["fix"];

/** Something that reads well enough and is probably not meant so: when errors follow from it, it is the error. */
export interface Suspicion {
  code: string;
  span: Span;
  /** Errors up to here follow from it. */
  reach: number;
  /** A bracket that it hides: errors about brackets follow from it anywhere behind it. */
  hidesBracket?: boolean;
  /** What is said while nothing else is wrong; nothing when left out. */
  warning?: string;
  error: string;
  fix?: FixDraft;
}

function at({ start }: Span): { origin: number; reach: number } {
  return { origin: start, reach: start };
}

function follows(finding: Finding, cause: Finding): boolean {
  return finding !== cause && finding.origin >= cause.origin && finding.origin <= cause.reach;
}

const bracketErrors = new Set(["unclosed", "unmatched-close", "text-after-end"]);
const hiddenBracketErrors = new Set([...bracketErrors, "key-in-list"]);

/** Collects what is found in one text; lines are worked out only when somebody asks for the diagnostics. */
export class Report {
  private findings: Finding[] = [];
  private suspicions: Suspicion[] = [];
  private errors = 0;
  private warnings = 0;

  constructor(readonly text: string) {}

  get isEmpty(): boolean {
    return this.findings.length === 0 && this.suspicions.length === 0;
  }

  get failed(): boolean {
    return this.errors > 0;
  }

  /** More errors of one text help nobody, and hostile texts have millions. */
  get full(): boolean {
    return this.errors >= limits.syntaxErrors;
  }

  error(
    code: string,
    message: string,
    span: Span,
    fix?: FixDraft,
    cause: { origin?: number; reach?: number } = {},
  ): void {
    if (this.full) return;
    this.errors += 1;
    const { origin = span.start, reach = origin } = cause;
    this.findings.push({ severity: "error", code, message, span, fix, origin, reach });
  }

  warn(code: string, message: string, span: Span, fix?: FixDraft): void {
    if (this.warnings >= limits.warnings) return;
    this.warnings += 1;
    this.findings.push({ severity: "warning", code, message, span, fix, ...at(span) });
  }

  suspect(suspicion: Suspicion): void {
    if (this.suspicions.length < limits.warnings) this.suspicions.push(suspicion);
  }

  /** Puts one error in the place of all findings: they only follow from it. */
  replaceAll(code: string, message: string, span: Span = this.firstErrorSpan(), fix?: FixDraft): void {
    this.findings = [{ severity: "error", code, message, span, fix, ...at(span) }];
    this.suspicions = [];
    this.errors = 1;
  }

  firstErrorSpan(): Span {
    return this.findings
      .filter((finding) => finding.severity === "error")
      .reduce((a, b) => (b.span.start < a.span.start ? b : a)).span;
  }

  /** Decides what suspicions are, and drops errors that follow from others. */
  private settled(): Finding[] {
    let kept = this.findings;
    for (const { code, span, reach, hidesBracket, warning, error, fix } of this.suspicions) {
      const rest = kept.filter(
        (finding) =>
          finding.severity === "warning" ||
          finding.origin < span.start ||
          !(finding.origin <= reach || (hidesBracket && hiddenBracketErrors.has(finding.code))),
      );
      if (rest.length < kept.length) {
        kept = [...rest, { severity: "error", code, message: error, span, fix, ...at(span) }];
      } else if (warning)
        kept = [...kept, { severity: "warning", code, message: warning, span, fix, ...at(span) }];
    }
    for (const cause of kept) {
      if (cause.severity === "warning" || cause.reach <= cause.origin || !kept.includes(cause)) continue;
      kept = kept.filter((finding) => finding.severity === "warning" || !follows(finding, cause));
    }
    const others = kept.filter(({ severity, code }) => severity === "error" && !bracketErrors.has(code));
    const first = others.reduce((least, { origin }) => Math.min(least, origin), Number.POSITIVE_INFINITY);
    return kept.filter(
      ({ severity, code, origin }) => severity === "warning" || !bracketErrors.has(code) || origin <= first,
    );
  }

  diagnostics(): Diagnostic[] {
    if (this.findings.length === 0 && this.suspicions.length === 0) return [];
    const lines = new LineTable(this.text);
    return this.settled()
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
