import { limits } from "./limits";
import { pathText } from "./path-expression";
import type { Report } from "./report";
import type { TokenCursor } from "./token-cursor";
import { Kind } from "./tokens";
import type { SourceArray, SourceObject, Span } from "./types";

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

  separatorExpected(names: readonly string[]): void {
    this.here(
      "separator-expected",
      `${pathText(names)} has no value: = or : or { is expected behind it, not ${this.cursor.describe()}.`,
    );
  }

  emptyValue(names: readonly string[]): void {
    this.here("empty-value", `${pathText(names)} has no value. Write one, "" for an empty text, or null.`);
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
    } else {
      this.here(
        "two-pairs",
        `${found} makes a second key before the first has ended. Put a comma or a new line between two pairs, a value behind every key, and quotes around text that holds ${found}.`,
      );
    }
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
