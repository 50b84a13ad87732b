import type { VaultTarget } from "./model/types";

/** What a vault is for, by the names that clients ask with. */
export type VaultScope = "personal" | "group";
export const vaultTypes = ["config", "ui_storage_credentials", "remote_session_ssh_server"] as const;
export type VaultType = (typeof vaultTypes)[number];

/** As the screens say it. */
export const vaultTypeNames: Record<VaultType, string> = {
  config: "Client",
  ui_storage_credentials: "UI storage credentials",
  remote_session_ssh_server: "SSH server",
};

export function targetOf({ scope, type }: { scope: VaultScope; type: VaultType }): VaultTarget {
  if (type !== "config") return type;
  return scope === "group" ? "administrator" : "personal";
}
