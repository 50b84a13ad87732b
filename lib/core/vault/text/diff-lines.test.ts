import { describe, expect, test } from "vitest";
import { diffLines } from "./diff-lines";

/** `-` before what went, `+` before what came, `@n` before a hunk that skips n lines. */
function shown(before: string, after: string, context?: number): string[] {
  const marks = { same: " ", removed: "-", added: "+" };
  return diffLines(before, after, context).hunks.flatMap(({ skipped, lines }) => [
    `@${skipped}`,
    ...lines.map(({ kind, before: old = "", after: now = "", text }) => `${old}:${now}${marks[kind]}${text}`),
  ]);
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `l${at + 1}`);
const joined = (lines: string[]) => `${lines.join("\n")}\n`;

describe("the difference of two texts", () => {
  test.each<[string, string, string, string[]]>([
    ["nothing", "a\n", "a\n", []],
    ["from nothing", "", "a\nb\n", ["@0", ":1+a", ":2+b"]],
    ["to nothing", "a\n", "", ["@0", "1:-a"]],
    ["one line", "a\nb\nc\n", "a\nB\nc\n", ["@0", "1:1 a", "2:-b", ":2+B", "3:3 c"]],
    ["a line more", "a\nc\n", "a\nb\nc\n", ["@0", "1:1 a", ":2+b", "2:3 c"]],
    ["the end of the last line", "a", "a\n", ["@0", "1:-a", ":1+a"]],
  ])("is %s", (_, before, after, expected) => {
    expect(shown(before, after)).toEqual(expected);
  });

  test("leaves out what is far from a change, and says how much", () => {
    const lines = numbered(20);
    const changed = lines.with(9, "new");
    expect(shown(joined(lines), joined(changed), 1)).toEqual([
      "@8",
      "9:9 l9",
      "10:-l10",
      ":10+new",
      "11:11 l11",
    ]);
  });

  test("shows changes that are near in one piece, and each line once", () => {
    const lines = numbered(9);
    const changed = lines.with(1, "x").with(4, "y");
    expect(shown(joined(lines), joined(changed), 2)).toEqual([
      "@0",
      "1:1 l1",
      "2:-l2",
      ":2+x",
      "3:3 l3",
      "4:4 l4",
      "5:-l5",
      ":5+y",
      "6:6 l6",
      "7:7 l7",
    ]);
  });

  test("shows changes that are far apart in two", () => {
    const lines = numbered(12);
    const changed = lines.with(0, "x").with(11, "y");
    expect(shown(joined(lines), joined(changed), 1)).toEqual([
      "@0",
      "1:-l1",
      ":1+x",
      "2:2 l2",
      "@8",
      "11:11 l11",
      "12:-l12",
      ":12+y",
    ]);
  });

  test("counts lines", () => {
    expect(diffLines("a\nb\nc\n", "a\nB\nC\nd\n")).toMatchObject({ added: 3, removed: 2 });
  });
});
