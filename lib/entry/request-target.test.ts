import { describe, expect, test } from "vitest";
import { readTarget } from "./request-target";

describe("a request target", () => {
  test.each<[string, string, string]>([
    ["/", "/", ""],
    ["/settings/workspace?tab=1&x=..//", "/settings/workspace", "tab=1&x=..//"],
    ["/api/v2.23/tasks.get_all", "/api/v2.23/tasks.get_all", ""],
    ["/_next/static/chunks/0~a-b_c.d.js", "/_next/static/chunks/0~a-b_c.d.js", ""],
    ["/invitations/%5Btoken%5D/%C3%BC%20x", "/invitations/%5Btoken%5D/%C3%BC%20x", ""],
    ["/.well-known/x", "/.well-known/x", ""],
    ["/..x/y../...", "/..x/y../...", ""],
    ["/x??", "/x", "?"],
    ["/x/[id]/a%2Cb", "/x/[id]/a%2Cb", ""],
  ])("%s is the path %s", (url, path, search) => {
    expect(readTarget(url)).toEqual({ path, search });
  });

  test.each([
    "",
    "*",
    "?x",
    "api/auth.login",
    "http://localhost:3000/api/auth.login",
    "//api/auth/session",
    "/api//auth/session",
    "/settings//",
    "/./api/auth/session",
    "/x/../api/auth/session",
    "/x/..",
    "/.",
    "/x/%2e%2e/api/auth/session",
    "/%2E/api/auth/session",
    "/x/.%2e/api",
    "/x/%252f/../y",
    "/api%2fauth/session",
    "/api%2Fauth/session",
    "/api\\auth\\session",
    "/api%5cauth/session",
    "/api/%5Cauth",
    "/%61pi/auth/session",
    "/api/%41uth/session",
    "/api/aut%68/session",
    "/settings%5Fx",
    "/x%7E",
    "/a%00b",
    "/a%0ab",
    "/a%7Fb",
    "/a%",
    "/a%2",
    "/a%zz",
    "/a b",
    "/a\u0001",
    "/\u00fc",
    "/settings#/api",
    "/settings?x#/api",
  ])("%j is refused", (url) => {
    expect(readTarget(url)).toBeUndefined();
  });

  test("of 16 KB is read in the time that its length takes", () => {
    const read = (length: number) => {
      const urls = [
        "/.".repeat(length),
        "/%41".repeat(length),
        `/${"a".repeat(length)}\u0001`,
        "/..a".repeat(length),
      ];
      const started = performance.now();
      for (let round = 0; round < 20; round += 1) for (const url of urls) readTarget(url);
      return performance.now() - started;
    };
    read(1_000);
    expect(read(16_000)).toBeLessThan(Math.max(read(1_000), 1) * 160);
  });
});
