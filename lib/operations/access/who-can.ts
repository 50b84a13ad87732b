import { db } from "@/db/client";
import {
  findAsked,
  listReached,
  type NamedObject,
  type Reached,
  type ReachedRow,
} from "@/db/reads/access-questions";
import type { AccessEngine } from "@/lib/core/access/engine";
import { placeOf } from "@/lib/core/access/questions/places";
import type { WhoCanQuery } from "@/lib/core/access/questions/queries";
import type { AccessLevel, Grant } from "@/lib/core/access/who-can";
import { type Page, pageOf, readCountedPage } from "@/lib/core/page";
import { engineOfWorkspace } from "./caller-access";
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

/** Everybody who may do anything with an object, and why. */
export async function listWhoCan(actor: RuleManager, query: WhoCanQuery): Promise<WhoCanPage> {
  const { workspaceId } = actor;
  const [engine, { object }] = await Promise.all([
    engineOfWorkspace(workspaceId),
    findAsked(workspaceId, { subjectId: "", objectId: query.object }, db()),
  ]);
  const counts = { all: 0, modify: 0, read: 0, visible: 0 };
  if (!object) return { object, page: { ...pageOf(0, 1, perPage), rows: [] }, counts };

  const grants = engine.grants(object.id);
  for (const { level } of grants.values()) counts[level] += 1;
  counts.all = grants.size;
  const chain = engine.chainOf(object.id);
  const chosen = new Map(
    [...grants].filter(([, { level }]) => query.level === "all" || level === query.level),
  );
  const reached = [...chosen].map(([id, grant]) => reachedOf(id, grant, engine, chain));
  const { page } = await readCountedPage(query.page, perPage, (bounds) =>
    listReached(workspaceId, reached, query.search, bounds, db()),
  );
  const rows = page.rows.flatMap(({ through, below, ...member }) => {
    const grant = chosen.get(member.id);
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
