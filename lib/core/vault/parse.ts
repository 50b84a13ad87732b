import { parseHocon } from "./parse-hocon";
import type { ParsedVault, ParseOptions, VaultFormat } from "./types";

/** Reads a vault's text: what it means, and everything that is wrong with it. Never throws. */
export function parseVault(text: string, format: VaultFormat, options: ParseOptions = {}): ParsedVault {
  void format;
  return parseHocon(text, options);
}
