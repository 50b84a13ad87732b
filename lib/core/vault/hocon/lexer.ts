import { limits } from "../model/limits";
import type { Report } from "../model/report";
import { readQuoted, readTripleQuoted, readUnquotedEscapes } from "../model/strings";
import { code, isSpace, isTextCharacter, plainCharacters } from "./characters";
import { codeUnits } from "./code-units";
import { LexerFindings } from "./lexer-findings";
import { lineFrom, readReference } from "./reference-reader";
import { TextEnds } from "./text-ends";
import { Kind, Tokens } from "./tokens";

const inObject = 0;
const inArray = 1;
const nothingOpen = 1;
const mostOpen = nothingOpen << limits.depth;

/**
 * Splits a HOCON text into tokens. It follows braces to know keys from values, because text in a value may hold
 * `:` and `\` where a key may not. What it cannot read it reports, and goes on.
 */
export function lex(text: string, report: Report): Tokens {
  return new Lexer(text, report).run();
}

class Lexer {
  private readonly tokens: Tokens;
  private readonly containers: number[] = [];
  private container = inObject;
  private inKey = true;
  /** Whether the value being written has begun: until then, line ends do not close it. */
  private begun = false;
  private at = 0;
  /** What was opened on this line and how, a bit each behind a first 1: 1 for braces, 0 for square brackets. */
  private openers = nothingOpen;
  /** The value being written has an error already. */
  private isBroken = false;
  private readonly findings: LexerFindings;
  private readonly units: Uint8Array | Uint16Array;
  private readonly ends: TextEnds;

  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {
    this.tokens = new Tokens(text);
    this.units = codeUnits(text);
    this.ends = new TextEnds(text, this.units);
    this.findings = new LexerFindings(text, this.tokens, report);
  }

  run(): Tokens {
    const { text, report, tokens, units } = this;
    while (this.at < text.length && !report.full) {
      const unit = units[this.at]!;
      if (unit === code.space) this.at += 1;
      else if (plainCharacters[unit] === 1) this.unquoted();
      else this.next(unit);
    }
    tokens.finish(this.inKey);
    return tokens;
  }

  private next(unit: number): void {
    switch (unit) {
      case code.lineFeed:
        if (this.container === inObject && this.begun) this.expectKey();
        this.openers = nothingOpen;
        this.isBroken = false;
        this.single(Kind.newline);
        return;
      case code.comma:
        if (this.container === inObject) this.expectKey();
        if (this.isOneLine) this.isBroken = false;
        this.single(Kind.comma);
        return;
      case code.openCurly:
        this.open(inObject, Kind.openCurly);
        return;
      case code.openSquare:
        this.open(inArray, Kind.openSquare);
        return;
      case code.closeCurly:
        this.close(Kind.closeCurly);
        return;
      case code.closeSquare:
        this.close(Kind.closeSquare);
        return;
      case code.equals:
        this.separator(Kind.equals, 1);
        return;
      case code.colon:
        if (this.continuesText()) this.unquoted();
        else this.separator(Kind.colon, 1);
        return;
      case code.plus:
        if (this.units[this.at + 1] === code.equals) this.separator(Kind.plusEquals, 2);
        else this.reserved();
        return;
      case code.quote:
        this.quoted();
        return;
      case code.dollar:
        this.reference();
        return;
      case code.hash:
        this.comment();
        return;
      case code.slash:
        if (this.units[this.at + 1] === code.slash) this.comment();
        else this.unquoted();
        return;
      default:
        if (isTextCharacter(unit) || (!this.inKey && this.ends.isPathBackslash(this.at))) this.unquoted();
        else if (isSpace(unit)) this.at += 1;
        else this.reserved();
    }
  }

  /** A bracket was opened on this line and is not closed yet. */
  private get isOneLine(): boolean {
    return this.openers !== nothingOpen;
  }

  private expectKey(): void {
    this.inKey = true;
    this.begun = false;
  }

  private push(kind: Kind, start: number, end: number): void {
    this.tokens.push(kind, start, end, this.inKey);
    this.at = end;
  }

  private single(kind: Kind): void {
    this.push(kind, this.at, this.at + 1);
  }

  private open(container: number, kind: Kind): void {
    this.containers.push(this.container);
    if (this.openers < mostOpen) this.openers = (this.openers << 1) | (kind === Kind.openCurly ? 1 : 0);
    this.isBroken = false;
    this.single(kind);
    this.container = container;
    this.inKey = container === inObject;
    this.begun = false;
  }

