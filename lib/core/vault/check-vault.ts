import { type CheckedVault, checkParsed } from "./check-parsed";
import { parseVault } from "./parse";
import type { VaultFormat, VaultTarget } from "./types";

/** As `checkParsed`, from the text in any format. */
export function checkVault(text: string, format: VaultFormat, target: VaultTarget): CheckedVault {
  return checkParsed(parseVault(text, format), target);
}
