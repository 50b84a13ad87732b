import { expect, test } from "vitest";
import { localPath } from "./local-path";

test.each<[unknown, string | undefined]>([
  ["/", "/"],
  ["/settings/workspace", "/settings/workspace"],
  ["/settings?page=2#top", "/settings?page=2#top"],
  ["/a//b", "/a//b"],
  ["/settings?next=https://evil.example", "/settings?next=https://evil.example"],
  ["/a b", "/a%20b"],
  ["", undefined],
  ["settings", undefined],
  ["https://evil.example/", undefined],
  ["javascript:alert(1)", undefined],
  ["//evil.example", undefined],
  ["/\\evil.example", undefined],
  ["\\\\evil.example", undefined],
  ["/\t/evil.example", undefined],
  ["/\n/evil.example", undefined],
  [" //evil.example", undefined],
  ["/.//evil.example", undefined],
  ["/..//evil.example", undefined],
  ["/a/..//evil.example", undefined],
  ["/.\\/evil.example", undefined],
  ["/%2e//evil.example", undefined],
  ["//user@evil.example", undefined],
  ["///evil.example", undefined],
  ["//[", undefined],
  [undefined, undefined],
  [["/a", "/b"], undefined],
])("%j leads to %j", (given, path) => {
  expect(localPath(given)).toBe(path);
});
