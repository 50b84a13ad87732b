import { describe, expect, test } from "vitest";
import { limits } from "../model/limits";
import { Report } from "../model/report";
import type { SourceObject } from "../model/types";
import { parseVault } from "../parse";
import { lex } from "./lexer";
import type { Tokens } from "./tokens";

const read = (text: string) => parseVault(text, "hocon");
const codes = (text: string) =>
  read(text).diagnostics.map(({ code, range }) => `${code} ${range.start.line}`);

function sources(tokens: Tokens): string[] {
  return Array.from({ length: tokens.length }, (_, index) => tokens.source(index));
}

describe("texts that are read one after another", () => {
  test.each([
    ["a plus sign at the end", "a = [1]\nb +", "a = [1]\nb  = 2"],
    ["a colon at the end", "a = x:", "a = x:yz"],
    ["a slash at the end", "a = 1 /", "a = 1 //"],
    ["two quotes at the end", 'a = ""', 'a = """x"""'],
  ])("say nothing of the longer one before them: %s", (_, text, longer) => {
    read(" ".repeat(longer.length));
    const { value, diagnostics } = read(text);
    read(longer);
    expect(read(text)).toMatchObject({ value, diagnostics });
  });

  test("have tokens of their own until those are released", () => {
    const first = lex("a = 1", new Report("a = 1"));
    const second = lex("other { words: here }", new Report("other { words: here }"));
    expect(sources(first)).toEqual(["a", "=", "1", ""]);
    second.release();
    const third = lex("b = 2", new Report("b = 2"));
    expect(sources(first)).toEqual(["a", "=", "1", ""]);
    expect(sources(third)).toEqual(["b", "=", "2", ""]);
    first.release();
    third.release();
  });

  test("can have more tokens than most", () => {
    const dense = `a=[${"1,".repeat(5000)}1]`;
    expect(read(dense).value?.a).toHaveLength(5001);
  });
});

describe("groups that are read one after another", () => {
  test("keep their own comments", () => {
    const { tree } = read("a { x = 1 }\nb { # of y\n y = 2 }");
    const [a, b] = tree.fields.map(({ node }) => (node as SourceObject).fields[0]?.node.comments);
    expect([a, b]).toEqual([undefined, { before: ["of y"] }]);
  });

  test("don’t take the comma of another group for their own", () => {
    expect(codes("a { x = 1, }\nb { y }")).toEqual(codes("a { x = 1 }\nb { y }"));
  });

  test("keep what was read before it became too deep", () => {
    const { tree, value } = read(`a = 1\nb = 2\n${"c { ".repeat(limits.depth + 2)}`);
    expect(value).toBeUndefined();
    expect(tree.fields.map(({ path }) => path)).toEqual([["a"], ["b"]]);
  });
});

describe("keys of one length", () => {
  test.each([
    ["abcde", "axcde"],
    ["abcde", "abcxe"],
    ["abcdefg", "axcdexg"],
  ])("are told apart: %s and %s", (one, other) => {
    const { value } = read(`${one} = x\n${other} = y\n${one} = z`);
    expect(value).toEqual({ [one]: "z", [other]: "y" });
  });
});

test.each(["1E999", "-1e999", `1${"0".repeat(310)}`])("a number is too large: %s", (number) => {
  expect(codes(`a = ${number}`)).toEqual(["number-too-large 1"]);
});

test.each([
  ["letters of one byte", "x"],
  ["letters of two bytes", "é"],
  ["letters of three bytes", "€"],
  ["letters of four bytes", "😀"],
])("the limit of a text counts its bytes: %s", (_, letter) => {
  const bytes = Buffer.byteLength(letter);
  const start = "a = 1 # ";
  const rest = limits.textBytes - start.length;
  const text = `${start}${"-".repeat(rest % bytes)}${letter.repeat(Math.floor(rest / bytes))}`;
  expect(Buffer.byteLength(text)).toBe(limits.textBytes);
  expect(codes(text)).toEqual(["slow-to-load 1"]);
  expect(codes(`${text}-`)).toEqual(["too-large 1"]);
});
