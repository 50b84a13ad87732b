import { describe, expect, test } from "vitest";
import { mergePreferences, type Preferences, preferencesProblem } from "./preferences";

const parse = (text: string): Preferences => JSON.parse(text);

describe("merging preferences", () => {
  test.each([
    ["adds a key", '{"a":1}', '{"b":2}', '{"a":1,"b":2}'],
    ["replaces a value", '{"a":1}', '{"a":"x"}', '{"a":"x"}'],
    ["merges objects key by key", '{"a":{"x":1,"y":2}}', '{"a":{"y":3}}', '{"a":{"x":1,"y":3}}'],
    ["replaces a list whole", '{"a":[1,2,3]}', '{"a":[4]}', '{"a":[4]}'],
    ["replaces an object by a scalar", '{"a":{"x":1}}', '{"a":false}', '{"a":false}'],
    ["replaces a scalar by an object", '{"a":1}', '{"a":{"x":1}}', '{"a":{"x":1}}'],
    ["replaces an object by a list", '{"a":{"x":1}}', '{"a":[1]}', '{"a":[1]}'],
    ["keeps null as a value", '{"a":{"x":1}}', '{"a":null}', '{"a":null}'],
    ["changes nothing for nothing", '{"a":1}', "{}", '{"a":1}'],
    [
      "treats __proto__ as any key",
      '{"a":1}',
      '{"__proto__":{"polluted":true}}',
      '{"a":1,"__proto__":{"polluted":true}}',
    ],
    [
      "merges into __proto__ as into any key",
      '{"__proto__":{"a":1}}',
      '{"__proto__":{"b":2}}',
      '{"__proto__":{"a":1,"b":2}}',
    ],
    [
      "treats constructor as any key",
      "{}",
      '{"constructor":{"prototype":{"polluted":true}}}',
      '{"constructor":{"prototype":{"polluted":true}}}',
    ],
  ])("%s", (_, before, changes, merged) => {
    expect(JSON.stringify(mergePreferences(parse(before), parse(changes)))).toBe(merged);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("leaves both arguments as they were", () => {
    const before = { a: { x: 1 } };
    const changes = { a: { y: 2 } };
    mergePreferences(before, changes);
    expect([before, changes]).toEqual([{ a: { x: 1 } }, { a: { y: 2 } }]);
  });

  test("stops merging at the sixteenth level and replaces from there on", () => {
    const nest = (levels: number, leaf: Preferences): Preferences =>
      levels === 0 ? leaf : { k: nest(levels - 1, leaf) };
    const leafOf = (nested: Preferences, levels: number): unknown =>
      levels === 0 ? nested : leafOf(nested.k as Preferences, levels - 1);
    expect(leafOf(mergePreferences(nest(15, { a: 1 }), nest(15, { b: 2 })), 15)).toEqual({ a: 1, b: 2 });
    expect(leafOf(mergePreferences(nest(16, { a: 1 }), nest(16, { b: 2 })), 16)).toEqual({ b: 2 });
  });
});

const tooLarge = "The preferences are too large: 64 KB at most.";
const unstorable = "The preferences hold a character that can’t be stored.";

test.each<[string, Preferences, string | undefined]>([
  ["nothing", {}, undefined],
  ["64 KB", { a: "x".repeat(65_536 - 8) }, undefined],
  ["more than 64 KB", { a: "x".repeat(65_536 - 7) }, tooLarge],
  ["text that looks like an escape", { a: "\\u0000", b: "\\ud800" }, undefined],
  ["a smiley", { "😀": "😀" }, undefined],
  ["a zero character", { a: { b: ["x\u0000"] } }, unstorable],
  ["a zero character in a key", { a: { "x\u0000": 1 } }, unstorable],
  ["half a character", { a: "\ud83d" }, unstorable],
  ["half a character in a key", { "\ude00": 1 }, unstorable],
])("preferences with %s", (_, preferences, problem) => {
  expect(preferencesProblem(preferences)).toBe(problem);
});