  private close(kind: Kind): void {
    if (this.isOneLine) this.openers >>>= 1;
    this.isBroken = false;
    this.single(kind);
    this.container = this.containers.pop() ?? inObject;
    this.inKey = false;
    this.begun = true;
  }

  private separator(kind: Kind, length: number): void {
    this.push(kind, this.at, this.at + length);
    this.inKey = false;
    this.begun = false;
  }

  private comment(): void {
    const found = this.text.indexOf("\n", this.at);
    const end = found < 0 ? this.text.length : found;
    const close = this.isOneLine ? ((this.openers & 1) === 1 ? "}" : "]") : "";
    this.findings.comment(this.at, end, close, this.inKey);
    this.push(Kind.comment, this.at, end);
  }

  /** A comment of other languages: reported, and passed over. */
  private blockComment(): boolean {
    const { text, tokens, at } = this;
    const last = tokens.length - 1;
    const isStar = text[at] === "*" && last >= 0 && tokens.end(last) === at && tokens.source(last) === "/";
    const before = isStar ? tokens.kind(last - 1) : Kind.end;
    if (!isStar || (last > 0 && before !== Kind.newline && before !== Kind.comment && before !== Kind.broken))
      return false;
    const found = text.indexOf("*/", at + 1);
    const end = found < 0 ? text.length : found + 2;
    tokens.length = last;
    this.findings.blockComment(at - 1, end);
    this.push(Kind.comment, at - 1, end);
    return true;
  }

  /** A colon right behind a reference, as in `http://${host}:8080`. */
  private continuesText(): boolean {
    const last = this.tokens.length - 1;
    return (
      !this.inKey &&
      last >= 0 &&
      this.tokens.kind(last) === Kind.reference &&
      this.tokens.end(last) === this.at &&
      this.ends.mayFollowColon(this.at + 1)
    );
  }

  private unquoted(): void {
    const start = this.at;
    const end = this.ends.unquoted(start, this.inKey);
    this.begun = true;
    this.push(Kind.text, start, end);
    if (this.ends.hasBackslash) this.readEscapes(start, end);
  }

  private readEscapes(start: number, end: number): void {
    const source = this.text.slice(start, end);
    const value = readUnquotedEscapes(source);
    if (value === source) return;
    this.tokens.strings.set(this.tokens.length - 1, value);
    this.report.warn(
      "unquoted-backslash",
      "Outside quotes, \\n, \\r, \\t and \\\\ are escape sequences. Put this text in quotes and double its backslashes.",
      { start, end },
      { label: "Put it in quotes", span: { start, end }, text: `"${source.replaceAll("\\", "\\\\")}"` },
    );
  }

  private quoted(): void {
    const { text } = this;
    const start = this.at;
    this.begun = true;
    const simpleEnd = this.ends.simpleQuoted(start);
    if (simpleEnd >= 0) {
      this.push(Kind.quoted, start, simpleEnd);
      return;
    }
    const triple = text.startsWith('"""', start);
    const read = triple ? readTripleQuoted(text, start, this.report) : readQuoted(text, start, this.report);
    const isPlain = !triple && read.value.length === read.end - start - 2;
    if (!read.broken && !isPlain) this.tokens.strings.set(this.tokens.length, read.value);
    this.push(read.broken ? Kind.broken : Kind.quoted, start, read.end);
  }

  private reserved(): void {
    const start = this.at;
    const inKey = this.inKey;
    this.begun = true;
    if (this.blockComment()) return;
    if (!this.isBroken) this.findings.reserved(start, this.isOneLine, inKey);
    this.isBroken = true;
    const { text } = this;
    let end = start + 1;
    if (!inKey && text[start] === "`") {
      const close = lineFrom(text, end).indexOf("`");
      if (close >= 0) end += close + 1;
    } else if (!inKey) end = this.ends.unreadable(end);
    this.push(Kind.broken, start, end);
  }

  /** `${path}` or `${?path}`. */
  private reference(): void {
    const { text } = this;
    const start = this.at;
    if (this.units[start + 1] !== code.openCurly) {
      this.reserved();
      return;
    }
    this.begun = true;
    const read = readReference(text, start, this.report);
    if (read.path) {
      this.tokens.references.set(this.tokens.length, { path: read.path, optional: read.optional });
      this.push(Kind.reference, start, read.end);
      return;
    }
    if (!this.isBroken) this.findings.brokenReference(start, read, this.isOneLine);
    this.isBroken = true;
    this.push(Kind.broken, start, read.end);
  }
}
