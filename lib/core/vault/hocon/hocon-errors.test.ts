import { describe, expect, it } from "vitest";
import { parseHocon } from "./parse-hocon";

/** One line for each finding: where, how bad, which. */
function findings(text: string, environment?: Record<string, string>): string[] {
  return parseHocon(text, environment ? { environment } : {}).diagnostics.map(
    ({ severity, code, range }) =>
      `${range.start.line}:${range.start.column}-${range.end.line}:${range.end.column} ${severity} ${code}`,
  );
}

describe("an error", () => {
  it.each<[string, string[]]>([
    ["a", ["1:2-1:2 error separator-expected"]],
    ["a\nb = 1", ["2:1-2:2 error separator-expected"]],
    ["= 1", ["1:1-1:2 error key-expected"]],
    ["a = 1\n= 2\n: 3", ["2:1-2:2 error key-expected", "3:1-3:2 error key-expected"]],
    [`\${a} = 1`, ["1:1-1:5 error key-expected"]],
    ["[1] = 2", ["1:5-1:6 error text-after-end"]],
    ["a = 1\n[1] = 2", ["2:1-2:2 error key-expected"]],
    ["a = 1\n{b = 1}", ["2:1-2:2 error key-expected"]],
    ["a =", ["1:4-1:4 error empty-value"]],
    ["a = , b = 1", ["1:5-1:6 error empty-value"]],
    ["{a = }", ["1:6-1:7 error empty-value"]],
    ["a = ]", ["1:5-1:6 error empty-value"]],
    ["a = = b\nc = ^", ["1:5-1:6 error empty-value", "2:5-2:6 error reserved-character"]],
    ["a = 1,, b = 2", ["1:7-1:8 error extra-comma"]],
    ["a = [1,,2]", ["1:8-1:9 error extra-comma"]],
    ["a = 1 b = 2", ["1:9-1:10 error two-pairs"]],
    ["a = 1 b += 2", ["1:9-1:11 error two-pairs"]],
    ["a { b = 1 } c = 2", ["1:13-1:14 error comma-expected"]],
    ["a { b = 1 } { c = 2 }", ["1:13-1:14 error comma-expected"]],
    ["a = [b = 1]", ["1:8-1:9 error key-in-list"]],
    ["a = [= 1]", ["1:6-1:7 error value-expected"]],
    ["a = 1 }\nb = ^", ["1:7-1:8 error unmatched-close", "2:5-2:6 error reserved-character"]],
    ["a = 1 ]", ["1:7-1:8 error unmatched-close"]],
    ["]\na = ^", ["1:1-1:2 error unmatched-close", "2:5-2:6 error reserved-character"]],
    ["a = [1}\nb = 2", ["1:7-1:8 error unclosed"]],
    ["a = { b = [1, }", ["1:15-1:16 error unclosed"]],
    ["a = [{ b = 1 ]", ["1:14-1:15 error unmatched-close"]],
    ["a = [{ ]", ["1:8-1:9 error unmatched-close"]],
    ["a {\n b = 1\n", ["3:1-3:1 error unclosed"]],
    ["a = [\n 1\n", ["3:1-3:1 error unclosed"]],
    ["a = [1", ["1:7-1:7 error unclosed"]],
    ["{ a = 1 } b", ["1:11-1:12 error text-after-end"]],
    ["{ a = 1 } ^", ["1:11-1:12 error reserved-character"]],
    ["[1]", ["1:1-1:2 error root-list"]],
    ["# list\n[1, ^]", ["2:5-2:6 error reserved-character"]],
    ['a = "x', ["1:5-1:7 error unclosed-string"]],
    ['a = "x\\', ["1:5-1:8 error unclosed-string"]],
    ['a = "x\\\n"', ["1:5-1:8 error unclosed-string", "2:1-2:2 error unclosed-string"]],
    ['a = "\\q"', ["1:6-1:8 error bad-escape"]],
    ['a = "\\u12g4"', ["1:6-1:8 error bad-escape"]],
    ['a = "\\ud800"', ["1:5-1:13 error half-character"]],
    ["a = \ud800", ["1:5-1:6 error half-character"]],
    ['a = """x\ny', ["2:2-2:2 error unclosed-string"]],
    ["a = x^y", ["1:6-1:7 error reserved-character"]],
    ["a = 1+2", ["1:6-1:7 error reserved-character"]],
    ["a$b = 1", ["1:2-1:3 error reserved-character"]],
    ["a\\b = 1", ["1:2-1:3 error reserved-character"]],
    ["a = \\", ["1:5-1:6 error reserved-character"]],
    ["a = $x", ["1:5-1:7 error dollar-name"]],
    ["a = $1", ["1:5-1:6 error reserved-character"]],
    [`a = \${x`, ["1:5-1:8 error unclosed-reference"]],
    [`a = \${x // y}`, ["1:5-1:9 error unclosed-reference"]],
    [`a = \${x\n}`, ["1:5-1:8 error unclosed-reference"]],
    [`a = \${}`, ["1:5-1:8 error bad-reference"]],
    [`a = \${?}`, ["1:5-1:9 error bad-reference"]],
    [`a = \${.x}`, ["1:5-1:10 error bad-reference"]],
    [`a = \${x..y}`, ["1:5-1:12 error bad-reference"]],
    [`a = \${x:y}`, ["1:5-1:9 error bad-reference"]],
    [`a = \${"x}`, ["1:7-1:10 error unclosed-string"]],
    ["a..b = 1", ["1:1-1:5 error bad-key"]],
    [".a = 1", ["1:1-1:3 error bad-key"]],
    ["a. { b = 1 }", ["1:1-1:3 error bad-key"]],
    ['include "x"\na = ^', ["1:1-1:12 error include", "2:5-2:6 error reserved-character"]],
    ['a { include file("x") }', ["1:5-1:22 error include"]],
    ["a.__proto__ = 1", ["1:1-1:12 error forbidden-key"]],
    ["a = 1e999", ["1:5-1:10 error number-too-large"]],
    ["a = [1] x", ["1:5-1:8 error mixed-values"]],
    [`a = [1]\nb = x\${a}`, ["2:5-2:6 error mixed-values"]],
    [`a = {}\nb = \${a} x`, ["1:5-1:7 error mixed-values"]],
    ["a = {x = 1} [1]", ["1:5-1:12 error mixed-values"]],
    ["a = [{b += 1}]", ["1:7-1:8 error append-in-list"]],
    ["a += {b += 1}", ["1:1-1:2 warning append", "1:7-1:8 error append-in-list"]],
    ["a:\n  b: 1\n  c: 2", ["2:4-2:5 error yaml-in-hocon"]],
    ["a:\n  - b\n  - c: ^", ["3:8-3:9 error yaml-in-hocon"]],
    ["- a\n- b", ["2:1-2:2 error yaml-in-hocon"]],
    ["---\na: 1\nb", ["2:1-2:2 error yaml-in-hocon"]],
    ["a: |\n  b\n  c:\n", ["3:3-3:4 error separator-expected"]],
    ["# c\n\na: b\n{", ["4:1-4:2 error key-expected"]],
  ])("of %j stands in its place", (text, expected) => {
    expect(findings(text).slice(0, Math.max(1, expected.length))).toEqual(expected);
  });

  it.each<[string, string[]]>([
    [`a = \${b}`, ["1:5-1:9 error unresolved-reference"]],
    [`a = \${b}\nb = \${?c}`, ["1:5-1:9 error unresolved-reference"]],
    [`a = \${b}\nb = \${c}\nd = \${b}`, ["2:5-2:9 error unresolved-reference"]],
    [`a = \${b.c}\nb = 1`, ["1:5-1:11 error unresolved-reference"]],
    [`a = \${b.c}\nb = [1]`, ["1:5-1:11 error unresolved-reference"]],
    [`a = x\${b}y\nc = \${d}`, ["1:6-1:10 error unresolved-reference", "2:5-2:9 error unresolved-reference"]],
    [`a = \${b} {x = 1}`, ["1:5-1:9 error unresolved-reference"]],
    [`a = \${b}\na = {x = 1}`, ["1:5-1:9 error unresolved-reference"]],
  ])("of %j is found when nothing else can answer", (text, expected) => {
    expect(findings(text, {})).toEqual(expected);
  });
});

