import { describe, expect, test } from "vitest";
import { parseBody, parseLines, withQuery } from "./parameters";

const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

describe("a body", () => {
  test.each<[string, string, object | undefined]>([
    ["nothing", "", {}],
    ["blanks", " \r\n\t", {}],
    ["an object", '{"a": 1}', { a: 1 }],
    ["an object between blanks", '\n {"a": 1} \n', { a: 1 }],
    ["a list", "[1]", undefined],
    ["null", "null", undefined],
    ["a number", "5", undefined],
    ["text", '"a"', undefined],
    ["junk", "{a: 1}", undefined],
    ["a form", "a=1&b=2", undefined],
    ["half an object", '{"a": ', undefined],
    ["two objects", "{} {}", undefined],
    [
      "brackets in text",
      `{"a": "${"[".repeat(200)}\\"${"{".repeat(200)}"}`,
      { a: `${"[".repeat(200)}"${"{".repeat(200)}` },
    ],
    ["a list nested without end", "[".repeat(100_000), undefined],
    ["64 levels", nested(64), JSON.parse(nested(64))],
    ["65 levels", nested(65), undefined],
  ])("of %s is read", (_, text, parameters) => {
    expect(parseBody(text)).toEqual(parameters);
  });
});

describe("a batch", () => {
  test.each([
    ["one line", '{"a":1}', { lines: [{ a: 1 }] }],
    ["several lines", '{"a":1}\n{"a":2}\n', { lines: [{ a: 1 }, { a: 2 }] }],
    ["other line ends and empty lines", '\r\n{"a":1}\r\n\r\n{"a":2}', { lines: [{ a: 1 }, { a: 2 }] }],
    ["a line end inside text", '{"a":"x\\ny"}', { lines: [{ a: "x\ny" }] }],
    ["nothing", "", { lines: [] }],
    ["a bad line", '{"a":1}\n\n{"a":}\n{"a":', { line: 3 }],
    ["a line that is no object", '{"a":1}\n[1]', { line: 2 }],
    ["an object over two lines", '{"a":\n1}', { line: 1 }],
  ])("of %s is read", (_, text, lines) => {
    expect(parseLines(text)).toEqual(lines);
  });

  test("of ten thousand lines is read in order", () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `{"iter":${index}}`).join("\n");
    const read = parseLines(text);
    expect("lines" in read && read.lines.map(({ iter }) => iter)).toEqual(
      Array.from({ length: 10_000 }, (_, i) => i),
    );
  });
});

describe("a query", () => {
  test.each<[string, string, object]>([
    ["text", "a=x", { a: "x" }],
    ["a number", "a=15", { a: 15 }],
    ["no number", "a=-1&b=1.5&c=1e3&d=0x1", { a: "-1", b: "1.5", c: "1e3", d: "0x1" }],
    ["a number that is too long to be exact", "a=12345678901234567890", { a: "12345678901234567890" }],
    ["booleans", "a=true&b=false&c=True&d=False", { a: true, b: false, c: true, d: false }],
    ["text that only looks alike", "a=TRUE&b=yes&c=null", { a: "TRUE", b: "yes", c: "null" }],
    ["nothing", "a=", { a: "" }],
    ["a repeated name", "types=config&types=config", { types: ["config", "config"] }],
    ["a repeated name of numbers", "a=1&a=x&a=true", { a: [1, "x", true] }],
    ["a name for a list", "a[]=1", { a: [1] }],
    ["a name for a list, repeated", "a[]=1&a[]=2", { a: [1, 2] }],
    ["a nested name", "a.b.c=1", { a: { b: { c: 1 } } }],
    ["nested names side by side", "a.b=1&a.c=2", { a: { b: 1, c: 2 } }],
    ["escapes", "a%2Eb=x%20y%26z", { a: { b: "x y&z" } }],
    ["names that can't be", "=1&.=1&a..b=1&a.=1&.a=1", {}],
    ["prototypes", "__proto__.polluted=1&a.__proto__.polluted=1&b=2", { b: 2 }],
    ["constructor", "constructor.prototype.polluted=1", { constructor: { prototype: { polluted: 1 } } }],
    [`${"a.".repeat(64)}too deep`, `${"a.".repeat(64)}a=1`, {}],
  ])("of %s is read", (_, query, parameters) => {
    expect(withQuery({}, new URLSearchParams(query))).toEqual(parameters);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each<[string, object, string, object]>([
    ["adds to the body", { a: 1 }, "b=2", { a: 1, b: 2 }],
    ["goes before the body", { a: 1 }, "a=2", { a: 2 }],
    ["nests into the body", { a: { b: 1, c: 2 } }, "a.b=3", { a: { b: 3, c: 2 } }],
    ["takes the place of what can't hold it", { a: [1] }, "a.b=3", { a: { b: 3 } }],
    [
      "leaves the body's own __proto__ alone",
      JSON.parse('{"__proto__":{"x":1}}'),
      "a=1",
      JSON.parse('{"__proto__":{"x":1},"a":1}'),
    ],
  ])("%s", (_, body, query, parameters) => {
    const before = JSON.stringify(body);
    expect(JSON.stringify(withQuery(body as Record<string, unknown>, new URLSearchParams(query)))).toBe(
      JSON.stringify(parameters),
    );
    expect(JSON.stringify(body)).toBe(before);
  });
});
