import { z } from "zod";
import type { VaultFormat } from "./model/types";

export const vaultFormats = ["hocon", "json", "yaml"] as const satisfies VaultFormat[];
export type { VaultFormat };

export const vaultEdit = z.object({
  format: z.enum(vaultFormats),
  text: z.string().max(2_000_000, "This text is too long for a vault."),
  /** The revision that the editor was opened on; 0 where there was none. */
  baseRevision: z.number().int().min(0),
  /** Keeps a text with errors by turning the vault off. */
  turnOff: z.boolean().default(false),
});
export type VaultEdit = z.infer<typeof vaultEdit>;

export const vaultSwitch = z.object({ enabled: z.boolean() });
export type VaultSwitch = z.infer<typeof vaultSwitch>;