describe("a warning", () => {
  it.each<[string, string[]]>([
    ["\ufeffa = 1", ["1:1-1:2 warning byte-order-mark"]],
    ['a = "x\ty"', ["1:7-1:8 warning control-character"]],
    ['a = "x\u0001y"', ["1:7-1:8 warning control-character"]],
    ["a = C:\\new", ["1:5-1:11 warning unquoted-backslash"]],
    ["a = 12345678901234567.5", []],
    ["a = .5", ["1:5-1:7 warning odd-number"]],
    ["a = 5.", ["1:5-1:7 warning odd-number"]],
    ["a = null x", ["1:5-1:9 warning null-in-text"]],
    ['a = "null" x', []],
    [`a = null\nb = x\${a}`, ["1:5-1:9 warning null-in-text"]],
    ["a += 1", ["1:1-1:2 warning append"]],
    [`a = 1\na = \${a}2`, ["2:5-2:9 warning self-reference"]],
    [`a = [x] {"1" = y}`, ["1:9-1:18 warning object-as-list"]],
    [`a = {"1" = y} [x]`, ["1:5-1:14 warning object-as-list"]],
    [`b = {"1" = y}\na = [x] \${b}`, ["1:5-1:14 warning object-as-list"]],
    [`a = \${HOME}`, ["1:5-1:12 warning left-to-agent"]],
    [`a = \${?HOME}`, []],
    [`a = [\${?HOME}]`, ["1:6-1:14 warning optional-in-list"]],
    [`a = [1, \${?HOME}x]`, []],
    [`a = \${?b.c}`, ["1:5-1:12 warning unanswerable-reference"]],
    [`b.c = 1\na = \${b.c}`, []],
  ])("of %j stands in its place", (text, expected) => {
    const parsed = parseHocon(text);
    expect(findings(text)).toEqual(expected);
    expect(parsed.value).toBeDefined();
  });
});

