import { parseHocon } from "./hocon/parse-hocon";
import { parseJson } from "./json/reader";
import type { ParsedVault, ParseOptions, VaultFormat } from "./model/types";
import { parseYaml } from "./yaml/reader";

/** Reads a vault's text: what it means, and everything that is wrong with it. Throws for nothing in the text. */
export function parseVault(text: string, format: VaultFormat, options: ParseOptions = {}): ParsedVault {
  switch (format) {
    case "hocon":
      return parseHocon(text, options);
    case "json":
      return parseJson(text);
    case "yaml":
      return parseYaml(text);
  }
}
