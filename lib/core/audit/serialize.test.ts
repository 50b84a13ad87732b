import { expect, test } from "vitest";
import { canonicalJson } from "./serialize";

test.each<[string, unknown, string]>([
  ["keys in order", { b: 1, a: 2, B: 3 }, '{"B":3,"a":2,"b":1}'],
  ["inner keys in order", { x: [{ d: 1, c: 2 }] }, '{"x":[{"c":2,"d":1}]}'],
  ["a list in its own order", [3, 1, 2], "[3,1,2]"],
  ["nothing for what is undefined", { a: undefined, b: null }, '{"b":null}'],
  ["null in a list for what is undefined", [undefined, 1], "[null,1]"],
  ["a time as text", { at: new Date("2026-01-02T03:04:05.678Z") }, '{"at":"2026-01-02T03:04:05.678Z"}'],
  ["text with its escapes", 'a"b\n', '"a\\"b\\n"'],
  ["numbers and booleans", [1.5, -0, true, null], "[1.5,0,true,null]"],
  ["an empty object", {}, "{}"],
  ["undefined", undefined, "null"],
])("writes %s", (_, value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test("values that differ differ in their text", () => {
  const texts = [{ a: 1 }, { a: "1" }, { a: [1] }, { a: { 0: 1 } }, [{ a: 1 }], { a: null }, { b: 1 }].map(
    canonicalJson,
  );
  expect(new Set(texts).size).toBe(texts.length);
});
