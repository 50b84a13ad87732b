import { expect, test } from "vitest";
import { type CodeLine, codeLines } from "./code-lines";

/** Pieces as text: `kind:text`, with `!` before what is marked. */
const shown = (lines: CodeLine[]) =>
  lines.map((line) =>
    line.pieces
      .map((piece) => `${piece.marked ? "!" : ""}${piece.kind ? `${piece.kind}:` : ""}${piece.text}`)
      .join("|"),
  );

test("splits lines, empty ones and a last newline included", () => {
  expect(shown(codeLines("a\n\nb\n"))).toEqual(["a", "", "b", ""]);
  expect(shown(codeLines(""))).toEqual([""]);
  expect(shown(codeLines("a\r\nb"))).toEqual(["a", "b"]);
});

test("colours ranges", () => {
  const code = 'a = "x" # c';
  expect(
    shown(
      codeLines(code, [
        { start: 0, end: 1, kind: "key" },
        { start: 4, end: 7, kind: "string" },
        { start: 8, end: 11, kind: "comment" },
      ]),
    ),
  ).toEqual(['key:a| = |string:"x"| |comment:# c']);
});

test("carries a token over several lines", () => {
  expect(shown(codeLines('k = """a\nb\nc""" z', [{ start: 4, end: 15, kind: "string" }]))).toEqual([
    'k = |string:"""a',
    "string:b",
    'string:c"""| z',
  ]);
});

test("marks a place inside and across tokens", () => {
  const lines = codeLines(
    "  default = 3.11",
    [
      { start: 2, end: 9, kind: "key" },
      { start: 12, end: 16, kind: "number" },
    ],
    [{ line: 1, column: 3, endColumn: 10, severity: "warning", message: "m" }],
  );
  expect(shown(lines)).toEqual(["  |!key:default| = |number:3.11"]);
  expect(lines[0]?.severity).toBe("warning");
});

test("marks one character where no end is given, and no text past the line's end", () => {
  expect(shown(codeLines("abc", [], [{ line: 1, column: 2, severity: "error", message: "m" }]))).toEqual([
    "a|!b|c",
  ]);
  expect(shown(codeLines("abc", [], [{ line: 1, column: 9, severity: "error", message: "m" }]))).toEqual([
    "abc",
  ]);
});

test("a line takes the heaviest of its severities", () => {
  const lines = codeLines(
    "a\nb",
    [],
    [
      { line: 2, severity: "info", message: "m" },
      { line: 2, severity: "error", message: "m" },
      { line: 2, severity: "warning", message: "m" },
    ],
  );
  expect(lines.map((line) => line.severity)).toEqual([undefined, "error"]);
});

test("colours a line with thousands of tokens in one pass, and none of a text with more than it tells", () => {
  const tokensOf = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ start: at * 2, end: at * 2 + 1, kind: "number" as const }));
  const [line] = codeLines("1,".repeat(5_000), tokensOf(5_000));
  expect(line?.pieces).toHaveLength(10_000);
  expect(line?.pieces.filter(({ kind }) => kind === "number")).toHaveLength(5_000);
  expect(codeLines("1,".repeat(5_001), tokensOf(5_001))[0]?.pieces).toHaveLength(1);
});
