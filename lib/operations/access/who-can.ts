import { LRUCache } from "lru-cache";
import { db } from "@/db/client";
import {
  findAsked,
  listReached,
  type NamedObject,
  type Reached,
  type ReachedList,
  type ReachedRow,
  reachedList,
} from "@/db/reads/access-questions";
import { findAccessVersion } from "@/db/reads/access-world";
import type { AccessEngine } from "@/lib/core/access/engine";
import { placeOf } from "@/lib/core/access/questions/places";
import type { WhoCanQuery } from "@/lib/core/access/questions/queries";
import type { AccessLevel, Grant } from "@/lib/core/access/who-can";
import { type Page, pageOf, readCountedPage } from "@/lib/core/page";
import { engineStore } from "./engine-store";
import type { RuleManager } from "./rules";
import { type ShortReason, shortReason } from "./short-reason";

/** A member with the most that they may do, by one of the reasons for it; `more` are left out. */
export type WhoCanRow = Omit<ReachedRow, "through" | "below"> & {
  level: AccessLevel;
  reason: ShortReason;
  more: number;
};

export type WhoCanPage = {
  object: NamedObject | null;
  page: Page<WhoCanRow>;
  counts: Record<AccessLevel | "all", number>;
};

const perPage = 50;

/** Everybody who may do anything with an object, at a version of the workspace, as the query takes them. */
type Kept = {
  counts: WhoCanPage["counts"];
  grants: ReadonlyMap<string, Grant>;
  chain: readonly string[];
  reached: Partial<Record<WhoCanQuery["level"], ReachedList>>;
};

/** Thousands of people come out the same for each page of them and each letter of a search. */
const kept = new LRUCache<string, Kept>({ max: 16, ttl: 2 * 60_000 });

/** Everybody who may do anything with an object, and why. */
export async function listWhoCan(actor: RuleManager, query: WhoCanQuery): Promise<WhoCanPage> {
  const { workspaceId } = actor;
  const [version, { object }] = await Promise.all([
    findAccessVersion(workspaceId, db()),
    findAsked(workspaceId, { subjectId: "", objectId: query.object }, db()),
  ]);
  if (!object) {
    const counts = { all: 0, modify: 0, read: 0, visible: 0 };
    return { object, page: { ...pageOf(0, 1, perPage), rows: [] }, counts };
  }
  const engine = await engineStore().find(workspaceId, version);
  const key = `${workspaceId} ${version} ${object.id}`;
  const found = kept.get(key) ?? grantsOn(object.id, engine);
  kept.set(key, found);
  const { counts, grants, chain } = found;
  found.reached[query.level] ??= reachedList(
    [...grants]
      .filter(([, { level }]) => query.level === "all" || level === query.level)
      .map(([id, grant]) => reachedOf(id, grant, engine, chain)),
  );
  const reached = found.reached[query.level]!;
  const { page } = await readCountedPage(query.page, perPage, (bounds) =>
    listReached(workspaceId, reached, query.search, bounds, db()),
  );
  const rows = page.rows.flatMap(({ through, below, ...member }) => {
    const grant = grants.get(member.id);
    if (!grant) return [];
    const reason = shortReason(
      grant.reason,
      engine,
      (at) => below ?? placeOf(object, chain, at),
      () => through,
    );
    return [{ ...member, level: grant.level, more: grant.more, reason }];
  });
  return { object, counts, page: { ...page, rows } };
}

function grantsOn(objectId: string, engine: AccessEngine): Kept {
  const grants = engine.grants(objectId);
  const counts = { all: grants.size, modify: 0, read: 0, visible: 0 };
  for (const { level } of grants.values()) counts[level] += 1;
  return { counts, grants, chain: engine.chainOf(objectId), reached: {} };
}

/** The names of what is above the object are in its path; those below it are to be read. */
function reachedOf(id: string, { reason }: Grant, engine: AccessEngine, chain: readonly string[]): Reached {
  if (reason.kind === "built_in") return { id, through: null, below: null };
  const [through] = reason.through;
  const type = engine.typeOf(reason.at);
  return {
    id,
    through: through === undefined || through === id ? null : through,
    below: chain.includes(reason.at) || !type ? null : { id: reason.at, type },
  };
}
