import { describe, expect, test } from "vitest";
import { type Preferences, preferenceNameProblem, preferencesProblem, withPreferences } from "./preferences";

const parse = (text: string): Preferences => JSON.parse(text);

describe("setting preferences", () => {
  test.each([
    ["adds a name", '{"a":1}', '{"b":2}', '{"a":1,"b":2}'],
    ["replaces a value", '{"a":1}', '{"a":"x"}', '{"a":"x"}'],
    ["replaces an object whole", '{"a":{"x":1,"y":2}}', '{"a":{"y":3}}', '{"a":{"y":3}}'],
    ["takes dots as a path", '{"a":{"x":1,"y":2}}', '{"a.y":3}', '{"a":{"x":1,"y":3}}'],
    ["makes a path that is not there", "{}", '{"a.b.c":[1]}', '{"a":{"b":{"c":[1]}}}'],
    ["goes by the order of names", "{}", '{"a":{"x":1},"a.y":2}', '{"a":{"x":1,"y":2}}'],
    ["replaces a list whole", '{"a":[1,2,3]}', '{"a":[4]}', '{"a":[4]}'],
    ["replaces an object by a scalar", '{"a":{"x":1}}', '{"a":false}', '{"a":false}'],
    ["keeps null as a value", '{"a":{"x":1}}', '{"a":null}', '{"a":null}'],
    ["changes nothing for nothing", '{"a":1}', "{}", '{"a":1}'],
    [
      "treats __proto__ as any name",
      '{"a":1}',
      '{"__proto__":{"polluted":true}}',
      '{"a":1,"__proto__":{"polluted":true}}',
    ],
    ["treats __proto__ as any step", "{}", '{"__proto__.polluted":true}', '{"__proto__":{"polluted":true}}'],
    [
      "treats constructor as any step",
      "{}",
      '{"constructor.prototype.polluted":true}',
      '{"constructor":{"prototype":{"polluted":true}}}',
    ],
  ])("%s", (_, before, changes, after) => {
    expect(JSON.stringify(withPreferences(parse(before), parse(changes)))).toBe(after);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test.each(['{"a":1}', '{"a":null}', '{"a":[{"b":1}]}', '{"a":"text"}'])(
    "finds no path through %s",
    (before) => {
      expect(withPreferences(parse(before), { "a.b": 1 })).toBeUndefined();
    },
  );

  test("leaves both arguments as they were", () => {
    const before = { a: { x: 1 } };
    const changes = { "a.y": 2 };
    withPreferences(before, changes);
    expect([before, changes]).toEqual([{ a: { x: 1 } }, { "a.y": 2 }]);
  });
});

/** As many as one call may have: work for each name over all of the others would take minutes. */
test.each<[string, (each: number) => string]>([
  ["beside each other", (each) => `k${each}`],
  ["in one object", (each) => `a.k${each}`],
  ["far down in one object", (each) => `${"a.".repeat(20)}k${each}`],
  ["in an object each", (each) => `k${each}.a.b`],
])("18,000 names %s are set quickly", (_, nameOf) => {
  const names = Array.from({ length: 18_000 }, (_name, each) => nameOf(each));
  const before = withPreferences({}, Object.fromEntries(names.map((name) => [name, 1])));
  const after = withPreferences(before ?? {}, { [names[9_000] ?? ""]: 2 });
  expect(JSON.stringify(after).match(/:2/g)).toHaveLength(1);
  expect(JSON.stringify(after).match(/:1/g)).toHaveLength(17_999);
});

test.each<[Preferences, boolean]>([
  [{ "a.b": { c: [{ d: 1 }] } }, true],
  [{ a$: 1, "a.b$": 1 }, true],
  [{ $a: 1 }, false],
  [{ "a.$b": 1 }, false],
  [{ "a..b": 1 }, false],
  [{ ".a": 1 }, false],
  [{ "": 1 }, false],
  [{ a: { "b.c": 1 } }, false],
  [{ a: { $b: 1 } }, false],
  [{ a: [{ b: { $c: 1 } }] }, false],
  [{ [Array(65).fill("a").join(".")]: 1 }, false],
])("the names in %j are usable: %s", (changes, usable) => {
  expect(preferenceNameProblem(changes) === undefined).toBe(usable);
});

const tooLarge = "The preferences are too large. The maximum is 64 KB.";
const unstorable = "The preferences contain a character that can’t be stored.";

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
