import { limits } from "./model/limits";
import { withLineFeeds } from "./model/line-ends";
import type { VaultFormat } from "./model/types";

/** What a file's name says of its format: a configuration is HOCON unless it says otherwise. */
export function formatOfFile(name: string): VaultFormat {
  if (/\.ya?ml$/i.test(name)) return "yaml";
  return /\.json$/i.test(name) ? "json" : "hocon";
}

/** Why a file can't be imported, before it is read. */
export function whyNotImported(name: string, bytes: number): string | undefined {
  if (bytes <= limits.textBytes) return undefined;
  return `“${name}” was not imported. It has ${Math.ceil(bytes / 1024)} KB. A vault can have at most ${limits.textBytes / 1024} KB.`;
}

export function notText(name: string): string {
  return `“${name}” was not imported. It is not a text file in UTF-8.`;
}

/** The text of a file's bytes; undefined where they are not text. */
export function textOfFile(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\u0000") ? undefined : withLineFeeds(text);
  } catch {
    return undefined;
  }
}
