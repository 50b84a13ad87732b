import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MergePiece, mergedText, mergeTexts } from "./merge-texts";

const settled = (text: string): MergePiece => ({ kind: "settled", text });
const collision = (base: string, mine: string, theirs: string): MergePiece => ({
  kind: "collision",
  base,
  mine,
  theirs,
});

describe("two texts made of one", () => {
  test.each<[string, [string, string, string], MergePiece[]]>([
    ["nobody changed anything", ["a\n", "a\n", "a\n"], [settled("a\n")]],
    ["only mine changed", ["a\nb\n", "a\nB\n", "a\nb\n"], [settled("a\nB\n")]],
    ["only theirs changed", ["a\nb\n", "a\nb\n", "A\nb\n"], [settled("A\nb\n")]],
    ["both made the same change", ["a\nb\n", "a\nB\n", "a\nB\n"], [settled("a\nB\n")]],
    ["lines apart", ["a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n"], [settled("A\nb\nC\n")]],
    ["one adds above, one below", ["a\nb\n", "0\na\nb\n", "a\nb\nc\n"], [settled("0\na\nb\nc\n")]],
    ["one takes out, one adds elsewhere", ["a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n"], [settled("a\nc\nd\n")]],
    [
      "the same line in two ways",
      ["a\nb\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n"],
      [settled("a\n"), collision("b\n", "mine\n", "theirs\n"), settled("c\n")],
    ],
    [
      "both add at one place",
      ["a\n", "a\nmine\n", "a\ntheirs\n"],
      [settled("a\n"), collision("", "mine\n", "theirs\n")],
    ],
    [
      "one changes what the other takes out",
      ["a\nb\nc\n", "a\nB\nc\n", "a\nc\n"],
      [settled("a\n"), collision("b\n", "B\n", ""), settled("c\n")],
    ],
    ["from nothing", ["", "mine\n", "theirs\n"], [collision("", "mine\n", "theirs\n")]],
    [
      "some collide, some do not",
      ["a\nb\nc\nd\ne\n", "A\nb\nmine\nd\ne\n", "a\nb\ntheirs\nd\nE\n"],
      [settled("A\nb\n"), collision("c\n", "mine\n", "theirs\n"), settled("d\nE\n")],
    ],
    [
      "without an end of the last line",
      ["a\nb", "a\nmine", "a\ntheirs"],
      [settled("a\n"), collision("b", "mine", "theirs")],
    ],
    [
      "lines named as parts of objects",
      ["__proto__\nb", "constructor\nb", "__proto__\nB"],
      [collision("__proto__\nb", "constructor\nb", "__proto__\nB")],
    ],
  ])("%s", (_, [base, mine, theirs], expected) => {
    expect(mergeTexts(base, mine, theirs)).toEqual(expected);
  });

  test("are one collision where too many lines are alike to be compared", () => {
    const many = (word: string) => Array.from({ length: 4_000 }, (_, at) => `${word}${at % 3}\n`).join("");
    const pieces = mergeTexts(
      `#\n${many("a")}x\n#\n`,
      `#\nm\n${many("a")}m\n#\n`,
      `#\nt\n${many("a")}t\n#\n`,
    );
    expect(pieces.map(({ kind }) => kind)).toEqual(["settled", "collision", "settled"]);
  });

  test("are compared line by line in tens of thousands of lines", () => {
    const lines = Array.from({ length: 30_000 }, (_, at) => `l${at}\n`);
    const changed = (at: number, line: string) => lines.with(at, line).join("");
    const pieces = mergeTexts(lines.join(""), changed(3, "mine\n"), changed(29_990, "theirs\n"));
    expect(pieces).toEqual([settled(lines.with(3, "mine\n").with(29_990, "theirs\n").join(""))]);
  });
});

describe("the merged text", () => {
  const pieces = mergeTexts("a\nb\nc\nd\ne", "a\nm1\nc\nd\nm2", "a\nt1\nc\nd\nt2");
  test.each([
    [[], "a\nm1\nc\nd\nm2"],
    [["theirs"], "a\nt1\nc\nd\nm2"],
    [["theirs", "theirs"], "a\nt1\nc\nd\nt2"],
    [["both", "both"], "a\nm1\nt1\nc\nd\nm2\nt2"],
  ] as const)("by %j", (choices, expected) => {
    expect(mergedText(pieces, choices)).toBe(expected);
  });
});

const texts = fc
  .array(fc.constantFrom("a\n", "b\n", "c\n", "{\n", "}\n", "\n"), { maxLength: 12 })
  .map((lines) => lines.join(""));

test("whatever was written: choosing one side everywhere loses no line that this side has written", () => {
  fc.assert(
    fc.property(texts, texts, texts, (base, mine, theirs) => {
      const pieces = mergeTexts(base, mine, theirs);
      if (theirs === base) expect(mergedText(pieces, [])).toBe(mine);
      if (mine === base) expect(mergedText(pieces, [])).toBe(theirs);
      const collisions = pieces.filter(({ kind }) => kind === "collision").length;
      expect(mergedText(mergeTexts(base, mine, mine), [])).toBe(mine);
      const both = mergedText(pieces, Array(collisions).fill("both")).split("\n");
      const added = (side: string) => side.split("\n").filter((line) => !base.split("\n").includes(line));
      for (const line of [...added(mine), ...added(theirs)]) expect(both).toContain(line);
    }),
  );
});
