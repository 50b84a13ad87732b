import { describe, expect, test } from "vitest";
import { WireRefusal } from "./call";
import { parseBody, parseLines, withQuery } from "./parameters";

/** What is read, or the code and the reason of the refusal. */
async function outcomeOf<T>(read: () => T | Promise<T>): Promise<T | string> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof WireRefusal) return `${error.code}: ${error.detail}`;
    throw error;
  }
}

const noObject = "badRequest: the body is not a JSON object";
const tooLarge = "badRequest: the JSON text contains too many keys, items, levels or bytes";

const manyKeys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]));
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

describe("a body", () => {
  test.each<[string, string, object | string]>([
    ["nothing", "", {}],
    ["blanks", " \r\n\t", {}],
    ["an object", '{"a": 1}', { a: 1 }],
    ["an object between blanks", '\n {"a": 1} \n', { a: 1 }],
    ["a list", "[1]", noObject],
    ["null", "null", noObject],
    ["a number", "5", noObject],
    ["text", '"a"', noObject],
    ["junk", "{a: 1}", noObject],
    ["a form", "a=1&b=2", noObject],
    ["half an object", '{"a": ', noObject],
    ["two objects", "{} {}", noObject],
    [
      "brackets in text",
      `{"a": "${"[".repeat(200)}\\"${"{".repeat(200)}"}`,
      { a: `${"[".repeat(200)}"${"{".repeat(200)}` },
    ],
    ["a list nested without end", "[".repeat(100_000), tooLarge],
    ["64 levels", nested(64), JSON.parse(nested(64))],
    ["65 levels", nested(65), tooLarge],
    ["19,000 keys", JSON.stringify(manyKeys(19_000)), manyKeys(19_000)],
    ["21,000 keys", JSON.stringify(manyKeys(21_000)), tooLarge],
    ["21,000 items", `{"a":[${"0,".repeat(21_000)}0]}`, tooLarge],
    ["11,000 objects", `{"a":[${"{},".repeat(11_000)}{}]}`, tooLarge],
    ["5 MB of text", `{"a":"${"x".repeat(5_000_000)}"}`, tooLarge],
  ])("of %s is read", async (_, text, parameters) => {
    expect(await outcomeOf(() => parseBody(Buffer.from(text)))).toEqual(parameters);
  });
});

describe("a batch", () => {
  const notAnObject = (line: number) => `batchValidationError: line ${line} is not a JSON object`;

  test.each([
    ["one line", '{"a":1}', [{ a: 1 }]],
    ["several lines", '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ["other line ends and empty lines", '\r\n{"a":1}\r\n\r\n{"a":2}', [{ a: 1 }, { a: 2 }]],
    ["a line end inside text", '{"a":"x\\ny"}', [{ a: "x\ny" }]],
    ["nothing", "", []],
    ["a bad line", '{"a":1}\n\n{"a":}\n{"a":', notAnObject(3)],
    ["a line that is no object", '{"a":1}\n[1]', notAnObject(2)],
    ["an object over two lines", '{"a":\n1}', notAnObject(1)],
  ])("of %s is read", async (_, text, lines) => {
    expect(await outcomeOf(async () => (await parseLines(Buffer.from(text))).lines)).toEqual(lines);
  });

  test("of ten thousand lines is read in order", async () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `{"iter":${index}}`).join("\n");
    const { lines: read } = await parseLines(Buffer.from(text));
    expect(read.map(({ iter }) => iter)).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
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

  test.each([
    ["names", Array.from({ length: 1_001 }, (_, index) => `a${index}=1`).join("&")],
    ["repetitions", "a=1&".repeat(1_001)],
    ["levels", `${"a.".repeat(1_001)}a=1`],
  ])("of too many %s is refused", async (_, query) => {
    expect(await outcomeOf(() => withQuery({}, new URLSearchParams(query)))).toBe(
      "badRequest: the query contains too many names or levels",
    );
  });
});

/** The longest time that the process could answer nobody else, while `work` went on. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const look = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(look, 1);
  await work();
  look();
  clearInterval(timer);
  return longest;
}

describe("the process answers others while it reads", () => {
  const keys = 12_000;
  const wide = { ...manyKeys(keys), deep: manyKeys(keys) };
  const names = Array.from({ length: 400 }, (_, index) => `n${index}=1&deep.n${index}=1`).join("&");

  test.each<[string, () => unknown]>([
    ["a query of many names over a body of many keys", () => withQuery(wide, new URLSearchParams(names))],
    ["a batch of 16 MB of empty lines", () => parseLines(Buffer.alloc(16_000_000, 0x0a))],
    ["a batch of 16 MB in short lines", () => parseLines(Buffer.from('{"a":[1,2]}\n'.repeat(90_000)))],
    [
      "a batch of 16 MB in long lines",
      () => parseLines(Buffer.from(`{"a":"${"x".repeat(900_000)}"}\n`.repeat(16))),
    ],
    ["a body of numbers alone", () => parseBody(Buffer.from(`{"a":[${"0,".repeat(8_000_000)}0]}`))],
    ["a body that opens without end", () => parseBody(Buffer.alloc(16_000_000, "["))],
  ])("%s", async (_, read) => {
    expect(await longestBlock(() => outcomeOf(read))).toBeLessThan(1_000);
  });
});
