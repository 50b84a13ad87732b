import type { VaultFormat } from "@/lib/core/vault/types";

export type ShownVault = {
  /** 0 while nothing was ever saved. */
  revision: number;
  enabled: boolean;
  format: VaultFormat;
  text: string;
  edited: { at: Date; byName: string; bySelf: boolean } | null;
};

export const formatNames: Record<VaultFormat, string> = { hocon: "HOCON", json: "JSON", yaml: "YAML" };
