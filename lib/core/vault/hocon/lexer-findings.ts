import { quoteText, withoutForeignQuotes } from "../model/quote";
import type { FixDraft, Report } from "../model/report";
import type { Span } from "../model/types";
import { code } from "./characters";
import { lineFrom, type ReadReference } from "./reference-reader";
import { Kind, type Tokens } from "./tokens";

const longest = 2000;

/** Where the value is that the lexer has begun, as far as its own tokens tell. */
export interface ValueSoFar {
  start: number;
  /** It holds quoted text or a reference, so quotes around all of it would change it. */
  isMixed: boolean;
  /** The first token of its key, when that is on the same line. */
  key: Span | undefined;
}

/** Looks back over the tokens of the value that is being written. `at` is where it begins if it has none yet. */
export function valueSoFar(tokens: Tokens, at: number): ValueSoFar {
  let index = tokens.length - 1;
  let start = at;
  let isMixed = false;
  for (; index >= 0; index -= 1) {
    const kind = tokens.kind(index);
    if (kind !== Kind.text && kind !== Kind.quoted && kind !== Kind.reference) break;
    if (tokens.inKey(index)) break;
    if (at - tokens.start(index) > longest) break;
    start = tokens.start(index);
    isMixed ||= kind !== Kind.text;
  }
  const separator = index >= 0 ? tokens.kind(index) : Kind.end;
  if (separator !== Kind.colon && separator !== Kind.equals) return { start, isMixed, key: undefined };
  const end = tokens.start(index);
  let first = end;
  for (let key = index - 1; key >= 0 && tokens.inKey(key); key -= 1) {
    const kind = tokens.kind(key);
    if ((kind !== Kind.text && kind !== Kind.quoted) || end - tokens.start(key) > longest) break;
    first = tokens.start(key);
  }
  return { start, isMixed, key: first < end ? { start: first, end } : undefined };
}

