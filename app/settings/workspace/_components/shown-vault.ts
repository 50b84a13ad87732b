import type { VaultFormat } from "@/lib/core/vault/model/types";

type VaultFacts = {
  /** 0 while nothing was ever saved. */
  revision: number;
  enabled: boolean;
  format: VaultFormat;
  edited: { at: Date; byName: string; bySelf: boolean } | null;
};

/** What the page sends of a vault. */
export type ShownVault = VaultFacts & {
  lineCount: number;
  /** The whole text, where the page shows all of it anyway. */
  text: string | null;
};

/** With its text, whatever its size. */
export type OpenedVault = VaultFacts & { text: string };

export const formatNames: Record<VaultFormat, string> = { hocon: "HOCON", json: "JSON", yaml: "YAML" };

/** The browser is sent these fields alone. */
export function shownVault(
  vault: VaultFacts & { lineCount: number; start: string; isWhole: boolean },
): ShownVault {
  const { revision, enabled, format, edited, lineCount, start, isWhole } = vault;
  return { revision, enabled, format, edited, lineCount, text: isWhole ? start : null };
}
