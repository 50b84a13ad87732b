import { CST, Lexer, Parser } from "yaml";
import { limits } from "./limits";
import type { Report } from "./report";

export type YamlToken = CST.Token;

/** Two of these side by side are an error that the reader would report once for each pair. */
const values = new Set(["scalar", "single-quoted-scalar", "double-quoted-scalar", "alias"]);

/**
 * Splits a YAML text and checks how deep and how large it is, before the reader sees it: that one calls itself for
 * every level, and takes seconds to describe a text that is nonsense throughout. Undefined, and reported, when bad.
 */
export function checkYamlShape(text: string, report: Report): YamlToken[] | undefined {
  const tokens = checkRoughly(text, report) && split(text, report);
  return tokens && checkDepth(tokens, report) ? tokens : undefined;
}

function split(text: string, report: Report): YamlToken[] | undefined {
  const parser = new Parser();
  const tokens: YamlToken[] = [];
  let offset = 0;
  let previous = "";
  let isPlainText = false;
  let isBlock = false;
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (isPlainText) isPlainText = false;
    else {
      const type = CST.tokenType(lexeme) ?? "";
      const span = { start: offset, end: offset + lexeme.length };
      if (type === "tag") return tag(report, span);
      if (values.has(type) && values.has(previous)) return neighbours(report, span);
      if (type === "anchor" && previous === "anchor") return neighbours(report, span);
      if (type === "block-scalar-header") isBlock = true;
      if (type === "scalar" && isBlock) {
        previous = "";
        isBlock = false;
      } else if (type !== "space") previous = type;
      count += 1;
      if (count > limits.nodes * 5) return tooMany(report, offset);
      isPlainText = type === "scalar";
    }
    if (!isPlainText && !controls.has(lexeme)) offset += lexeme.length;
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  return tokens;
}

/** Marks that the lexer puts between the pieces of the text. */
const controls = new Set(["\u0002", "\u0018", "\u001f"]);

function checkDepth(tokens: readonly YamlToken[], report: Report): boolean {
  const work = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = work.pop(); next; next = work.pop()) {
    const { token, depth } = next;
    if (depth > limits.depth + 1) return tooDeep(report, token.offset);
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

/** Costs nothing, and no real vault comes near it. */
function checkRoughly(text: string, report: Report): boolean {
  let depth = 0;
  let lines = 0;
  let marks = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth = Math.max(0, depth - 1);
    else if (character === "\n") {
      marks = 0;
      lines += 1;
      if (lines > limits.nodes * 1.5) {
        tooMany(report, at);
        return false;
      }
    } else if ((character === "-" || character === "?" || character === ":") && text[at + 1] === " ")
      marks += 1;
    if (depth > 400 || marks > 400) return tooDeep(report, at);
  }
  return true;
}

function tag(report: Report, span: { start: number; end: number }): undefined {
  report.error("tag", "Tags such as !!python or !env are not allowed in a vault. Remove it.", span);
}

function neighbours(report: Report, span: { start: number; end: number }): undefined {
  report.error(
    "yaml",
    "This does not belong behind the value before it. Put a comma or a new line between them, or quotes around both.",
    span,
  );
}

function tooDeep(report: Report, at: number): false {
  report.error(
    "too-deep",
    `Values can lie ${limits.depth} levels deep at most: agents fail on much deeper vaults.`,
    { start: at, end: at + 1 },
  );
  return false;
}

function tooMany(report: Report, at: number): undefined {
  report.error(
    "too-many-values",
    `A vault can hold ${limits.nodes.toLocaleString("en")} values at most. Split this one, or shorten it.`,
    { start: at, end: at + 1 },
  );
}
