import { expect, test } from "vitest";
import { type ListCondition, mostListTerms, readListTerms } from "./list-terms";

const any = (...words: string[]): ListCondition => ({ kind: "any", words });
const all = (...words: string[]): ListCondition => ({ kind: "all", words });
const none = (...words: string[]): ListCondition => ({ kind: "none", words });

test.each([
  [[], "and", [], false],
  [["a", "b", "a"], "and", [any("a", "b")], false],
  [["-archived"], "and", [none("archived")], false],
  [["a", "-b"], "and", [any("a"), none("b")], false],
  [["__$all", "a", "b"], "and", [all("a", "b")], false],
  [["__$and", "a", "__$not", "b"], "and", [all("a"), none("b")], false],
  [["__$any", "a", "__$not", "b"], "or", [any("a"), none("b")], false],
  [["__$or", "-a"], "or", [any("-a")], false],
  [["__$all", "a", "__$nop", "-b", "c"], "and", [any("c"), all("a"), none("b")], false],
  [[null], "and", [], true],
  [["a", null], "and", [any("a")], true],
] as const)("%j", (words, join, conditions, orEmpty) => {
  expect(readListTerms(words)).toEqual({ ok: true, value: { join, conditions, orEmpty } });
});

test.each([
  [["__$not"], "A word is expected after __$not."],
  [["__$not", "__$all", "a"], "A word is expected after __$not."],
  [["__$most", "a"], "__$most is not an operator."],
  [["__$toString"], "__$toString is not an operator."],
  [["-"], "A word is expected after -."],
  [Array.from({ length: mostListTerms + 1 }, String), `There are more than ${mostListTerms} words.`],
])("%j is refused", (words, message) => {
  expect(readListTerms(words)).toMatchObject({ ok: false, refusal: { message } });
});
