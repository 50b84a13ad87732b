import { describe, expect, it } from "vitest";
import type { VaultFormat } from "./model/types";
import { parseVault } from "./parse";

function read(text: string, format: VaultFormat): unknown {
  const { value, diagnostics } = parseVault(text, format);
  return value ?? diagnostics.map(({ code, range }) => `${range.start.line}:${range.start.column} ${code}`);
}

describe("JSON", () => {
  it.each<[string, unknown]>([
    ["{}", {}],
    [' {"a" : [1, -2.5e3, true, false, null, "x"] } ', { a: [1, -2500, true, false, null, "x"] }],
    ['{"a": -0.0, "b": 8.0, "c": 1E+5}', { a: -0, b: 8, c: 1e5 }],
    ['{"a": "\\n\\t\\b\\f\\r\\\\\\"\\/\\u0041"}', { a: '\n\t\b\f\r\\"/A' }],
    ['{"a.b": 1, "": 2}', { "a.b": 1, "": 2 }],
    [`{"a": "\${x}"}`, { a: `\${x}` }],
    ["", ["1:1 empty-json"]],
    ["// c", ["1:1 comment-in-json", "1:5 empty-json"]],
    ["[1]", ["1:1 root-object"]],
    ["{", ["1:2 unclosed"]],
    ['{"a": [1', ["1:9 unclosed"]],
    ['{"a": 1', ["1:8 unclosed"]],
    ['{"a"', ["1:5 separator-expected"]],
    ['{"a" 1}', ["1:6 separator-expected"]],
    ['{"a":}', ["1:6 value-expected"]],
    ['{"a": tru}', ["1:7 value-expected"]],
    ['{"a": truex}', ["1:7 value-expected"]],
    ['{"a": constructor}', ["1:7 value-expected"]],
    ['{"a": 1x}', ["1:7 value-expected"]],
    ['{"a": 01}', ["1:7 number-in-json"]],
    ['{"a": 0x}', ["1:7 value-expected"]],
    ['{"a": -}', ["1:7 value-expected"]],
    ['{"a": NaN}', ["1:7 not-a-number"]],
    ['{"a": -Infinity}', ["1:7 not-a-number"]],
    ['{"a": 1e999}', ["1:7 number-too-large"]],
    ['{"a": 1 "b": 2}', ["1:9 comma-expected"]],
    ['{"a": [1}', ["1:9 comma-expected"]],
    ['{"a": 1]', ["1:8 comma-expected"]],
    ['{"a": 1,,}', ["1:9 key-expected"]],
    ["{1: 2}", ["1:2 key-expected"]],
    ['{"a": 1, "a": 2}', ["1:10 duplicate-key"]],
    ['{"a": {"b": 1, "b": 2}, "c": {"b": 1}}', ["1:16 duplicate-key"]],
    ['{"__proto__": 1, "a": NaN}', ["1:2 forbidden-key", "1:23 not-a-number"]],
    ['{"a": "x\ny"}', ["1:7 unclosed-string"]],
    ["{'a", ["1:2 unclosed-string"]],
    ['{"a": "\\u12"}', ["1:8 bad-escape"]],
    ['{"a": "\\1"}', ["1:8 bad-escape"]],
    ['{"a": "\\01"}', ["1:8 bad-escape"]],
    ['{"a": "\\', ["1:7 unclosed-string"]],
    ['{"a": "\\ud800"}', ["1:7 half-character"]],
    ['{"a": "\\ud83d\\ude00"}', { a: "😀" }],
    ['{"a": 1 /* x', ["1:9 unclosed-comment"]],
    ['{"a": 1} b', ["1:10 text-after-end"]],
    ['{\n  "a": 1,\n  "b": ?\n}', ["3:8 value-expected"]],
  ])("%j", (text, expected) => expect(read(text, "json")).toEqual(expected));

  it.each<[string, string[], string | undefined]>([
    ['// c\n{"a": 1} # d', ["1:1 comment-in-json"], '\n{"a": 1} # d'],
    ['{"a": 1, /* c */ "b": 2}', ["1:10 comment-in-json"], '{"a": 1,  "b": 2}'],
    ['{"a": [1, 2,],}', ["1:12 trailing-comma"], '{"a": [1, 2],}'],
    ['{"a": 1 ,\n}', ["1:9 trailing-comma"], '{"a": 1 \n}'],
    ["{a: 1, b: 2}", ["1:2 bare-key"], '{"a": 1, b: 2}'],
    [`{"a": 'x', 'b': "y"}`, ["1:7 single-quotes"], `{"a": "x", 'b': "y"}`],
    [`{"a": 'it\\'s'}`, ["1:7 single-quotes"], undefined],
    ['{"a": +3}', ["1:7 number-in-json"], '{"a": 3}'],
    ['{"a": .5}', ["1:7 number-in-json"], '{"a": 0.5}'],
    ['{"a": 5.}', ["1:7 number-in-json"], '{"a": 5.0}'],
    ['{"a": -0x1F}', ["1:7 number-in-json"], '{"a": -31}'],
    ['{"a": 007}', ["1:7 number-in-json"], '{"a": "007"}'],
    ['{"a": True}', ["1:7 word-in-json"], '{"a": true}'],
    ['{"a": [None, FALSE]}', ["1:8 word-in-json", "1:14 word-in-json"], '{"a": [null, FALSE]}'],
    ['{"a": "x\ty"}', ["1:9 control-character"], '{"a": "x\\ty"}'],
    ['{"a": "x\u0001y"}', ["1:9 control-character"], '{"a": "x\\u0001y"}'],
    ['{"a":\u00a01}', ["1:6 strange-space"], '{"a": 1}'],
    ['{"a": "\\x41"}', ["1:8 bad-escape"], '{"a": "\\\\x41"}'],
    ['{"a": "\\v", "b": "\\0"}', ["1:8 bad-escape", "1:19 bad-escape"], '{"a": "\\\\v", "b": "\\0"}'],
    ['{"a": "C:\\new\\Py\\\\x \\"q\\""}', ["1:14 bad-escape"], '{"a": "C:\\\\new\\\\Py\\\\x \\"q\\""}'],
  ])("lacks what its neighbours have: %j", (text, expected, better) => {
    const { value, diagnostics } = parseVault(text, "json");
    expect(value).toBeUndefined();
    expect(diagnostics.map(({ code, range }) => `${range.start.line}:${range.start.column} ${code}`)).toEqual(
      expected,
    );
    const { fix } = diagnostics[0]!;
    const fixed = fix && text.slice(0, fix.range.start.offset) + fix.text + text.slice(fix.range.end.offset);
    expect(fixed).toBe(better);
  });

  it("keeps the places of keys and values", () => {
    const { tree, resolved } = parseVault('{"a": {"b": [1]}}', "json");
    const [field] = tree.fields;
    expect([field?.key, field?.node.start, field?.node.end]).toEqual([{ start: 1, end: 4 }, 6, 16]);
    expect(resolved?.entries.get("a")?.key).toEqual({ start: 1, end: 4 });
  });
});

