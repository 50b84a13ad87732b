import { expect, test } from "vitest";
import { fileLinkOf, ownFilePath } from "./file-link";

const own = "https://steward.example";

test.each([
  ["https://steward.example/files/a/b.png", { href: "/files/a/b.png", isOwn: true, isPicture: true }],
  [
    "https://steward.example/files/L%C3%A4b/a%2Fb.JPEG",
    { href: "/files/L%C3%A4b/a%2Fb.JPEG", isOwn: true, isPicture: true },
  ],
  ["https://steward.example/files/a/b.csv.gz", { href: "/files/a/b.csv.gz", isOwn: true, isPicture: false }],
  ["https://steward.example/files/a/b.svg", { href: "/files/a/b.svg", isOwn: true, isPicture: false }],
  ["https://steward.example/files/a/b.png?x=1#y", { href: "/files/a/b.png", isOwn: true, isPicture: true }],
  ["HTTPS://Steward.example:443/files/a", { href: "/files/a", isOwn: true, isPicture: false }],
])("%s is a file of Steward's own", (url, expected) => {
  expect(fileLinkOf(url, own)).toEqual(expected);
});

test.each([
  "https://other.example/files/a.png",
  "http://steward.example/files/a.png",
  "https://steward.example:8443/files/a.png",
  "https://steward.example/files/../settings/a.png",
  "https://steward.example/files/%2e%2e/settings/a.png",
  "https://steward.example/filesystem/a.png",
  "https://steward.example@other.example/files/a.png",
])("%s is a file of another server, and not shown as a picture", (url) => {
  expect(fileLinkOf(url, own)).toEqual({ href: url, isOwn: false, isPicture: false });
});

test("no file is Steward's own where another server stores them", () => {
  const url = "https://steward.example/files/a.png";
  expect(fileLinkOf(url, null)).toEqual({ href: url, isOwn: false, isPicture: false });
});

test.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "s3://a/b",
  "file:///a",
  "//a",
  "https://",
  "",
  undefined,
])("%s becomes no link", (url) => {
  expect(fileLinkOf(url, own)).toBeUndefined();
});

test.each([
  ["https://steward.example/files/L%C3%A4b/a%2Fb%20c.png", "Läb/a/b c.png"],
  ["https://steward.example/files/a%2F..%2Fb", undefined],
  ["https://steward.example/files/%E0%A4", undefined],
  ["https://other.example/files/a", undefined],
  ["s3://a/b", undefined],
])("%s names the file %j", (url, expected) => {
  expect(ownFilePath(url, own)).toBe(expected);
});
