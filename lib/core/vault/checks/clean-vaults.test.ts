import { expect, it } from "vitest";
import cases from "../fixtures/clean-vaults.json";
import type { VaultFormat } from "../model/types";
import { checkVault } from "./check-vault";

/** Vaults as teams write them, in which there is nothing to find. */
const vaults = cases as { format: VaultFormat; text: string }[];

it("has forty of them", () => expect(vaults.length).toBeGreaterThanOrEqual(40));

it.each(vaults)("finds nothing in $format $text", ({ format, text }) => {
  for (const variant of [text, text.replace(/\r?\n/g, "\r\n"), text.trimEnd()]) {
    const { diagnostics } = checkVault(variant, format, "administrator");
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  }
});