describe("YAML", () => {
  it.each<[string, unknown]>([
    ["", {}],
    ["# only\n# comments", {}],
    ["null", {}],
    ["a: 1\nb:\n  - x\n  - 'y'\nc: {d: [1, 2.5]}", { a: 1, b: ["x", "y"], c: { d: [1, 2.5] } }],
    [
      "a: yes\nb: True\nc: ~\nd:\ne: 0x1f\nf: 012\ng: 1_000",
      { a: "yes", b: true, c: null, d: null, e: 31, f: 12, g: "1_000" },
    ],
    ["a: |\n  x\n   y\nb: >-\n  x\n  y\nc: 1", { a: "x\n y\n", b: "x y", c: 1 }],
    ["1: x\ntrue: y\n2.50: z", { 1: "x", true: "y", "2.50": "z" }],
    ["a: &x {b: 1}\nc: *x\nd: [*x, *x]", { a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }, { b: 1 }] }],
    ["a: &x 1\nb: &x 2\nc: *x", { a: 1, b: 2, c: 2 }],
    ["a: 2001-01-01\nb: 12:30\nc: http://x:1/y", { a: "2001-01-01", b: "12:30", c: "http://x:1/y" }],
    ["? a\n: 1\n? b", { a: 1, b: null }],
    ["{a, b: 1}", { a: null, b: 1 }],
    ["---\na: 1\n...\n", { a: 1 }],
    ["a: -0", { a: 0 }],
    [`a: "\${x}"`, { a: `\${x}` }],
    ["- a", ["1:1 root-object"]],
    ["text", ["1:1 root-object"]],
    ["a: !!str 1", ["1:4 tag"]],
    ["!x\na: 1", ["1:1 tag"]],
    ["a: [!x 1]", ["1:5 tag"]],
    ['a: "\\ud83d"', ["1:4 half-character"]],
    ['"\\ude00": 1', ["1:1 half-character"]],
    ["a: .nan", ["1:4 not-a-number"]],
    ["a: -.inf", ["1:4 not-a-number"]],
    ["a: &x [*x]", ["1:8 bad-alias"]],
    ["a: &x {b: {c: *x}}", ["1:15 bad-alias"]],
    ["a: *y", ["1:4 bad-alias"]],
    ["a: *y\nb: &y 1", ["1:4 bad-alias"]],
    ["a: 1\na: 2", ["2:1 yaml"]],
    ["a:\n\tb: 1", ["2:1 yaml"]],
    ["a: [1", ["1:6 yaml"]],
    ['a: "x', ["1:6 yaml"]],
    ["a: @x", ["1:4 yaml"]],
    ["a: b: c", ["1:4 yaml"]],
    ['a: "x" "y"', ["1:8 yaml"]],
    ["&a &b c: 1", ["1:4 yaml"]],
    ["a: 1\n---\nb: 2", ["2:1 several-documents"]],
    ["? [a]\n: b", ["1:3 key-expected"]],
    ["? {a: 1}\n: b", ["1:3 key-expected"]],
    ["<<: {a: 1}", ["1:1 merge-key"]],
    ["a:\n  __proto__: 1", ["2:3 forbidden-key"]],
    ["%FOO x\n---\na: 1", ["1:1 yaml"]],
  ])("%j", (text, expected) => {
    const result = read(text, "yaml");
    expect(Array.isArray(expected) && Array.isArray(result) ? result.slice(0, 1) : result).toEqual(expected);
  });

  it("reports all errors of a text, each in plain words", () => {
    const { diagnostics } = parseVault("a: 1\na: 2\nb: @x\nb: 3", "yaml");
    expect(diagnostics.map(({ range }) => range.start.line)).toEqual([2, 3, 4]);
    expect(diagnostics[0]?.message).toBe("This group already contains this key. Keep one of them.");
  });

  it("says what is missing at the end", () => {
    const { diagnostics } = parseVault("a: [1", "yaml");
    expect(diagnostics[0]?.message).toContain("missing");
  });
});
