import { expect, test } from "vitest";
import { accessKeyFrom, accessKeyPattern, isUsableSecret } from "./format";

const bytes = (count: number, value: number) => Array<number>(count).fill(value);

test.each([
  ["zeroes", bytes(30, 0), "A".repeat(30)],
  ["the last letter of the alphabet", bytes(30, 35), "9".repeat(30)],
  ["the largest byte that is taken", bytes(30, 251), "9".repeat(30)],
  ["more bytes than needed", [...bytes(30, 1), 2, 3], "B".repeat(30)],
  ["bytes that would favour some letters", [...bytes(9, 252), ...bytes(30, 36), 255], "A".repeat(30)],
  ["too few bytes", bytes(29, 1), undefined],
  ["too few usable bytes", [...bytes(29, 1), ...bytes(50, 255)], undefined],
])("an access key from %s", (_, source, key) => {
  expect(accessKeyFrom(source)).toBe(key);
});

test("every letter of an access key is as likely as any other", () => {
  const counts = new Map<string, number>();
  for (let byte = 0; byte < 256; byte += 1) {
    const letter = accessKeyFrom(bytes(30, byte))?.[0];
    if (letter) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  expect(counts.size).toBe(36);
  expect(new Set(counts.values())).toEqual(new Set([7]));
});

test.each([
  ["A1".repeat(15), true],
  ["A".repeat(29), false],
  ["A".repeat(31), false],
  ["a".repeat(30), false],
  [`${"A".repeat(29)}-`, false],
  [`${"A".repeat(30)}\n`, false],
])("%j is an access key: %s", (text, is) => {
  expect(accessKeyPattern.test(text)).toBe(is);
});

test.each([
  [Buffer.alloc(50).toString("base64url"), true],
  [`9${"_-".repeat(33)}`, true],
  [`-${"a".repeat(66)}`, false],
  [`_${"a".repeat(66)}`, false],
  ["a".repeat(66), false],
  ["a".repeat(68), false],
  [`${"a".repeat(66)}+`, false],
  [`${"a".repeat(67)}\n`, false],
])("%j is a usable secret: %s", (text, is) => {
  expect(isUsableSecret(text)).toBe(is);
});
