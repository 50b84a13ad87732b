import { isListKey } from "../checks/list-keys";
import { limits } from "../model/limits";
import { quoteText, withoutForeignQuotes } from "../model/quote";
import type { Report } from "../model/report";
import type { SourceArray, SourceObject, Span } from "../model/types";
import { pathText } from "./path-expression";
import type { TokenCursor } from "./token-cursor";
import { isSimple, Kind } from "./tokens";

/** The words for what is wrong where a text is being read. */
export class SyntaxErrors {
  constructor(
    private readonly cursor: TokenCursor,
    private readonly report: Report,
  ) {}

  private here(code: string, message: string): void {
    this.report.error(code, message, this.cursor.span());
  }

  unmatchedCurly(): void {
    this.here("unmatched-close", "This } has no matching {. Remove it.");
  }

  unmatchedSquare(): void {
    this.here("unmatched-close", "This ] has no matching [. Remove it.");
  }

  openList(): void {
    this.here("unclosed", "A list must end with ], but here is }. Close the list first.");
  }

  unclosed(node: SourceObject | SourceArray): void {
    const [open, close] = node.kind === "object" ? ["{", "}"] : ["[", "]"];
    const line = this.report.text.slice(0, node.start).split("\n").length;
    this.here("unclosed", `The ${open} of line ${line} is never closed. Write ${close} where it ends.`);
  }

  extraComma(): void {
    const span = this.cursor.span();
    const fix = { label: "Remove the comma", span, text: "" };
    this.report.error("extra-comma", "This comma is not needed. Remove it.", span, fix);
  }

  keyExpected(): void {
    this.here("key-expected", `Expected a key here, not ${this.cursor.describe()}. Write key = value.`);
  }

  include(key: Span): void {
    this.report.error(
      "include",
      "include is not allowed in a vault, because each agent would read its own file or URL. Paste the content instead, or put the word in quotes if it is a key.",
      key,
    );
  }

  badKey(key: Span): void {
    this.report.error(
      "bad-key",
      "This key has an extra period. Write section.key, or put the key in quotes if the period belongs to it.",
      key,
    );
  }

  forbiddenKey(key: Span): void {
    this.report.error("forbidden-key", "__proto__ can’t be a key. Choose another name.", key);
  }

  keyTooLong(key: Span): void {
    this.report.error("key-too-long", `A key can have at most ${limits.keyLength} bytes.`, key);
  }

  separatorExpected(names: readonly string[], key: Span): void {
    const mark = /^(?:;|--(?!-)|<!--|REM\b)\s*/.exec(this.report.text.slice(key.start, key.start + 10))?.[0];
    if (mark !== undefined) {
      const span = { start: key.start, end: key.start + mark.length };
      const fix = mark.startsWith("<") ? undefined : { label: "Write #", span, text: "# " };
      this.report.error("comment-style", "Start each comment line with # or //.", span, fix);
      return;
    }
    this.report.error(
      "separator-expected",
      `${pathText(names)} has no value. Expected =, : or { after it, not ${this.cursor.describe()}.`,
      this.cursor.span(),
      undefined,
      { origin: key.start },
    );
  }

  /** `first, second` where one text or a list was meant. */
  commaInValue(path: readonly string[], whole: Span, second: string, isPlain: boolean): void {
    const { text } = this.report;
    const source = text.slice(whole.start, whole.end);
    const inner = withoutForeignQuotes(source);
    const list = { label: "Put [ ] around it", span: whole, text: `[${source}]` };
    const quoted = { label: "Put it in quotes", span: whole, text: quoteText(inner ?? source) };
    const isVariable = path[0] === "environment";
    const isList = isListKey(path) || !isPlain;
    const advice =
      inner !== undefined
        ? "Only straight double quotes can contain a comma. Put the text in straight double quotes."
        : isListKey(path)
          ? `${pathText(path)} is a list: put [ ] around it.`
          : isVariable && isPlain
            ? "Put quotes around the whole text."
            : "Put the whole text in quotes, or write [ ] around it if it is a list.";
    this.report.error(
      "comma-in-value",
      `A comma ends a value, so ${second} would be a key without a value. ${advice}`,
      whole,
      inner !== undefined || (isVariable && isPlain) ? quoted : isList && !isVariable ? list : undefined,
      { reach: whole.end },
    );
  }

