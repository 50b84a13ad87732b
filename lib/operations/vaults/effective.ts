import {
  listAdminVaultSources,
  listReachedMembers,
  listVaultSources,
  type VaultSource,
} from "@/db/reads/effective-vaults";
import { findMembership } from "@/db/reads/memberships";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { Page } from "@/lib/core/page";
import type { ChangedKey, EffectiveKey } from "@/lib/core/vault/effective";
import { pathName } from "@/lib/core/vault/effective";
import type { EffectiveQuery, KeyChoice, PastedConfiguration } from "@/lib/core/vault/effective-inputs";
import type { Changes, LayerText } from "@/lib/core/vault/effective-work";
import type { SkippedLayer } from "@/lib/core/vault/model/types";
import type { Actor, ActorWith } from "@/lib/core/workspace/actor";
import type { UserKind } from "@/lib/core/workspace/role";
import { runVaultWork } from "@/lib/server/vault-workers";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn } from "../rights/revalidate-actor";
import { workProblems } from "./vault-check";
import { personalVaultName } from "./vault-editing";
import { openStored, tryToOpen } from "./vault-texts";

export type { ChangedKey, EffectiveKey };

const perPage = 100;
const mostAtOnce = 1_000;
const mostChanges = 50;
const mostCases = 20;
const localLayer = "clearml.conf";

/** A layer by its name, the lowest first. */
export type EffectiveLayerView = { id: string; name: string; kind: "local" | "admin" | "personal" };

/** What several layers give together, key by key. */
export type EffectiveKeys = {
  layers: EffectiveLayerView[];
  page: Page<EffectiveKey>;
  /** Layers that clients leave out, and why. */
  skipped: SkippedLayer[];
};

export type EffectiveView = EffectiveKeys & {
  owner: { id: UserId; name: string; kind: UserKind };
  /** Whether the values of the personal vault are kept from whoever looks. */
  isPrivate: boolean;
};

/** What one's own clients get, key by key, with the vault that each value comes from. */
export function findOwnEffectiveConfiguration(
  actor: ActorWith<"vaults.read_own">,
  query: EffectiveQuery,
): Promise<Outcome<EffectiveView>> {
  return findView(actor, actor.userId, query);
}

/** The same of any member or service account. Of a person's personal vault it shows the keys and no values. */
export function findEffectiveConfiguration(
  actor: ActorWith<"vaults.manage">,
  { userId }: { userId: UserId },
  query: EffectiveQuery,
): Promise<Outcome<EffectiveView>> {
  return findView(actor, userId, query);
}

async function findView(
  actor: Actor,
  userId: UserId,
  query: EffectiveQuery,
): Promise<Outcome<EffectiveView>> {
  const found = await findLayers(actor, userId);
  if (!found) return gone;
  const { owner, isPrivate } = found;
  const keys = await keysOf(found, { ...query, perPage });
  return keys.ok ? done({ owner, isPrivate, ...keys.value }) : keys;
}

async function keysOf(
  { layers, views, unreadable }: OpenedLayers,
  shown: EffectiveQuery & { perPage: number },
): Promise<Outcome<EffectiveKeys>> {
  const work = await runVaultWork({ kind: "effective", layers, ...shown });
  if ("problem" in work) return refused("limited", workProblems[work.problem]);
  const { page, skipped } = work.value;
  return done({ layers: views, page, skipped: [...unreadable, ...skipped] });
}

/** All keys at once, up to a limit. */
const firstKeys = { search: "", page: 1, perPage: mostAtOnce };

const gone = refused("not_found", "This member is no longer in the workspace.");

/** One administrator vault that one's own clients merge, key by key. */
export async function readAppliedVault(
  actor: ActorWith<"vaults.read_own">,
  { vaultId }: { vaultId: string },
): Promise<Outcome<EffectiveKeys>> {
  const { workspaceId } = actor;
  const sources = await listVaultSources(workspaceId, actor.userId);
  const wanted = sources.filter(({ id, scope }) => id === vaultId && scope === "group");
  if (wanted.length === 0) return refused("not_found", "This vault no longer applies to your clients.");
  return keysOf(openLayers(workspaceId, wanted), firstKeys);
}

/** One's own vaults merged over a client's own file, which is neither stored nor logged. */
export async function mergePastedConfiguration(
  actor: ActorWith<"vaults.read_own">,
  { text }: PastedConfiguration,
): Promise<Outcome<EffectiveKeys>> {
  const found = await findLayers(actor, actor.userId);
  if (!found) return gone;
  const local = { id: localLayer, text, format: "hocon", isLocal: true } as const;
  const layers = [local, ...found.layers];
  const views = [{ id: localLayer, name: localLayer, kind: "local" } as const, ...found.views];
  return keysOf({ layers, views, unreadable: found.unreadable }, firstKeys);
}

/** One value of one's own configuration in full. */
export async function revealOwnValue(
  actor: ActorWith<"vaults.read_own">,
  { path }: KeyChoice,
): Promise<Outcome<{ text: string }>> {
  const found = await findLayers(actor, actor.userId);
  if (!found) return gone;
  const work = await runVaultWork({ kind: "reveal", layers: found.layers, path });
  if ("problem" in work) return refused("limited", workProblems[work.problem]);
  if (!work.value) return refused("not_found", "This key is no longer in the configuration.");
  const { text, from } = work.value;
  return actingIn(actor, "vaults.read_own", async (tx, revalidated) => {
    await recordAudit(tx, subjectOf(revalidated), {
      event: "vault.value_revealed",
      targetId: from.layer,
      targetName: found.views.find(({ id }) => id === from.layer)?.name ?? "",
      after: { key: pathName(path), line: from.line },
    });
    return done({ text });
  });
}

