import type { VaultObject } from "./types";

/** JSON with two spaces a level. A text that the agent completes is written as its reference, in quotes. */
export function jsonText(value: VaultObject): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
