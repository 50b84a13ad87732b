import { expect, test } from "vitest";
import { isIdentifier } from "./identifiers";

test.each([
  ["0123456789abcdef0123456789abcdef", true],
  ["0123456789ABCDEF0123456789ABCDEF", false],
  ["0123456789abcdef0123456789abcde", false],
  ["0123456789abcdef0123456789abcdef0", false],
  ["01234567-89ab-cdef-0123-456789abcdef", false],
  ["0123456789abcdef0123456789abcdef\n", false],
  ["", false],
])("%j is an id: %s", (text, is) => {
  expect(isIdentifier(text)).toBe(is);
});
