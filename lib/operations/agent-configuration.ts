import { findPersonalVault, type StoredVault } from "@/db/reads/vaults";
import { canonicalText } from "@/lib/core/vault/canonical";
import { mergeVaults } from "@/lib/core/vault/merge";
import { parseVault } from "@/lib/core/vault/parse";
import type { ParsedVault, VaultObject } from "@/lib/core/vault/types";
import type { ApiCaller } from "@/lib/server/api-caller";
import { BoundedMap } from "@/lib/server/bounded-map";
import { log } from "@/lib/server/log";
import { openStored } from "./vaults";

export type ServedVault = {
  id: string;
  scope: "user" | "group";
  type: string;
  format: "hocon";
  enabled: boolean;
  description: string;
  /** Canonical HOCON, whatever format the author chose: clients parse nothing else. */
  data: string;
};

/** One vault of those that are merged, as a plain value. */
export type ConfigurationLayer = { id: string; name: string; value: VaultObject };

export type AgentConfiguration = {
  /** In the order in which clients merge them: the last one wins. */
  vaults: ServedVault[];
  /** What the active configuration vaults give together. */
  merged: VaultObject;
  layers: ConfigurationLayer[];
};

const cachedBytes = 64 * 1024 * 1024;
const rendered = new BoundedMap<
  string,
  { version: number; configuration: AgentConfiguration; bytes: number }
>(10_000, { most: cachedBytes, weigh: ({ bytes }) => bytes });

/**
 * What a client with these credentials receives. Kept from call to call: the version that the caller was
 * authenticated with, read from the database at this very call, tells whether anything changed since.
 */
export async function findAgentConfiguration(caller: ApiCaller): Promise<AgentConfiguration> {
  const key = `${caller.workspaceId} ${caller.userId}`;
  const known = rendered.get(key);
  if (known?.version === caller.configurationVersion) return known.configuration;
  const stored = await findPersonalVault(caller.workspaceId, caller.userId);
  const configuration = render(caller, stored ? [stored] : []);
  // A plain value takes about as much room as its text, and both are kept.
  const bytes = 1_000 + 6 * configuration.vaults.reduce((sum, { data }) => sum + data.length, 0);
  rendered.set(key, { version: caller.configurationVersion, configuration, bytes });
  return configuration;
}

type ReadVault = { stored: StoredVault; parsed: ParsedVault };

function render(caller: ApiCaller, stored: StoredVault[]): AgentConfiguration {
  const read = stored.map((vault): ReadVault => {
    return { stored: vault, parsed: parseVault(openStored(caller, vault), vault.format) };
  });
  const active = read.filter(({ stored: { enabled, type } }) => enabled && type === "config");
  return {
    vaults: read.flatMap((vault) => served(caller, vault)),
    merged: mergeVaults(active.map(({ stored: { id }, parsed }) => ({ id, parsed }))).value,
    layers: active.flatMap(({ stored: { id }, parsed: { value } }) =>
      value ? [{ id, name: "Personal vault", value }] : [],
    ),
  };
}

/** A text with errors is only kept while its vault is off, so there is nothing to send of it. */
function served(caller: ApiCaller, { stored, parsed }: ReadVault): ServedVault[] {
  if (parsed.value === undefined && stored.enabled) {
    log().error({ workspaceId: caller.workspaceId, vaultId: stored.id }, "a vault that is on can't be read");
  }
  if (parsed.value === undefined) return [];
  return [
    {
      id: stored.id,
      scope: "user",
      type: stored.type,
      format: "hocon",
      enabled: stored.enabled,
      description: "Personal vault",
      data: canonicalText(parsed.value),
    },
  ];
}
