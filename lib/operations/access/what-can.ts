import { db } from "@/db/client";
import { type AskedSubject, findAsked, listObjectsInScope } from "@/db/reads/access-questions";
import { placeOf } from "@/lib/core/access/questions/places";
import type { WhatCanQuery } from "@/lib/core/access/questions/queries";
import { type RuleObject, type RuleType, ruleTypes } from "@/lib/core/access/rules/rule-names";
import { type AccessLevel, accessLevels } from "@/lib/core/access/who-can";
import { type Page, pageOf, readCountedPage } from "@/lib/core/page";
import { engineOfWorkspace } from "./caller-access";
import type { RuleManager } from "./rules";
import { type ShortReason, shortReason } from "./short-reason";

/** An object with the most that may be done with it, by one of the reasons for it; `more` are left out. */
export type WhatCanRow = RuleObject & { level: AccessLevel; reason: ShortReason; more: number };

export type WhatCanPage = {
  subject: AskedSubject | null;
  type: RuleType;
  /** How many objects of each type there are with which it may be done. */
  counts: ReadonlyMap<RuleType, number>;
  /** The types of which it may be done with everything, also with what is added later. */
  wholeTypes: ReadonlySet<RuleType>;
  page: Page<WhatCanRow>;
};

const perPage = 50;

/** All with which a member, or every member of a group through that group, may do something. */
export async function listWhatCan(actor: RuleManager, query: WhatCanQuery): Promise<WhatCanPage> {
  const { workspaceId } = actor;
  const [engine, { subject }] = await Promise.all([
    engineOfWorkspace(workspaceId),
    findAsked(workspaceId, { subjectId: query.subject, objectId: "" }, db()),
  ]);
  const key = subject && (subject.kind === "group" ? (subject.builtIn ?? subject.id) : subject.id);
  const overview = key === null ? undefined : engine.overview(key);
  const counts = new Map<RuleType, number>();
  const wholeTypes = new Set<RuleType>();
  for (const each of overview ? ruleTypes : []) {
    counts.set(each, overview!.count(query.can, each));
    if (overview!.scope(query.can, each).whole) wholeTypes.add(each);
  }
  const type = query.about === "" ? (ruleTypes.find((each) => counts.get(each)) ?? "project") : query.about;
  const found = { type, counts, wholeTypes };
  if (!subject || !overview) {
    return { ...found, subject: null, page: { ...pageOf(0, 1, perPage), rows: [] } };
  }

  const scope = overview.scope(query.can, type);
  const { page } = await readCountedPage(query.page, perPage, (bounds) =>
    listObjectsInScope(workspaceId, type, scope, query.search, bounds, db()),
  );
  const groups = new Map(subject.groups.map((group) => [group.builtIn ?? group.id, group]));
  const rows = page.rows.flatMap((object) => {
    const level = accessLevels.find((each) => overview.reasons(each, object.id).length > 0);
    const reasons = level ? overview.reasons(query.can === "manage" ? "manage" : level, object.id) : [];
    const [reason] = reasons;
    if (!level || !reason) return [];
    const chain = engine.chainOf(object.id);
    const shown = shortReason(
      reason,
      engine,
      (at) => placeOf(object, chain, at),
      (id) => groups.get(id) ?? null,
    );
    return [{ ...object, level, reason: shown, more: reasons.length - 1 }];
  });
  return { ...found, subject, page: { ...page, rows } };
}