describe("what cannot be left to the agent", () => {
  it.each([
    [`a = \${"x y"}`, "unanswerable-reference"],
    [`a = \${b.c}`, "unanswerable-reference"],
    [`a = \${MY-VAR}`, "unanswerable-reference"],
    [`a = \${?MY-VAR}`, "unanswerable-reference"],
    [`a = \${b} [1]`, "mixed-values"],
    [`a = \${b} {x = 1}`, "mixed-values"],
    [`a = 1\na = \${?B}\nc = x\${a}`, "open-choice-in-text"],
    [`a = 1\na = \${?B}\nc = [\${a}]`, "open-choice-in-list"],
  ])("is an error in %j", (text, code) => {
    expect(parseHocon(text).diagnostics.find(({ severity }) => severity === "error")?.code).toBe(code);
  });
});

describe("a fix", () => {
  it.each([
    ["a = 1,, b = 2", "a = 1, b = 2"],
    ['a = "\\d+"', 'a = "\\\\d+"'],
    ['a = "x\ty"', 'a = "x\\ty"'],
    ["a = C:\\new", 'a = "C:\\\\new"'],
    ["a = 1e999", 'a = "1e999"'],
    ["a = .5", 'a = ".5"'],
    ["\ufeffa = 1", "a = 1"],
  ])("of %j makes it right", (text, better) => {
    const fix = parseHocon(text).diagnostics.find((finding) => finding.fix)?.fix;
    const fixed = text.slice(0, fix!.range.start.offset) + fix!.text + text.slice(fix!.range.end.offset);
    expect(fixed).toBe(better);
    expect(parseHocon(fixed).diagnostics).toEqual([]);
    expect(fix!.label).not.toBe("");
  });
});

describe("a message", () => {
  const message = (text: string) => parseHocon(text, { environment: {} }).diagnostics[0]?.message;

  it.each([
    ["a = [1] x", "A list and text"],
    ["a = x {}", "Text and an object"],
    ["a = {} [1]", "An object and a list"],
    [`a = \${b c.d-e."f.g"}`, '"b c".d-e."f.g"'],
    ["a = {\n\n b = [\n", "The [ of line 3"],
    ['a = "x\ny', "closed on its line"],
    ['a\n"""b\nc""" = 1', 'not """b…'],
  ])("on %j says %j", (text, part) => expect(message(text)).toContain(part));
});

describe("text in quotes", () => {
  it.each<[string, unknown, number]>([
    ['a = "x\u0001\ty"', "x\u0001\ty", 1],
    ['a = "\u0001"', "\u0001", 1],
    ['a = " x "', " x ", 0],
    ['a = "\\n\\r\\t\\b\\f\\/\\\\\\""', '\n\r\t\b\f/\\"', 0],
    ['a = "x\\u00e9y\\uD83D\\uDE00"', "xéy😀", 0],
    ['a = "\\udfff"', undefined, 1],
    ['a = "\\ud800x"', undefined, 1],
    ['a = """x"y\\n""""', 'x"y\\n"', 0],
    ["a = \\\\host\\share", "\\host\\share", 1],
    ["a = C:\\x\\r", "C:\\x\r", 1],
    ["a = C:\\data", "C:\\data", 0],
  ])("%j", (text, value, count) => {
    const parsed = parseHocon(text);
    expect(parsed.value?.a).toEqual(value);
    expect(parsed.diagnostics).toHaveLength(count);
  });

  it("offers \\t for a tab alone", () => {
    expect(parseHocon('a = "\u0001"').diagnostics[0]?.fix).toBeUndefined();
    expect(parseHocon('a = "\t"').diagnostics[0]?.fix?.text).toBe("\\t");
  });
});
