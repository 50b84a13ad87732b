import { expect, test } from "vitest";
import { contentHeaders, hasTag, readMediaType, readRange } from "./file-answer";

test.each([
  [undefined, 10, "whole"],
  ["bytes=0-3", 10, { first: 0, last: 3 }],
  ["bytes=4-", 10, { first: 4, last: 9 }],
  ["bytes=-3", 10, { first: 7, last: 9 }],
  ["bytes=-30", 10, { first: 0, last: 9 }],
  ["bytes=8-99", 10, { first: 8, last: 9 }],
  ["bytes=10-", 10, "none"],
  ["bytes=0-", 0, "none"],
  ["bytes=-1", 0, "none"],
  ["bytes=-0", 10, "none"],
  ["bytes=5-2", 10, "whole"],
  ["bytes=0-1,3-4", 10, "whole"],
  ["bytes=-", 10, "whole"],
  ["bytes=a-b", 10, "whole"],
  ["lines=0-1", 10, "whole"],
])("%j of %j bytes is %j", (header, size, expected) => {
  expect(readRange(header, size)).toEqual(expected);
});

test.each([
  [undefined, false],
  ['"a"', true],
  ['"b", W/"a"', true],
  ["*", true],
  ['"b"', false],
])("If-None-Match %j fits: %j", (header, expected) => {
  expect(hasTag(header, '"a"')).toBe(expected);
});

test.each([
  ["image/png", "image/png"],
  ["Text/HTML; charset=utf-8", "text/html"],
  [undefined, "application/octet-stream"],
  ["nonsense", "application/octet-stream"],
  ["a/b\r\nset-cookie: x", "application/octet-stream"],
])("the media type %j is read as %j", (given, expected) => {
  expect(readMediaType(given)).toBe(expected);
});

test.each([
  ["image/png", false, "inline"],
  ["image/png", true, "attachment"],
  ["text/plain", false, "inline"],
  ["video/mp4", false, "inline"],
  ["text/html", false, "attachment"],
  ["image/svg+xml", false, "attachment"],
  ["application/xhtml+xml", false, "attachment"],
  ["application/pdf", false, "attachment"],
  ["text/javascript", false, "attachment"],
])("%s, for download: %j, is served as %s", (contentType, isDownload, expected) => {
  const headers = contentHeaders({ path: "a/é \"(1)'.x", contentType }, isDownload);
  expect(headers["content-disposition"]).toBe(`${expected}; filename*=UTF-8''%C3%A9%20%22%281%29%27.x`);
  expect(headers["content-security-policy"]).toBe("sandbox; default-src 'none'");
});
