import { expect, test } from "vitest";
import {
  ancestorNames,
  mostProjectDepth,
  mostProjectNameLength,
  mostProjectPathLength,
  readProjectPath,
} from "./project-path";

test.each([
  ["Vision", "Vision", "Vision", []],
  [" Vision / Nets ", "Vision/Nets", "Nets", ["Vision"]],
  ["/a//b/c/", "a/b/c", "c", ["a", "a/b"]],
  [".datasets", ".datasets", ".datasets", []],
])("%j", (text, name, basename, ancestors) => {
  const read = readProjectPath(text);
  expect(read).toMatchObject({ ok: true, value: { name, basename } });
  expect(read.ok && ancestorNames(read.value)).toEqual(ancestors);
});

test.each([
  ["", "A project needs a name."],
  [" / ", "A project needs a name."],
  ["a\nb", "control characters"],
  [
    Array(mostProjectDepth + 1)
      .fill("a")
      .join("/"),
    `up to ${mostProjectDepth} levels`,
  ],
  ["a".repeat(mostProjectNameLength + 1), `up to ${mostProjectNameLength} characters`],
  [Array(4).fill("a".repeat(200)).join("/"), `up to ${mostProjectPathLength} characters together`],
])("%j is refused", (text, message) => {
  expect(readProjectPath(text)).toMatchObject({
    ok: false,
    refusal: { code: "invalid", message: expect.stringContaining(message) },
  });
});
