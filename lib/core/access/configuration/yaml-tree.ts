import { Composer, CST, type Document, isMap, isScalar, isSeq, Lexer, Parser } from "yaml";
import { yamlProblem } from "../../vault/yaml/problems";
import { configurationLimits, type Problem } from "./document";

export type TreeText = { kind: "text"; at: number; text: string };
export type TreeList = { kind: "list"; at: number; items: TreeNode[] };
export type TreeMap = { kind: "map"; at: number; fields: { key: string; at: number; value: TreeNode }[] };
export type TreeNode = TreeText | TreeList | TreeMap;

type Read<T> = { value: T } | { problems: Problem[] };

const cutOff =
  "The file does not end with the line “...”. It may have been cut off, so nothing of it is used. Add the line if the file is whole.";

/**
 * Reads one YAML document that ends with its mark. All of its values are texts; anchors, aliases and tags are refused, so
 * nothing in it is larger than it looks.
 */
export function readYamlTree(text: string): Read<TreeNode> {
  const tokens = split(text);
  if ("problems" in tokens) return tokens;
  const composer = new Composer({
    version: "1.2",
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
  });
  const [document, second] = withoutStacks(() => [...composer.compose(tokens.value, true, text.length)]);
  if (!document) return problem(0, cutOff);
  const found = [...document.errors, ...document.warnings].slice(0, configurationLimits.problems);
  if (found.length > 0) {
    return {
      problems: found.map(({ pos, code, message }) => ({
        at: Math.min(pos[0], text.length),
        message: yamlProblem(code, message),
      })),
    };
  }
  if (!document.directives?.docEnd) return problem(text.length, cutOff);
  if (second) return problem(second.range[0], "Nothing can follow the line “...”. Remove it.");
  return treeOf(document as Document);
}

function problem(at: number, message: string): { problems: Problem[] } {
  return { problems: [{ at, message }] };
}

const refusedTokens: Record<string, string> = {
  tag: "Tags can’t be used here. Remove it.",
  anchor: "Anchors and aliases can’t be used here. Write the value out.",
  alias: "Anchors and aliases can’t be used here. Write the value out.",
  directive: "Directives can’t be used here. Remove the line.",
  "directive-line": "Directives can’t be used here. Remove the line.",
};
const tooDeep = "Nothing in this file is nested so deep.";
const controls = new Set(["\u0002", "\u0018", "\u001f"]);
/** The composer calls itself for each level, and these can stand on one line. */
const levelMarks = new Set(["flow-map-start", "flow-seq-start", "seq-item-ind", "explicit-key-ind"]);
const mostMarksInLine = 20;
const mostErrors = 20;

function split(text: string): Read<CST.Token[]> {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let [offset, marks, errors] = [0, 0, 0];
  let isPlainText = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (isPlainText) isPlainText = false;
    else {
      const type = CST.tokenType(lexeme) ?? "";
      const refused = Object.hasOwn(refusedTokens, type) ? refusedTokens[type] : undefined;
      if (refused) return problem(offset, refused);
      if (type === "newline") marks = 0;
      else if (levelMarks.has(type)) marks += 1;
      if (marks > mostMarksInLine) return problem(offset, tooDeep);
      isPlainText = type === "scalar";
    }
    if (!isPlainText && !controls.has(lexeme)) offset += lexeme.length;
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === "error") errors += 1;
    }
    if (errors >= mostErrors) break;
  }
  for (const token of parser.end()) tokens.push(token);
  const deep = findTooDeep(tokens);
  return deep === undefined ? { value: tokens } : problem(deep, tooDeep);
}

function findTooDeep(tokens: readonly CST.Token[]): number | undefined {
  const work = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = work.pop(); next; next = work.pop()) {
    const { token, depth } = next;
    if (depth > configurationLimits.depth) return token.offset;
    if (token.type === "document") {
      if (token.value) work.push({ token: token.value, depth });
    } else if ("items" in token) {
      for (const { key, value } of token.items) {
        if (key) work.push({ token: key, depth: depth + 1 });
        if (value) work.push({ token: value, depth: depth + 1 });
      }
    }
  }
  return undefined;
}

/** The package makes an error of every problem, and only their places are read. */
function withoutStacks<Result>(run: () => Result): Result {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function treeOf(document: Document): Read<TreeNode> {
  const problems: Problem[] = [];
  const convert = (node: unknown, above: number): TreeNode => {
    if (isScalar(node)) {
      return { kind: "text", at: node.range?.[0] ?? above, text: String(node.value ?? "") };
    }
    if (isSeq(node)) {
      const at = node.range?.[0] ?? above;
      return { kind: "list", at, items: node.items.map((item) => convert(item, at)) };
    }
    if (isMap(node)) {
      const at = node.range?.[0] ?? above;
      const names = new Set<string>();
      const fields = node.items.map(({ key, value }) => {
        const name = convert(key, at);
        if (name.kind !== "text") {
          problems.push({ at: name.at, message: "A key must be a single word. Check the indentation." });
          return { key: "", at: name.at, value: name };
        }
        if (names.has(name.text)) problems.push({ at: name.at, message: yamlProblem("DUPLICATE_KEY", "") });
        names.add(name.text);
        return { key: name.text, at: name.at, value: convert(value, name.at) };
      });
      return { kind: "map", at, fields };
    }
    return { kind: "text", at: above, text: "" };
  };
  const root = convert(document.contents, 0);
  return problems.length > 0
    ? { problems: problems.slice(0, configurationLimits.problems) }
    : { value: root };
}
