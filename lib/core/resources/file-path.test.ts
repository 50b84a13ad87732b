import { expect, test } from "vitest";
import { idsInPath, readFilePath, readUrlPath } from "./file-path";

const [one, other] = ["a".repeat(32), "0123456789abcdef".repeat(2)];

test.each([
  ["a/b.txt", "a/b.txt"],
  ["/a/b", "a/b"],
  ["///a", "a"],
  ["project/.datasets/x/state.json", "project/.datasets/x/state.json"],
  ["é/数 据/%2F/a\\b", "é/数 据/%2F/a\\b"],
  ["x".repeat(2_000), "x".repeat(2_000)],
  ["", undefined],
  ["/", undefined],
  ["a//b", undefined],
  ["a/", undefined],
  ["../a", undefined],
  ["a/../../b", undefined],
  ["a/./b", undefined],
  ["a\0b", undefined],
  ["a\nb", undefined],
  ["a\ud800", undefined],
  ["x".repeat(2_001), undefined],
  ["é".repeat(1_001), undefined],
])("%j as a path is %j", (given, path) => {
  expect(readFilePath(given)).toBe(path);
});

test.each([
  ["a/b%20c", "a/b c"],
  ["a/%252F", "a/%2F"],
  ["a%2F..%2Fb", undefined],
  ["%2e%2e/a", undefined],
  ["a%00", undefined],
  ["a%ff", undefined],
  ["a%", undefined],
])("%j in a URL is %j", (given, path) => {
  expect(readUrlPath(given)).toBe(path);
});

test.each([
  [`proj/sub/train.${one}/artifacts/a/b.pkl`, [one]],
  [`${one}/a`, [one]],
  [`x.${one}/train.v2.${other}/models/m`, [one, other]],
  [`proj/train.${one}`, []],
  [`proj/train.${one.toUpperCase()}/a`, []],
  [`proj/train.${one}0/a`, []],
  [`proj/train${one}/a`, []],
  ["a/b", []],
])("in %j the ids are %j", (path, ids) => {
  expect(idsInPath(path)).toEqual(ids);
});