  semicolon(span: Span, text: "" | ","): void {
    this.report.error(
      "semicolon",
      text === ""
        ? "HOCON does not use semicolons. Remove it. A new line or a comma ends a value."
        : "HOCON does not use semicolons. Write a comma or a new line between two pairs.",
      span,
      { label: text === "" ? "Remove the semicolon" : "Write a comma", span, text },
    );
  }

  emptyValue(names: readonly string[]): void {
    this.here(
      "empty-value",
      `${pathText(names)} has no value. Write a value, "" for an empty string, or null.`,
    );
  }

  /** A comment where a value was announced: it is the mistake when none follows, or what follows is the next key. */
  commentForValue(): void {
    const { tokens, index, start } = this.cursor;
    const { text } = this.report;
    let at = index;
    while (tokens.kind(at) === Kind.comment || tokens.kind(at) === Kind.newline) at += 1;
    const next = tokens.start(at);
    const nextLine = text.indexOf("\n", next);
    const mark = text[start] === "#" ? "#" : "//";
    const word = /^(?:#|\/\/)[^\s#/][^\n\r]*/.exec(text.slice(start, start + 1000))?.[0] ?? "";
    const [value = ""] = word.split(/\s+(?:#|\/\/)|[\s,]+$/);
    const isSure = value !== "" && !/["\s]/.test(value) && !/[,}\]]/.test(value);
    const span = { start, end: start + Math.max(value.length, mark.length) };
    const advice = isSure
      ? `Put quotes around ${value} if it is the value, or write a value before the comment.`
      : `Write a value before it, and put text that starts with ${mark} in quotes.`;
    const isScalarNext =
      tokens.kind(at) === Kind.text && next > start && /^(?:\/\/[\w.-]+\/|#[^\s!])/.test(value);
    this.report.suspect({
      code: "comment-for-value",
      span,
      reach: nextLine < 0 ? text.length : nextLine,
      error: `${mark} starts a comment, so there is no value here. ${advice}`,
      warning: isScalarNext
        ? `${mark} starts a comment, so the value is read from the next line. ${advice}`
        : undefined,
      fix: isSure ? { label: "Put it in quotes", span, text: quoteText(value) } : undefined,
    });
  }

  valueExpected(): void {
    this.here(
      "value-expected",
      `Expected a value here, not ${this.cursor.describe()}. Lists contain values without keys. Put text with special characters in quotes.`,
    );
  }

  /** Something that is neither a comma nor a line end behind a value. */
  behindValue(inList: boolean): void {
    const { kind } = this.cursor;
    const found = this.cursor.describe();
    if (kind !== Kind.colon && kind !== Kind.equals && kind !== Kind.plusEquals) {
      this.here("comma-expected", `A comma or a new line is missing before ${found}.`);
    } else if (inList) {
      this.here(
        "key-in-list",
        `Lists contain values without keys, but ${found} makes this a key. Put { } around the pair, put the text in quotes, or close the list before it.`,
      );
    } else if (!this.semicolonBefore()) {
      this.here(
        "two-pairs",
        `${found} starts a second key before the first one ends. Put a comma or a new line between two pairs, write a value after each key, and put text that contains ${found} in quotes.`,
      );
    }
  }

  /** `a = 1; b = 2` */
  private semicolonBefore(): boolean {
    const { tokens, index } = this.cursor;
    for (let at = index - 1; at >= 0 && index - at < 20 && isSimple(tokens.kind(at)); at -= 1) {
      const end = tokens.end(at);
      if (tokens.kind(at) !== Kind.text || !tokens.text.startsWith(";", end - 1)) continue;
      this.semicolon({ start: end - 1, end }, ",");
      return true;
    }
    return false;
  }

  rootList(span: Span): void {
    this.report.error(
      "root-list",
      "A vault is a set of keys, but this text is a list. Give the list a key, as in key = [ … ].",
      span,
    );
  }

  textAfterEnd(): void {
    this.here(
      "text-after-end",
      `The vault ends with the bracket before ${this.cursor.describe()}. Move this text inside the bracket, or remove it.`,
    );
  }

  tooDeep(span: Span): void {
    const message = `Values can be nested at most ${limits.depth} levels deep. Agents fail on vaults that are much deeper.`;
    this.report.error("too-deep", message, span);
  }

  tooManyValues(): void {
    const most = limits.nodes.toLocaleString("en");
    this.here(
      "too-many-values",
      `A vault can contain at most ${most} values. Split this one, or shorten it.`,
    );
  }

  tooManyReferences(): void {
    const most = limits.references.toLocaleString("en");
    this.here("too-many-references", `A vault can contain at most ${most} references.`);
  }
}