/** Where a value that was meant to go on ends: at the line's end, or at a comma or bracket of a group on one line. */
function intendedEnd(text: string, from: number, isOneLine: boolean): number {
  const stop = from + lineFrom(text, from).length;
  let at = from;
  while (at < stop) {
    const character = text[at]!;
    if (isOneLine && (character === "," || character === "}" || character === "]")) break;
    if (/\s/.test(character) && /^\s*(?:#|\/\/)/.test(text.slice(at, Math.min(stop, at + 40)))) break;
    at += 1;
  }
  return from + text.slice(from, at).replace(isOneLine ? /\s+$/ : /[\s,]+$/, "").length;
}

/** The words and fixes for what the lexer finds. */
export class LexerFindings {
  private hasBlockComment = false;

  constructor(
    private readonly text: string,
    private readonly tokens: Tokens,
    private readonly report: Report,
  ) {}

  private quotes(start: number, end: number): FixDraft {
    const raw = this.text.slice(start, end);
    if (raw === "" || /["\n\t]|\$\{/.test(raw)) return undefined;
    return {
      label: "Put it in quotes",
      span: { start, end },
      text: quoteText(withoutForeignQuotes(raw) ?? raw),
    };
  }

  /** A character that text without quotes cannot hold. */
  reserved(at: number, isOneLine: boolean, inKey: boolean): void {
    const { text } = this;
    const character = text[at] ?? "";
    const span = { start: at, end: at + 1 };
    if (inKey) {
      const message = `${character} must be inside quotes. Put the whole text between " and ".`;
      this.report.error("reserved-character", message, span);
      return;
    }
    const value = valueSoFar(this.tokens, at);
    if (character === "$") {
      this.dollar(at, value, isOneLine);
      return;
    }
    const end = intendedEnd(text, at, isOneLine);
    const close = character === "`" ? text.slice(at + 1, end).indexOf("`") : -1;
    const fix =
      close >= 0 && value.start === at
        ? {
            label: "Write double quotes",
            span: { start: at, end: at + close + 2 },
            text: quoteText(text.slice(at + 1, at + 1 + close)),
          }
        : value.isMixed
          ? undefined
          : this.quotes(value.start, end);
    const message = `${character} must be inside quotes. Put the whole text between " and ".`;
    this.report.error("reserved-character", message, span, fix, { reach: end });
  }

  private dollar(at: number, value: ValueSoFar, isOneLine: boolean): void {
    const name = /^\$([A-Za-z_]\w*)/.exec(this.text.slice(at, at + 200))?.[1];
    const span = { start: at, end: at + 1 + (name?.length ?? 0) };
    const reach = intendedEnd(this.text, at, isOneLine);
    const quote = value.isMixed ? undefined : this.quotes(value.start, reach);
    if (this.text[at + 1] === "(") {
      const message =
        "A vault does not run commands. Write the value itself, or put the whole text in quotes.";
      this.report.error("reserved-character", message, { start: at, end: at + 2 }, quote, { reach });
    } else if (name === undefined) {
      const message = `$ must be inside quotes. Put the whole text between " and ".`;
      this.report.error("reserved-character", message, span, quote, { reach });
    } else if (/^[A-Z][A-Z\d_]*$/.test(name)) {
      this.report.error(
        "dollar-name",
        `Write a variable with braces: \${${name}}. If this is text that contains a $, put the whole text in quotes.`,
        span,
        { label: `Write \${${name}}`, span, text: `\${${name}}` },
        { reach },
      );
    } else {
      this.report.error(
        "dollar-name",
        `$ is not allowed here. If ${name} is a variable, write \${${name}}. If $ is part of the text, put the whole text in quotes.`,
        span,
        undefined,
        { reach },
      );
    }
  }

  /** A reference that cannot be read; a default that a shell would take is written as a line of its own. */
  brokenReference(start: number, { problem, end }: ReadReference, isOneLine: boolean): void {
    if (!problem) return;
    const { code: kind, message, span, shell } = problem;
    const value = valueSoFar(this.tokens, start);
    const rest = lineFrom(this.text, end).trim();
    const isWhole = value.start === start && (rest === "" || /^(?:[,}\]#]|\/\/)/.test(rest));
    const { key } = value;
    this.report.error(
      kind,
      message,
      span,
      shell && key && isWhole ? this.twice(key, start, end, shell, isOneLine) : undefined,
    );
  }

  private twice(
    key: Span,
    start: number,
    end: number,
    { name, value }: { name: string; value: string | undefined },
    isOneLine: boolean,
  ): FixDraft {
    const written = this.text.slice(key.start, start);
    if (value === undefined) {
      return { label: `Write \${?${name}}`, span: { start, end }, text: `\${?${name}}` };
    }
    const lineStart = this.text.lastIndexOf("\n", key.start) + 1;
    const indent = /^[ \t]*/.exec(this.text.slice(lineStart, key.start))![0];
    const between = isOneLine || lineStart + indent.length < key.start ? ", " : `\n${indent}`;
    return {
      label: `Write the default first and \${?${name}} after it`,
      span: { start: key.start, end },
      text: `${written}${quoteText(value)}${between}${written}\${?${name}}`,
    };
  }

  /**
   * A comment mark that nothing separates from the value before it, or one that hides a bracket of its line.
   * `close` is the mark that the line still needs.
   */
  comment(at: number, end: number, close: "}" | "]" | "", inKey: boolean): void {
    const { tokens, text } = this;
    const last = tokens.length - 1;
    const kind = last >= 0 && tokens.end(last) === at ? tokens.kind(last) : Kind.end;
    if (close === "" && kind === Kind.end && !isValueStart(tokens, last)) return;
    const mark = text.charCodeAt(at) === code.hash ? "#" : "//";
    const content = text.slice(at, Math.min(end, at + longest));
    const hidesBracket = close !== "" && content.includes(close);
    const touches =
      (kind === Kind.text || kind === Kind.reference) &&
      !(isPlainWord(tokens, last) && isSpaced(content, mark));
    const opens = kind !== Kind.text && isValueStart(tokens, last);
    if (!touches && !hidesBracket && !(opens && !isSpaced(content, mark))) return;
    const isOneLine = close !== "";
    const value = valueSoFar(tokens, at);
    const word = isSpaced(content, mark) ? "" : content.slice(0, intendedEnd(content, 0, isOneLine));
    const shown = text.slice(value.start, at) + word;
    const what = hidesBracket ? `the ${close} after it on this line is not read` : "";
    if (touches) {
      const fix =
        word === "" || inKey || /\s/.test(word)
          ? word === "" && !hidesBracket
            ? { label: `Put a space before ${mark}`, span: { start: at, end: at }, text: " " }
            : undefined
          : value.isMixed
            ? kind === Kind.reference
              ? {
                  label: "Put it in quotes",
                  span: { start: at, end: at + word.length },
                  text: quoteText(word),
                }
              : undefined
            : this.quotes(value.start, at + word.length);
      const advice = `Put quotes around ${shown.length < 80 ? shown : "the whole text"} if ${mark} belongs to it, or a space before ${mark} to write a comment.`;
      this.report.suspect({
        code: "comment-touches-value",
        span: { start: value.start, end: at + Math.max(word.length, mark.length) },
        reach: at - 1,
        hidesBracket,
        warning: inKey ? undefined : `${mark} starts a comment, so the value ends before it. ${advice}`,
        error: `${mark} starts a comment, so ${what || "the text after it is not read"}. ${advice}`,
        fix,
      });
    } else if (hidesBracket) {
      const fix = opens ? this.quotedItems(at, content, mark) : undefined;
      this.report.suspect({
        code: "comment-hides-bracket",
        span: { start: at, end: at + Math.max(word.length, mark.length) },
        reach: at - 1,
        hidesBracket: true,
        error: `${mark} starts a comment, so ${what}. Put text that contains ${mark} in quotes, or write the bracket on the next line to keep the comment.`,
        fix,
      });
    }
  }

  /** `/* … *\/`. Said once, however many there are. */
  blockComment(start: number, end: number): void {
    if (this.hasBlockComment) return;
    this.hasBlockComment = true;
    const { text } = this;
    const isClosed = text.startsWith("*/", end - 2) && end - start >= 4;
    const behind = lineFrom(text, end).trim();
    const lines = text
      .slice(start + 2, end - 2)
      .split("\n")
      .map((line) => `# ${line.replace(/^[\s*]+/, "").trimEnd()}`.trimEnd());
    const kept = lines.filter((line) => line !== "#");
    this.report.error(
      "comment-style",
      "HOCON has no /* */ comments. Start each comment line with # or //.",
      { start, end: start + 2 },
      isClosed && behind === ""
        ? { label: "Write # before each line", span: { start, end }, text: kept.join("\n") }
        : undefined,
      { reach: end },
    );
  }

  /** Every text of the line that begins with the comment mark, in quotes. */
  private quotedItems(at: number, content: string, mark: string): FixDraft {
    if (content.includes('"') || isSpaced(content, mark)) return undefined;
    const item = mark === "#" ? /(^|[\s,[:=])(#[^\s,\]}]+)/g : /(^|[\s,[:=])(\/\/[^\s,\]}]+)/g;
    const text = content.replace(item, (_, before: string, found: string) => `${before}${quoteText(found)}`);
    return { label: "Put it in quotes", span: { start: at, end: at + content.length }, text };
  }
}

function isSpaced(content: string, mark: string): boolean {
  return (
    content.length === mark.length || /\s/.test(content[mark.length]!) || content[mark.length] === mark[0]
  );
}

/** A number or true, false, null: nobody continues these with a comment mark. */
function isPlainWord(tokens: Tokens, index: number): boolean {
  return /^(?:-?[\d.]+|true|false|null)$/i.test(tokens.source(index));
}

function isValueStart(tokens: Tokens, last: number): boolean {
  if (last < 0) return false;
  const kind = tokens.kind(last);
  return (
    kind === Kind.colon ||
    kind === Kind.equals ||
    kind === Kind.plusEquals ||
    kind === Kind.openSquare ||
    (kind === Kind.comma && !tokens.inKey(last))
  );
}
