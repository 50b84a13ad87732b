import { CST, Lexer, Parser } from "yaml";
import { limits } from "../model/limits";
import type { Report } from "../model/report";

export type YamlToken = CST.Token;

/** Two of these side by side are an error that the reader would report once for each pair. */
const flowValues = new Set(["scalar", "single-quoted-scalar", "double-quoted-scalar", "alias"]);
const flowStarts = new Set(["flow-map-start", "flow-seq-start"]);
const flowEnds = new Set(["flow-map-end", "flow-seq-end"]);
const indicators = new Set(["seq-item-ind", "explicit-key-ind", "map-value-ind"]);

/** So many levels can stand on one line: far more than a vault may have, and few enough for the package. */
const levelsInLine = 400;

/**
 * Splits a YAML text and checks how deep and how large it is, before the reader sees it: that one calls itself for
 * every level, and takes seconds to describe a text that is nonsense throughout. Undefined, and reported, when bad.
 */
export function checkYamlShape(text: string, report: Report): YamlToken[] | undefined {
  const tokens = split(text, report);
  return tokens && checkDepth(tokens, report) ? tokens : undefined;
}

function split(text: string, report: Report): YamlToken[] | undefined {
  const parser = new Parser();
  const tokens: YamlToken[] = [];
  const size = new Size();
  let offset = 0;
  let previous = "";
  let isPlainText = false;
  let isBlock = false;
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (isPlainText) isPlainText = false;
    else {
      const type = CST.tokenType(lexeme) ?? "";
      const span = { start: offset, end: offset + lexeme.length };
      if (type === "tag") return tag(report, span);
      if (flowValues.has(type) && flowValues.has(previous)) return neighbours(report, span);
      if (type === "anchor" && previous === "anchor") return neighbours(report, span);
      if (type === "block-scalar-header") isBlock = true;
      if (type === "scalar" && isBlock) {
        previous = "";
        isBlock = false;
      } else if (type !== "space") previous = type;
      const problem = size.add(type);
      if (problem === "deep") return tooDeep(report, offset);
      if (problem === "large") return tooMany(report, offset);
      isPlainText = type === "scalar";
    }
    if (!isPlainText && !controls.has(lexeme)) offset += lexeme.length;
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === "error") errors += 1;
    }
    if (errors >= limits.syntaxErrors) return tokens;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** Counts what the pieces of a text will become. */
class Size {
  private pieces = 0;
  private values = 0;
  private brackets = 0;
  private levels = 0;

  add(type: string): "deep" | "large" | undefined {
    this.pieces += 1;
    if (flowValues.has(type) || flowStarts.has(type)) this.values += 1;
    // Each value has one key at most.
    if (this.values > limits.nodes * 2 || this.pieces > limits.nodes * 10) return "large";
    if (flowStarts.has(type)) this.brackets += 1;
    else if (flowEnds.has(type)) this.brackets = Math.max(0, this.brackets - 1);
    else if (type === "newline" || type === "comma") this.levels = 0;
    else if (indicators.has(type) && (this.brackets === 0 || type === "explicit-key-ind")) this.levels += 1;
    return this.brackets > levelsInLine || this.levels > levelsInLine ? "deep" : undefined;
  }
}

/** Marks that the lexer puts between the pieces of the text. */
const controls = new Set(["\u0002", "\u0018", "\u001f"]);

function checkDepth(tokens: readonly YamlToken[], report: Report): boolean {
  const work = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = work.pop(); next; next = work.pop()) {
    const { token, depth } = next;
    if (depth > limits.depth + 1) {
      tooDeep(report, token.offset);
      return false;
    }
    if (token.type === "document") {
      if (token.value) work.push({ token: token.value, depth });
    } else if ("items" in token) {
      for (const { key, value } of token.items) {
        if (key) work.push({ token: key, depth: depth + 1 });
        if (value) work.push({ token: value, depth: depth + 1 });
      }
    }
  }
  return true;
}

function tag(report: Report, span: { start: number; end: number }): undefined {
  report.error("tag", "Tags such as !!python or !env are not allowed in a vault. Remove it.", span);
}

function neighbours(report: Report, span: { start: number; end: number }): undefined {
  report.error(
    "yaml",
    "This can’t follow the previous value. Put a comma or a new line between them, or put both in quotes.",
    span,
  );
}

function tooDeep(report: Report, at: number): undefined {
  report.error(
    "too-deep",
    `Values can be nested at most ${limits.depth} levels deep. Agents fail on vaults that are much deeper.`,
    { start: at, end: at + 1 },
  );
}

function tooMany(report: Report, at: number): undefined {
  report.error(
    "too-many-values",
    `A vault can contain at most ${limits.nodes.toLocaleString("en")} values. Split this one, or shorten it.`,
    { start: at, end: at + 1 },
  );
}