/** What one's clients get otherwise once one's own vault is turned on, or off. */
export function previewOwnSwitch(
  actor: ActorWith<"vaults.read_own">,
  { enabled }: { enabled: boolean },
): Promise<Outcome<Changes>> {
  return previewSwitch(actor, actor.userId, enabled);
}

/** The same for the vault of a service account. */
export function previewServiceAccountSwitch(
  actor: ActorWith<"service_accounts.manage">,
  { accountId, enabled }: { accountId: UserId; enabled: boolean },
): Promise<Outcome<Changes>> {
  return previewSwitch(actor, accountId, enabled, "service_account");
}

async function previewSwitch(
  actor: Actor,
  userId: UserId,
  enabled: boolean,
  kind?: EffectiveView["owner"]["kind"],
): Promise<Outcome<Changes>> {
  const found = await findLayers(actor, userId, { withOwnVaultOff: true });
  if (!found || (kind && found.owner.kind !== kind)) return gone;
  const all = found.layers.map(({ id }) => id);
  const without = all.filter((id) => found.views.some((view) => view.id === id && view.kind === "admin"));
  const cases = [enabled ? { before: without, after: all } : { before: all, after: without }];
  const work = await runVaultWork({ kind: "changes", layers: found.layers, cases, limit: mostChanges });
  if ("problem" in work) return refused("limited", workProblems[work.problem]);
  return done(work.value[0] ?? { total: 0, rows: [] });
}

export type SwitchPreview = {
  /** Everybody whose clients receive the vault. */
  members: number;
  /** By the other vaults that they receive; the most members first. */
  groups: (Changes & { members: number; withOwnVault: number })[];
  /** Members in further groups, which are not worked out. */
  furtherMembers: number;
};

/**
 * What an administrator vault changes for the clients of everybody whom it reaches, once it is turned on or off. What
 * they say in vaults of their own is not looked at: it wins over whatever changes.
 */
export async function previewAdminVaultSwitch(
  actor: ActorWith<"vaults.manage">,
  { vaultId, enabled }: { vaultId: string; enabled: boolean },
): Promise<Outcome<SwitchPreview>> {
  const { workspaceId } = actor;
  const reached = await listReachedMembers(workspaceId, vaultId, mostCases);
  const ids = [...new Set([vaultId, ...reached.flatMap(({ vaultIds }) => vaultIds)])];
  const sources = await listAdminVaultSources(workspaceId, ids);
  if (!sources.some(({ id }) => id === vaultId)) return refused("not_found", "This vault does not exist.");
  const { layers } = openLayers(workspaceId, sources);
  const cases = reached.map(({ vaultIds }) => {
    const without = vaultIds.filter((id) => id !== vaultId);
    return enabled ? { before: without, after: vaultIds } : { before: vaultIds, after: without };
  });
  const work = await runVaultWork({ kind: "changes", layers, cases, limit: mostChanges });
  if ("problem" in work) return refused("limited", workProblems[work.problem]);
  const members = reached[0]?.allMembers ?? 0;
  const shown = reached.reduce((sum, each) => sum + each.members, 0);
  const groups = reached.map(({ members: count, withOwnVault }, index) => ({
    ...(work.value[index] ?? { total: 0, rows: [] }),
    members: count,
    withOwnVault,
  }));
  return done({ members, groups, furtherMembers: members - shown });
}

type OpenedLayers = {
  layers: LayerText[];
  views: EffectiveLayerView[];
  unreadable: SkippedLayer[];
};

type Layers = OpenedLayers & Pick<EffectiveView, "owner" | "isPrivate">;

async function findLayers(
  actor: Actor,
  userId: UserId,
  { withOwnVaultOff = false } = {},
): Promise<Layers | undefined> {
  const { workspaceId } = actor;
  const [membership, sources] = await Promise.all([
    findMembership(workspaceId, userId),
    listVaultSources(workspaceId, userId),
  ]);
  if (!membership) return undefined;
  const owner = { id: userId, name: membership.userName, kind: membership.kind };
  const isPrivate = owner.kind === "person" && userId !== actor.userId;
  const applied = sources.filter(({ enabled }) => enabled || withOwnVaultOff);
  return { owner, isPrivate, ...openLayers(workspaceId, applied, isPrivate) };
}

function openLayers(workspaceId: WorkspaceId, sources: VaultSource[], isPrivate = false): OpenedLayers {
  const layers: LayerText[] = [];
  const unreadable: SkippedLayer[] = [];
  for (const source of sources) {
    const text = tryToOpen(() => openStored({ workspaceId }, source));
    const { id, format } = source;
    if (text === undefined) unreadable.push({ layer: id, line: 1, message: "Its text can’t be decrypted." });
    else layers.push({ id, text, format, isPrivate: isPrivate && source.scope === "personal" });
  }
  return { layers, unreadable, views: sources.map(viewOf) };
}

function viewOf({ id, scope, name }: VaultSource): EffectiveLayerView {
  return scope === "group"
    ? { id, name: name ?? "", kind: "admin" }
    : { id, name: personalVaultName, kind: "personal" };
}
