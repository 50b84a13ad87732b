import { z } from "zod";

export const vaultFormats = ["hocon", "json", "yaml"] as const;
export type VaultFormat = (typeof vaultFormats)[number];

export const vaultEdit = z.object({
  format: z.enum(vaultFormats),
  text: z.string().max(2_000_000, "This text is far too long for a vault."),
  /** The revision that the editor was opened on; 0 where there was none. */
  baseRevision: z.number().int().min(0),
});
export type VaultEdit = z.infer<typeof vaultEdit>;

export const vaultSwitch = z.object({ enabled: z.boolean() });
export type VaultSwitch = z.infer<typeof vaultSwitch>;
