import { limits } from "../model/limits";
import type { Report } from "../model/report";
import { readQuoted, readTripleQuoted, readUnquotedEscapes } from "../model/strings";
import { code, isDigit, isNumberCharacter, isSpace, isTextCharacter } from "./characters";
import { LexerFindings } from "./lexer-findings";
import { readLiteral, readNumber } from "./literals";
import { lineFrom, readReference } from "./reference-reader";
import { Kind, Tokens } from "./tokens";

const inObject = 0;
const inArray = 1;

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
  /** The closing marks of what was opened on this line. */
  private openers = "";
  /** The value being written has an error already. */
  private isBroken = false;
  private readonly findings: LexerFindings;

  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {
    this.tokens = new Tokens(text);
    this.findings = new LexerFindings(text, this.tokens, report);
  }

  run(): Tokens {
    const { text, report, tokens } = this;
    while (this.at < text.length && !report.full) this.next(text.charCodeAt(this.at));
    tokens.push(Kind.end, text.length, text.length, this.inKey);
    return tokens;
  }

  private next(unit: number): void {
    switch (unit) {
      case code.lineFeed:
        if (this.container === inObject && this.begun) this.expectKey();
        this.openers = "";
        this.isBroken = false;
        this.single(Kind.newline);
        return;
      case code.comma:
        if (this.container === inObject) this.expectKey();
        if (this.openers !== "") this.isBroken = false;
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
        if (this.text.charCodeAt(this.at + 1) === code.equals) this.separator(Kind.plusEquals, 2);
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
        if (this.text.charCodeAt(this.at + 1) === code.slash) this.comment();
        else this.unquoted();
        return;
      default:
        if (isTextCharacter(unit) || this.isPathBackslash(this.at)) this.unquoted();
        else if (isSpace(unit)) this.at += 1;
        else this.reserved();
    }
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
    if (this.openers.length < limits.depth) this.openers += kind === Kind.openCurly ? "}" : "]";
    this.isBroken = false;
    this.single(kind);
    this.container = container;
    this.inKey = container === inObject;
    this.begun = false;
  }

  private close(kind: Kind): void {
    this.openers = this.openers.slice(0, -1);
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
    this.findings.comment(this.at, end, this.openers, this.inKey);
    this.push(Kind.comment, this.at, end);
  }

  /** A comment of other languages: reported, and passed over. */
  private blockComment(): boolean {
    const { text, tokens, at } = this;
    const last = tokens.length - 1;
    const isStar = text[at] === "*" && last >= 0 && tokens.ends[last] === at && tokens.source(last) === "/";
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
      this.tokens.kinds[last] === Kind.reference &&
      this.tokens.ends[last] === this.at &&
      this.mayFollowColon(this.at + 1)
    );
  }

  private mayFollowColon(at: number): boolean {
    if (at >= this.text.length) return false;
    const unit = this.text.charCodeAt(at);
    return (
      isTextCharacter(unit) ||
      (unit === code.dollar && this.text.charCodeAt(at + 1) === code.openCurly) ||
      this.isPathBackslash(at)
    );
  }

  /** A backslash of a path such as `C:\data` or `\\host\share`. */
  private isPathBackslash(at: number): boolean {
    if (this.inKey || this.text.charCodeAt(at) !== code.backslash || at + 1 >= this.text.length) return false;
    const next = this.text.charCodeAt(at + 1);
    return next === code.backslash || isTextCharacter(next);
  }

  private unquoted(): void {
    const { text } = this;
    const start = this.at;
    let at = start;
    const first = text.charCodeAt(at);
    if (isDigit(first) || first === code.minus) {
      while (at < text.length && isNumberCharacter(text.charCodeAt(at))) {
        if (this.inKey && text.charCodeAt(at) === code.plus && text.charCodeAt(at + 1) === code.equals) break;
        at += 1;
      }
      const number = text.slice(start, at);
      if (number.includes("+") && readNumber(number) === undefined) at = start + number.indexOf("+");
    }
    let special = false;
    for (; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === code.slash) {
        if (text.charCodeAt(at + 1) === code.slash && !special) {
          if (this.inKey || typeof readLiteral(text.slice(start, at)) !== "string") break;
          special = true;
        }
      } else if (unit === code.colon) {
        if (this.inKey || !this.mayFollowColon(at + 1)) break;
        special = true;
      } else if (unit === code.backslash) {
        if (!this.isPathBackslash(at)) break;
        at += 1;
      } else if (!isTextCharacter(unit)) break;
    }
    this.begun = true;
    const index = this.tokens.length;
    this.push(Kind.text, start, at);
    const source = text.slice(start, at);
    if (!source.includes("\\")) return;
    const value = readUnquotedEscapes(source);
    if (value === source) return;
    this.tokens.strings.set(index, value);
    this.report.warn(
      "unquoted-backslash",
      "Outside quotes, \\n, \\r, \\t and \\\\ stand for one character each. Put quotes around this text and double its backslashes.",
      { start, end: at },
      { label: "Put it in quotes", span: { start, end: at }, text: `"${source.replaceAll("\\", "\\\\")}"` },
    );
  }

  private quoted(): void {
    const start = this.at;
    const triple = this.text.startsWith('"""', start);
    const read = triple
      ? readTripleQuoted(this.text, start, this.report)
      : readQuoted(this.text, start, this.report);
    this.begun = true;
    const isPlain = !triple && read.value.length === read.end - start - 2;
    if (!read.broken && !isPlain) this.tokens.strings.set(this.tokens.length, read.value);
    this.push(read.broken ? Kind.broken : Kind.quoted, start, read.end);
  }

  private reserved(): void {
    const start = this.at;
    const inKey = this.inKey;
    this.begun = true;
    if (this.blockComment()) return;
    if (!this.isBroken) this.findings.reserved(start, this.openers !== "", inKey);
    this.isBroken = true;
    const { text } = this;
    let end = start + 1;
    if (!inKey && text[start] === "`") {
      const close = lineFrom(text, end).indexOf("`");
      if (close >= 0) end += close + 1;
    } else if (!inKey)
      while (
        end < text.length &&
        isTextCharacter(text.charCodeAt(end)) &&
        text.charCodeAt(end) !== code.slash
      )
        end += 1;
    this.push(Kind.broken, start, end);
  }

  /** `${path}` or `${?path}`. */
  private reference(): void {
    const { text } = this;
    const start = this.at;
    if (text.charCodeAt(start + 1) !== code.openCurly) {
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
    if (!this.isBroken) this.findings.brokenReference(start, read, this.openers !== "");
    this.isBroken = true;
    this.push(Kind.broken, start, read.end);
  }
}
