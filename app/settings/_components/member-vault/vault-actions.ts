import type { Outcome } from "@/lib/core/outcome";
import type { Changes } from "@/lib/core/vault/effective-work";
import type { VaultEdit, VaultSwitch } from "@/lib/core/vault/inputs";
import type { VaultSaved, VaultView } from "@/lib/operations/vaults/member-vaults";

type Action<Input, Result> = (drawnFor: string, input: Input) => Promise<Outcome<Result>>;

/** What can be done with the vault of one member. */
export type VaultActions = {
  open: Action<Record<string, never>, VaultView>;
  save: Action<VaultEdit, VaultSaved>;
  /** What turning it on changes. */
  preview: Action<VaultSwitch, Changes>;
  turn: Action<VaultSwitch, VaultView>;
};
