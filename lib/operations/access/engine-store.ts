import { db, inSnapshot, type Reader, type Transaction } from "@/db/client";
import {
  findAccessVersion,
  listAccessChanges,
  listGroupsWithMembers,
  listPrincipals,
  listRules,
  streamObjects,
  type VersionChanges,
} from "@/db/reads/access-world";
import { applyChange, withServiceAccounts } from "@/lib/core/access/change";
import { type AccessEngine, load } from "@/lib/core/access/engine";
import { InvalidWorld } from "@/lib/core/access/types";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { Turn } from "@/lib/server/turn";

type Kept = { engine: AccessEngine; version: number; usedAt: number };

/** What a process keeps of all workspaces together; each object takes some hundred bytes. */
const usualBounds = { objects: 3_000_000, engines: 1_000 };
const idleMs = 15 * 60_000;
const changesAtOnce = 500;

/**
 * The access engines of the workspaces that are in use. An engine is only asked at a version that is no older than the
 * caller's authentication, so its answers never depend on which process gives them.
 */
export class EngineStore {
  private readonly kept = new Map<WorkspaceId, Kept>();
  private readonly loading = new Map<WorkspaceId, Promise<Kept>>();

  constructor(private readonly bounds: Readonly<typeof usualBounds> = usualBounds) {}

  /** The engine at `version` or a later one. */
  async find(workspaceId: WorkspaceId, version: number): Promise<AccessEngine> {
    const current = await this.follow(workspaceId, version, () => db());
    if (current) return current.engine;
    // A load that was under way may have begun before the version was reached.
    for (;;) {
      const loaded = await this.loadOnce(workspaceId);
      if (loaded.version >= version) return loaded.engine;
    }
  }

  /**
   * The same in a transaction that holds the version still and has changed nothing yet: it waits for no other connection,
   * since all of them may wait for what it holds.
   */
  async findIn(tx: Transaction, workspaceId: WorkspaceId, version: number): Promise<AccessEngine> {
    const current = await this.follow(workspaceId, version, () => tx);
    return (current ?? this.keep(workspaceId, await loadKept(workspaceId, tx))).engine;
  }

  /** Drops the engines of workspaces that nobody uses. */
  sweep(): void {
    const oldest = now().getTime() - idleMs;
    for (const [workspaceId, { usedAt }] of this.kept) {
      if (usedAt < oldest) this.kept.delete(workspaceId);
    }
  }

  get workspaces(): number {
    return this.kept.size;
  }

  /** Nothing where the engine is not kept, or is further behind than changes reach back. */
  private async follow(
    workspaceId: WorkspaceId,
    version: number,
    on: () => Reader,
  ): Promise<Kept | undefined> {
    const kept = this.kept.get(workspaceId);
    if (!kept) return undefined;
    kept.usedAt = now().getTime();
    while (kept.version < version) {
      const rows = await listAccessChanges(workspaceId, kept.version, version, changesAtOnce, on());
      if (!this.apply(workspaceId, kept, rows)) return undefined;
    }
    return kept;
  }

  /** Others may have applied some of the same changes in the meantime. */
  private apply(workspaceId: WorkspaceId, kept: Kept, rows: readonly VersionChanges[]): boolean {
    const [first] = rows;
    if (!first || first.version > kept.version + 1) return this.drop(workspaceId, kept);
    try {
      for (const { version, changes } of rows) {
        if (version !== kept.version + 1) continue;
        for (const change of changes) applyChange(kept.engine, change);
        kept.version = version;
      }
      return true;
    } catch (error) {
      if (!(error instanceof InvalidWorld)) throw error;
      return this.drop(workspaceId, kept);
    }
  }

  private drop(workspaceId: WorkspaceId, kept: Kept): false {
    if (this.kept.get(workspaceId) === kept) this.kept.delete(workspaceId);
    return false;
  }

  private loadOnce(workspaceId: WorkspaceId): Promise<Kept> {
    const known = this.loading.get(workspaceId);
    if (known) return known;
    const loading = inSnapshot((tx) => loadKept(workspaceId, tx))
      .then((loaded) => this.keep(workspaceId, loaded))
      .finally(() => this.loading.delete(workspaceId));
    this.loading.set(workspaceId, loading);
    return loading;
  }

  private keep(workspaceId: WorkspaceId, loaded: Kept): Kept {
    const known = this.kept.get(workspaceId);
    if (known && known.version >= loaded.version) return known;
    this.kept.delete(workspaceId);
    this.sweep();
    this.makeRoomFor(loaded.engine.objects);
    this.kept.set(workspaceId, loaded);
    return loaded;
  }

  private makeRoomFor(objects: number): void {
    const byUse = [...this.kept].sort(([, one], [, other]) => one.usedAt - other.usedAt);
    let total = byUse.reduce((sum, [, each]) => sum + each.engine.objects, objects);
    for (const [workspaceId, each] of byUse) {
      if (total <= this.bounds.objects && this.kept.size < this.bounds.engines) return;
      this.kept.delete(workspaceId);
      total -= each.engine.objects;
    }
  }
}

/** All reads must see one state: in a snapshot, or behind the lock of the version. */
async function loadKept(workspaceId: WorkspaceId, on: Transaction): Promise<Kept> {
  const version = await findAccessVersion(workspaceId, on);
  const users = await listPrincipals(workspaceId, on);
  const groups = await listGroupsWithMembers(workspaceId, on);
  const rules = await listRules(workspaceId, on);
  const engine = load(withServiceAccounts({ users, groups, rules, resources: [] }));
  const turn = new Turn();
  for await (const some of streamObjects(workspaceId, on)) {
    for (const object of some) {
      engine.putObject(object);
      if (turn.isOver()) await turn.next();
    }
  }
  return { engine, version, usedAt: now().getTime() };
}

/** Next's bundle and the HTTP server each load their own copy of this module; the engines are theirs in common. */
const storeKey = Symbol.for("steward.access-engines");
const shared = globalThis as { [storeKey]?: EngineStore };

export function engineStore(): EngineStore {
  const known = shared[storeKey];
  if (known) return known;
  const store = new EngineStore();
  setInterval(() => store.sweep(), 60_000).unref();
  shared[storeKey] = store;
  return store;
}
