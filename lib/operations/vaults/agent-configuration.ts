import { LRUCache } from "lru-cache";
import { listAdminVaults, listAdminVaultVersions, type VaultGroup } from "@/db/reads/admin-vaults";
import { listServedVaults, type ServedVaultRow, type VaultVersion } from "@/db/reads/vaults";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { mostAdminVaults } from "@/lib/core/vault/admin-vault";
import { canonicalWriter } from "@/lib/core/vault/write/canonical";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { type ApiCaller, vaultVersionsOf } from "@/lib/server/api-caller";
import { noteReadability } from "./unreadable-vaults";
import { remakeCanonical } from "./vault-canonicals";
import { personalVaultName } from "./vault-editing";
import { openCanonical, tryToOpen } from "./vault-texts";

/** One vault as clients are sent it. */
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

export type AgentConfiguration = {
  /** In the order in which clients merge them: the last one wins. */
  vaults: ServedVault[];
};

type KnownVault = {
  version: number;
  /** Undefined where there is nothing to send of it. */
  vault: ServedVault | undefined;
};

const mostTextBytes = 32 * 1024 * 1024;
const mostDocumentBytes = 64 * 1024 * 1024;
const known = new LRUCache<string, KnownVault>({
  max: 10_000,
  maxSize: mostTextBytes,
  sizeCalculation: ({ vault }) => 500 + (vault?.data.length ?? 0),
});
/**
 * What is written from a configuration is kept with it: a list for clients, and documents in three formats.
 */
const configurations = new LRUCache<string, AgentConfiguration>({
  max: 10_000,
  maxSize: mostDocumentBytes,
  sizeCalculation: ({ vaults }) => 1_000 + 5 * vaults.reduce((sum, { data }) => sum + data.length, 0),
});

/**
 * What a client with these credentials receives. Kept from call to call: the versions of its vaults, which
 * the caller was authenticated with at this very call, tell whether any of them changed, came or went.
 */
export async function findAgentConfiguration(caller: ApiCaller): Promise<AgentConfiguration> {
  const received = await vaultVersionsOf(caller);
  const kept = configurations.get(keyOf(caller, received));
  if (kept) return kept;
  const wanted = readVersions(received);
  const found = await findVaults(caller.workspaceId, wanted);
  const there = wanted.flatMap(({ id }) => found.get(id) ?? []);
  const configuration = { vaults: there.flatMap(({ vault }) => vault ?? []) };
  const versions = wanted.flatMap(({ id }) => {
    const version = found.get(id)?.version;
    return version === undefined ? [] : `${id}:${version}`;
  });
  configurations.set(keyOf(caller, versions.join(" ")), configuration);
  return configuration;
}

function keyOf({ workspaceId }: ApiCaller, versions: string): string {
  return `${workspaceId} ${versions}`;
}

function readVersions(versions: string): VaultVersion[] {
  return versions.split(" ").flatMap((each) => {
    const [id, version] = each.split(":");
    return id && version ? [{ id, version: Number(version) }] : [];
  });
}

export type AdministeredVault = ServedVault & { groups: Pick<VaultGroup, "id" | "name">[] };

/**
 * Every administrator vault of the workspace, in their order. `data` is empty where clients would be sent
 * nothing.
 */
export async function listAdministeredVaults(
  actor: ActorWith<"vaults.manage">,
): Promise<AdministeredVault[]> {
  const { workspaceId } = actor;
  const inOrder = { search: "", sort: "order", descending: false } as const;
  const rows = await listAdminVaults(workspaceId, inOrder, { limit: mostAdminVaults, offset: 0 });
  const found = await findVaults(workspaceId, await listAdminVaultVersions(workspaceId));
  return rows.map(({ id, type, enabled, name, groups }) => ({
    ...{ id, scope: "group", type, format: "hocon", enabled, description: name },
    data: found.get(id)?.vault?.data ?? "",
    groups: groups.map((group) => ({ id: group.id, name: group.name })),
  }));
}

/** Reads only changed texts. A text that changed again in the meantime is returned in its latest version. */
async function findVaults(
  workspaceId: WorkspaceId,
  wanted: VaultVersion[],
): Promise<Map<string, KnownVault>> {
  const found = new Map<string, KnownVault>();
  for (const { id, version } of wanted) {
    const kept = known.get(`${workspaceId} ${id}`);
    if (kept?.version === version) found.set(id, kept);
  }
  const missing = wanted.flatMap(({ id }) => (found.has(id) ? [] : id));
  if (missing.length === 0) return found;
  for (const row of await listServedVaults(workspaceId, missing)) {
    const each = { version: row.version, vault: await servedVault(workspaceId, row) };
    known.set(`${workspaceId} ${row.id}`, each);
    found.set(row.id, each);
  }
  return found;
}

async function servedVault(workspaceId: WorkspaceId, row: ServedVaultRow): Promise<ServedVault | undefined> {
  const data = await canonicalOf(workspaceId, row);
  await noteReadability(workspaceId, row, data !== undefined || !row.enabled);
  if (data === undefined) return undefined;
  const { id, type, enabled } = row;
  const scope = row.scope === "group" ? "group" : "user";
  return { id, scope, type, format: "hocon", enabled, description: row.name ?? personalVaultName, data };
}

/**
 * Undefined where there is nothing to send: its text has errors, which is kept only while it is off, or it
 * can't be read. One without canonical text comes from an older version.
 */
async function canonicalOf(workspaceId: WorkspaceId, row: ServedVaultRow): Promise<string | undefined> {
  const { id, revision, sealedCanonical, canonicalWriter: writer, enabled } = row;
  if (sealedCanonical !== null) {
    return tryToOpen(() => openCanonical(sealedCanonical, { workspaceId, vaultId: id, revision }));
  }
  if (writer === canonicalWriter && !enabled) return undefined;
  return remakeCanonical(workspaceId, id);
}
