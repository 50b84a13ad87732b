import { describe, expect, it } from "vitest";
import { configurations } from "./fixtures/configurations";
import { plainValue } from "./model/plain";
import type { VaultFormat } from "./model/types";
import { parseVault } from "./parse";
import { canonicalText } from "./write/canonical";
import { convert } from "./write/convert";
import { readCanonical } from "./write/read-canonical";

/** The numbers of a canonical text, letter by letter: everything outside quotes that begins like a number. */
function numbersOf(text: string): string {
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"|\$\{[^}]*\}/g, "_");
  return (bare.match(/(?<![\w.])-?\d[\w.+-]*/g) ?? []).join(" ");
}

describe.each(configurations)("%s", (_, numbers, format, text) => {
  const { value, diagnostics } = parseVault(text, format);
  const served = value ? canonicalText(value) : "";

  it("is served with every number in its own digits", () => {
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(numbersOf(served)).toBe(numbers);
  });

  it("keeps them through every reader and writer", () => {
    expect(parseVault(served, "hocon").value).toEqual(value);
    expect(canonicalText(plainValue(readCanonical(served)) as NonNullable<typeof value>)).toBe(served);
    for (const other of ["hocon", "json", "yaml"] satisfies VaultFormat[]) {
      if (served.includes("${")) continue;
      const converted = convert(text, format, other).text!;
      const back = parseVault(converted, other);
      expect(canonicalText(back.value!)).toBe(served);
    }
  });
});

it("are many", () => {
  expect(configurations.length).toBeGreaterThanOrEqual(44);
});
