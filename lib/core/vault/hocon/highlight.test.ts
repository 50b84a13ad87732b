import { describe, expect, it } from "vitest";
import { highlightHocon } from "./highlight";

function kinds(text: string): string[] {
  return highlightHocon(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe("highlightHocon", () => {
  it.each<[string, string[]]>([
    ["", []],
    ["a.b = 1 # c", ["key a.b", "punctuation =", "number 1", "comment # c"]],
    [
      '"a b": "x", c += true',
      ['key "a b"', "punctuation :", 'string "x"', "punctuation ,", "key c", "punctuation +=", "number true"],
    ],
    [
      "a { b = 10 m }",
      ["key a", "punctuation {", "key b", "punctuation =", "string 10", "string m", "punctuation }"],
    ],
    [
      "a = [null, x, 1.5]\nb = 2",
      [
        "key a",
        "punctuation =",
        "punctuation [",
        "number null",
        "punctuation ,",
        "string x",
        "punctuation ,",
        "number 1.5",
        "punctuation ]",
        "key b",
        "punctuation =",
        "number 2",
      ],
    ],
    [`a = pre\${?b}2`, ["key a", "punctuation =", "string pre", `substitution \${?b}`, "string 2"]],
    ["a = http://x:1/y // c", ["key a", "punctuation =", "string http://x:1/y", "comment // c"]],
    [`a = http://\${h}:1`, ["key a", "punctuation =", "string http://", `substitution \${h}`, "string :1"]],
    [
      'a = """x\ny"""\nb =\n c',
      ["key a", "punctuation =", 'string """x\ny"""', "key b", "punctuation =", "string c"],
    ],
    ['a = "open\nb = ^', ["key a", "punctuation =", 'string "open', "key b", "punctuation =", "string ^"]],
    [
      "a = {b = 1}, c = 2",
      [
        "key a",
        "punctuation =",
        "punctuation {",
        "key b",
        "punctuation =",
        "number 1",
        "punctuation }",
        "punctuation ,",
        "key c",
        "punctuation =",
        "number 2",
      ],
    ],
    ["} a = 1", ["punctuation }", "string a", "punctuation =", "number 1"]],
  ])("colours %j", (text, expected) => expect(kinds(text)).toEqual(expected));
});
