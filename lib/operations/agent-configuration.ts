import { findPersonalVault } from "@/db/reads/vaults";
import type { ApiCaller } from "@/lib/server/api-caller";
import { BoundedMap } from "@/lib/server/bounded-map";
import { sha256Hex } from "@/lib/server/crypto";
import { openStored } from "./vaults";

export type ServedVault = {
  id: string;
  scope: "user" | "group";
  type: string;
  format: "hocon";
  enabled: boolean;
  description: string;
  /** Always HOCON, whatever format the author chose: clients parse nothing else. */
  data: string;
};

export type AgentConfiguration = {
  /** In the order in which clients merge them: the last one wins. */
  vaults: ServedVault[];
  /** What the active configuration vaults give together, as HOCON text. */
  hocon: string;
  etag: string;
};

const rendered = new BoundedMap<string, { version: number; configuration: AgentConfiguration }>(2_000);

/**
 * What a client with these credentials receives. Kept from call to call: the version that the caller was
 * authenticated with, read from the database at this very call, tells whether anything changed since.
 */
export async function findAgentConfiguration(caller: ApiCaller): Promise<AgentConfiguration> {
  const key = `${caller.workspaceId} ${caller.userId}`;
  const known = rendered.get(key);
  if (known?.version === caller.configurationVersion) return known.configuration;
  const configuration = await renderConfiguration(caller);
  rendered.set(key, { version: caller.configurationVersion, configuration });
  return configuration;
}

async function renderConfiguration(caller: ApiCaller): Promise<AgentConfiguration> {
  const stored = await findPersonalVault(caller.workspaceId, caller.userId);
  const vaults: ServedVault[] = stored
    ? [
        {
          id: stored.id,
          scope: "user",
          type: stored.type,
          format: "hocon",
          enabled: stored.enabled,
          description: "Personal vault",
          data: openStored(caller, stored),
        },
      ]
    : [];
  const hocon = vaults
    .filter((vault) => vault.enabled && vault.type === "config")
    .map((vault) => vault.data)
    .join("\n");
  return { vaults, hocon, etag: `"${sha256Hex(hocon).slice(0, 32)}"` };
}
