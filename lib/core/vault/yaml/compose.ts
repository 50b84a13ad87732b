import { Composer, type Document, isMap, isScalar, isSeq, type Scalar } from "yaml";
import type { Report } from "../model/report";
import { doubleAll } from "../model/strings";
import type { Span } from "../model/types";
import { yamlProblem } from "./problems";
import type { YamlToken } from "./shape";

/** Found at the end of a text, anything else means that something was not closed. */
const quiet = new Set(["BAD_ALIAS", "TAB_AS_INDENT", "BAD_SCALAR_START"]);

export type YamlNode = Document["contents"];

/** Makes the document of a text's tokens, and an error of every problem that the package finds. */
export function compose(tokens: YamlToken[], report: Report): Document | undefined {
  const composer = new Composer({ version: "1.2", schema: "core", uniqueKeys: false, prettyErrors: false });
  const [document, second] = withoutStacks(() => [...composer.compose(tokens, true, report.text.length)]);
  if (!document) return undefined;
  if (second) {
    const [start] = second.range;
    report.error("several-documents", "A vault is one document. Remove the --- and what follows it.", {
      start,
      end: Math.min(start + 3, report.text.length),
    });
  }
  let escapedUntil = -1;
  for (const problem of [...document.errors, ...document.warnings]) {
    if (report.full) break;
    const [start, end] = problem.pos;
    const code =
      report.text.slice(start + 1).trim() === "" && !quiet.has(problem.code) ? "MISSING_CHAR" : problem.code;
    const span = { start, end: Math.max(end, start) };
    if (code !== "BAD_DQ_ESCAPE") report.error("yaml", yamlProblem(code, problem.message), span);
    else if (start >= escapedUntil) {
      const quoted = quotedAround(report.text, start);
      const fix = doubleAll(report.text, quoted.start, start);
      report.error("bad-escape", yamlProblem(code, problem.message), span, fix);
      escapedUntil = quoted.end;
    }
  }
  reportDuplicates(document.contents, report);
  return report.failed ? undefined : (document as Document);
}

/** The package makes an error of every problem, and a text can have 100,000: only their places are read here. */
function withoutStacks<Result>(run: () => Result): Result {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The package compares each key of a map with all before it, which takes seconds for some thousand keys. */
function reportDuplicates(contents: unknown, report: Report): void {
  const work = [contents];
  while (work.length > 0 && !report.full) {
    const node = work.pop();
    if (isSeq(node)) for (const item of node.items) work.push(item);
    if (!isMap(node)) continue;
    const names = new Set<string>();
    for (const { key, value } of node.items) {
      work.push(key, value);
      if (!isScalar(key)) continue;
      const name = keyName(key);
      if (names.has(name)) report.error("yaml", yamlProblem("DUPLICATE_KEY", ""), spanOf(key));
      names.add(name);
    }
  }
}

export function keyName(key: Scalar): string {
  return typeof key.value === "string" ? key.value : String(key.source ?? key.value);
}

/** The text in double quotes around a place of its line. */
function quotedAround(text: string, at: number): Span {
  let start = -1;
  let index = text.lastIndexOf("\n", at) + 1;
  for (; index < text.length && text[index] !== "\n"; index += 1) {
    if (start >= 0 && text[index] === "\\") index += 1;
    else if (text[index] === '"') {
      if (start >= 0 && index > at) break;
      start = start < 0 ? index : -1;
    }
  }
  return { start: start < 0 ? at : start, end: index };
}

export function spanOf(node: YamlNode): Span {
  const range = node?.range;
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
}
