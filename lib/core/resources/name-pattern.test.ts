import { describe, expect, test } from "vitest";
import { mostPatternLength, readNamePattern } from "./name-pattern";

describe("a pattern for names", () => {
  test.each([
    ["^Proj\\ A$", "exact", "Proj A"],
    ["^a/b\\-c\\.d$", "exact", "a/b-c.d"],
    ["^\\.pipelines/", "prefix", ".pipelines/"],
    ["resnet", "contains", "resnet"],
    ["", "contains", ""],
    ["^$", "exact", ""],
    ["^Ünïcode\\ 🤖$", "exact", "Ünïcode 🤖"],
    ["a\\x2fb", "contains", "a/b"],
  ])("%j is the text of a name where it is nothing else", (pattern, kind, text) => {
    expect(readNamePattern(pattern)).toEqual({ ok: true, value: { kind, text, ignoreCase: false } });
  });

  test.each([
    ["a|b", "a|b"],
    ["train.*", "train(?:[^\\n])*"],
    ["^v\\d+$", "^v(?:\\d)+$"],
    ["(?P<name>x){2,3}", "(?:(?:x)){2,3}"],
    ["[^a-z\\]]", "[^a-z\\]]"],
    ["(?:a)?$", "(?:(?:a))?$"],
    ["\\bnet\\b", "\\ynet\\y"],
    ["a$b", "a$b"],
    ["b$", "b$"],
  ])("%j becomes PostgreSQL’s", (pattern, regex) => {
    expect(readNamePattern(pattern)).toEqual({
      ok: true,
      value: { kind: "regex", regex, ignoreCase: false },
    });
  });

  test("ignores case where it says so, or where the caller does", () => {
    expect(readNamePattern("(?i)^net$")).toMatchObject({ value: { kind: "exact", ignoreCase: true } });
    expect(readNamePattern("n.t", true)).toMatchObject({ value: { kind: "regex", ignoreCase: true } });
  });

  test.each([
    ["(a)\\1", "character 4: references back are not supported"],
    ["(?=a)", "character 1: this kind of group is not supported"],
    ["(?<!a)b", "character 1: this kind of group is not supported"],
    ["a{2}{3}", "character 5: a repeat is repeated"],
    ["a**", "character 3: a repeat is repeated"],
    ["*a", "character 1: there is nothing to repeat"],
    ["a{300}", "character 2: it repeats over 255 times"],
    ["((a{100}){100}){2}", "character 2: it repeats too much"],
    ["(a", "character 1: a closing parenthesis is missing"],
    ["a)", "character 2: an opening parenthesis is missing"],
    ["[a", "character 1: a closing bracket is missing"],
    ["[z-a]", "a range ends before it begins"],
    ["a\\", "character 2: a backslash ends it"],
    ["\\q", "\\q is not supported"],
    ["\\x00", "no name holds this character"],
    ["(".repeat(60), "it nests more than 50 groups"],
    ["a".repeat(mostPatternLength + 1), `longer than ${mostPatternLength} characters`],
  ])("%j is refused where it can’t be read", (pattern, message) => {
    expect(readNamePattern(pattern)).toMatchObject({
      ok: false,
      refusal: { code: "invalid", message: expect.stringContaining(message) },
    });
  });
});
