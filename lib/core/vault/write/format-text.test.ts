import { describe, expect, test } from "vitest";
import { formatText } from "./format-text";

describe("formatting HOCON", () => {
  test.each([
    ["a{\nb=1\n}", "a{\n  b=1\n}\n"],
    ["a {\n      b = 1\n      c {\n d = 2 # two\n}\n}\n", "a {\n  b = 1\n  c {\n    d = 2 # two\n  }\n}\n"],
    ["a = [\n1,\n2\n]", "a = [\n  1,\n  2\n]\n"],
    ["a = 1   \n\n\n\nb = 2\n\n\n", "a = 1\n\nb = 2\n"],
    ["# top\n  a = 1", "# top\na = 1\n"],
    [
      'a {\nb = """one\n   two   \n three"""\nc = 1\n}',
      'a {\n  b = """one\n   two   \n three"""\n  c = 1\n}\n',
    ],
    ["a { b {\nc = 1\n} }\nd = 2", "a { b {\n    c = 1\n} }\nd = 2\n"],
    [`x = 1\ny = \${x}\nz = \${?HOME}`, `x = 1\ny = \${x}\nz = \${?HOME}\n`],
    ["", ""],
  ])("%j", (text, expected) => {
    expect(formatText(text, "hocon").text).toBe(expected);
  });
});

test("formats JSON over lines, and YAML with its comments", () => {
  expect(formatText('{"a":{"b":[1,2.50]}}', "json").text).toBe(
    '{\n  "a": {\n    "b": [\n      1,\n      2.50\n    ]\n  }\n}\n',
  );
  expect(formatText("a:\n     b:   1 # one\n     c: [ 1,2 ]\n", "yaml").text).toBe(
    "a:\n  b: 1 # one\n  c: [ 1, 2 ]\n",
  );
});

test.each([
  ["hocon", "a {"],
  ["json", "{"],
  ["yaml", "a: ["],
] as const)("leaves %s with an error as it is, and says where the error is", (format, text) => {
  const { text: formatted, diagnostics } = formatText(text, format);
  expect(formatted).toBeUndefined();
  expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
});

test("formatted once, a text stays", () => {
  const text = "a {\n# c\n   b = [\n{ x = 1 }\n   ]\n\n\n}\n";
  const once = formatText(text, "hocon").text ?? "";
  expect(formatText(once, "hocon").text).toBe(once);
});
