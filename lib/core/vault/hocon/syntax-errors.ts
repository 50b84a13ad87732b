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
    this.here("unmatched-close", "There is no { that this } closes. Remove it.");
  }

  unmatchedSquare(): void {
    this.here("unmatched-close", "There is no [ that this ] closes. Remove it.");
  }

  openList(): void {
    this.here("unclosed", "A list ends with ], and } stands here. Close the list first.");
  }

  unclosed(node: SourceObject | SourceArray): void {
    const [open, close] = node.kind === "object" ? ["{", "}"] : ["[", "]"];
    const line = this.report.text.slice(0, node.start).split("\n").length;
    this.here("unclosed", `The ${open} of line ${line} is never closed. Write ${close} where it ends.`);
  }

  extraComma(): void {
    const span = this.cursor.span();
    const fix = { label: "Remove the comma", span, text: "" };
    this.report.error("extra-comma", "This comma is one too many. Remove it.", span, fix);
  }

  keyExpected(): void {
    this.here("key-expected", `A key is expected here, not ${this.cursor.describe()}. Write key = value.`);
  }

  include(key: Span): void {
    this.report.error(
      "include",
      "include is not allowed in a vault: every agent would read the file or address itself. Paste its content instead, or quote the word if it is a key.",
      key,
    );
  }

  badKey(key: Span): void {
    this.report.error(
      "bad-key",
      "This key has a period too many. Write section.key, or put the key in quotes if the period belongs to it.",
      key,
    );
  }

  forbiddenKey(key: Span): void {
    this.report.error("forbidden-key", "__proto__ cannot be a key. Choose another name.", key);
  }

  keyTooLong(key: Span): void {
    this.report.error("key-too-long", `A key can have ${limits.keyLength} bytes at most.`, key);
  }

  separatorExpected(names: readonly string[], key: Span): void {
    const mark = /^(?:;|--(?!-)|<!--|REM\b)\s*/.exec(this.report.text.slice(key.start, key.start + 10))?.[0];
    if (mark !== undefined) {
      const span = { start: key.start, end: key.start + mark.length };
      const fix = mark.startsWith("<") ? undefined : { label: "Write #", span, text: "# " };
      this.report.error("comment-style", "Comments begin with # or //, on every line.", span, fix);
      return;
    }
    this.report.error(
      "separator-expected",
      `${pathText(names)} has no value: = or : or { is expected behind it, not ${this.cursor.describe()}.`,
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
        ? "Only straight double quotes keep a comma: put them around the text."
        : isListKey(path)
          ? `${pathText(path)} is a list: put [ ] around it.`
          : isVariable && isPlain
            ? "Put quotes around the whole text."
            : "Put quotes around the whole text if it is one, or [ ] if it is a list.";
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
        ? "A semicolon ends nothing in HOCON. Remove it: a new line or a comma ends a value."
        : "A semicolon separates nothing in HOCON. Write a comma or a new line between two pairs.",
      span,
      { label: text === "" ? "Remove the semicolon" : "Write a comma", span, text },
    );
  }

  emptyValue(names: readonly string[]): void {
    this.here("empty-value", `${pathText(names)} has no value. Write one, "" for an empty text, or null.`);
  }

  /** A comment where a value was announced: it is the mistake when none follows, or what follows is the next key. */
  commentForValue(): void {
    const { tokens, index, start } = this.cursor;
    const { text } = this.report;
    let at = index;
    while (tokens.kind(at) === Kind.comment || tokens.kind(at) === Kind.newline) at += 1;
    const next = tokens.starts[at]!;
    const nextLine = text.indexOf("\n", next);
    const mark = text[start] === "#" ? "#" : "//";
    const word = /^(?:#|\/\/)[^\s#/][^\n\r]*/.exec(text.slice(start, start + 1000))?.[0] ?? "";
    const [value = ""] = word.split(/\s+(?:#|\/\/)|[\s,]+$/);
    const isSure = value !== "" && !/["\s]/.test(value) && !/[,}\]]/.test(value);
    const span = { start, end: start + Math.max(value.length, mark.length) };
    const advice = isSure
      ? `Put quotes around ${value} if it is the value, or write a value before the comment.`
      : `Write a value before it, and put quotes around text that begins with ${mark}.`;
    const isScalarNext =
      tokens.kind(at) === Kind.text && next > start && /^(?:\/\/[\w.-]+\/|#[^\s!])/.test(value);
    this.report.suspect({
      code: "comment-for-value",
      span,
      reach: nextLine < 0 ? text.length : nextLine,
      error: `${mark} begins a comment, so there is no value here. ${advice}`,
      warning: isScalarNext
        ? `${mark} begins a comment, so the value is taken from the line below. ${advice}`
        : undefined,
      fix: isSure ? { label: "Put it in quotes", span, text: quoteText(value) } : undefined,
    });
  }

  valueExpected(): void {
    this.here(
      "value-expected",
      `A value is expected here, not ${this.cursor.describe()}. Lists hold values without keys; put quotes around text with special characters.`,
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
        `Lists hold values without keys, and ${found} makes a key. Put { } around the pair, quotes around the text, or close the list before it.`,
      );
    } else if (!this.semicolonBefore()) {
      this.here(
        "two-pairs",
        `${found} makes a second key before the first has ended. Put a comma or a new line between two pairs, a value behind every key, and quotes around text that holds ${found}.`,
      );
    }
  }

  /** `a = 1; b = 2` */
  private semicolonBefore(): boolean {
    const { tokens, index } = this.cursor;
    for (let at = index - 1; at >= 0 && index - at < 20 && isSimple(tokens.kind(at)); at -= 1) {
      const end = tokens.ends[at]!;
      if (tokens.kind(at) !== Kind.text || !tokens.text.startsWith(";", end - 1)) continue;
      this.semicolon({ start: end - 1, end }, ",");
      return true;
    }
    return false;
  }

  rootList(span: Span): void {
    this.report.error(
      "root-list",
      "A vault is a set of keys, and this text is a list. Give the list a key, as in key = [ … ].",
      span,
    );
  }

  textAfterEnd(): void {
    this.here(
      "text-after-end",
      `The vault ended with the bracket before ${this.cursor.describe()}. Move this inside, or remove it.`,
    );
  }

  tooDeep(span: Span): void {
    const message = `Values can lie ${limits.depth} levels deep at most: agents fail on much deeper vaults.`;
    this.report.error("too-deep", message, span);
  }

  tooManyValues(): void {
    const most = limits.nodes.toLocaleString("en");
    this.here("too-many-values", `A vault can hold ${most} values at most. Split this one, or shorten it.`);
  }

  tooManyReferences(): void {
    const most = limits.references.toLocaleString("en");
    this.here("too-many-references", `A vault can hold ${most} references at most.`);
  }
}
