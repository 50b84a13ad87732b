import { db } from "@/db/client";
import { guardOf, listGuards } from "@/db/reads/access-guards";
import { findAccessVersion } from "@/db/reads/access-world";
import { listBuiltInKinds } from "@/db/reads/groups";
import { listMembersNamed, type MemberOption } from "@/db/reads/members";
import type { AccessChange } from "@/lib/core/access/change";
import { type AccessDifference, diffInSteps } from "@/lib/core/access/diff";
import type { AccessEngine } from "@/lib/core/access/engine";
import { isKept } from "@/lib/core/access/guards/guard";
import {
  type AccessEffect,
  effectsOf,
  type OwnEffects,
  ownEffectsOf,
} from "@/lib/core/access/previews/effects";
import type { AccessPreviewRequest, PlannedChange } from "@/lib/core/access/previews/request";
import { rulePermissions } from "@/lib/core/access/rules/forms";
import { InvalidWorld } from "@/lib/core/access/types";
import { type WhatIf, whatIf } from "@/lib/core/access/what-if";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, pageOf } from "@/lib/core/page";
import { inTurns } from "@/lib/server/turns";
import { engineStore } from "./engine-store";
import type { RuleManager } from "./rules";

export type AccessPreview = {
  effects: AccessEffect[];
  /** Those who gain or lose access, by name. */
  page: Page<MemberOption & OwnEffects>;
  /** The guards that it would break. */
  guards: { name: string; text: string }[];
};

const perPage = 10;
/** For a rule that isn't there yet. */
const newRuleId = "new";

/** Who would gain and who would lose access by a change, as the workspace is now. Nothing is changed. */
export async function previewAccess(
  { workspaceId }: RuleManager,
  { change, page }: AccessPreviewRequest,
): Promise<Outcome<AccessPreview>> {
  const [version, kinds, guards] = await Promise.all([
    findAccessVersion(workspaceId, db()),
    listBuiltInKinds(workspaceId, db()),
    listGuards(workspaceId, db()),
  ]);
  const engine = await engineStore().find(workspaceId, version);
  const compared = isAbout(engine, change) ? await compare(engine, changeOf(change, kinds)) : undefined;
  if (!compared) return refused("not_found", "What you are about to change no longer exists.");
  const { differences, before, after } = compared;
  const broken = guards.filter((guard) => isKept(guardOf(guard), before) && !isKept(guardOf(guard), after));
  const byId = new Map(differences.map((difference) => [difference.principal, difference]));
  const bounds = pageOf(byId.size, page, perPage);
  const members = byId.size > 0 ? await listMembersNamed(workspaceId, [...byId.keys()], bounds) : [];
  const rows = members.map((member) => ({ ...member, ...ownEffectsOf(byId.get(member.id)!) }));
  return done({
    effects: effectsOf(differences),
    page: { ...bounds, rows },
    guards: broken.map(({ name, text }) => ({ name, text })),
  });
}

type Compared = Pick<WhatIf, "before" | "after"> & { differences: AccessDifference[] };

/** Whether the object that the change names is there. */
function isAbout(engine: AccessEngine, change: PlannedChange): boolean {
  if (change.kind !== "rule_saved" || change.rule.targetId === null) return true;
  return engine.typeOf(change.rule.targetId) === change.rule.type;
}

/** Nothing where the change can't be made in the workspace as it is. */
async function compare(engine: AccessEngine, change: AccessChange): Promise<Compared | undefined> {
  try {
    const { before, after, affected } = await inTurns(whatIf(engine, [change]));
    const options = { actions: rulePermissions, samples: 0, principals: affected };
    return { before, after, differences: await inTurns(diffInSteps(before, after, options)) };
  } catch (error) {
    if (error instanceof InvalidWorld) return undefined;
    throw error;
  }
}

/** The engine knows built-in groups by their kind. */
function changeOf(change: PlannedChange, kinds: ReadonlyMap<string, string>): AccessChange {
  const known = (groupId: string) => kinds.get(groupId) ?? groupId;
  switch (change.kind) {
    case "rule_saved": {
      const { type, targetId, access, userIds, groupIds } = change.rule;
      const id = change.ruleId ?? newRuleId;
      const groups = groupIds.map(known);
      return { kind: "rule_put", rule: { id, type, target: targetId, access, users: userIds, groups } };
    }
    case "rule_deleted":
      return { kind: "rule_removed", id: change.ruleId };
    case "members_added":
      return { kind: "members_added", groupId: known(change.groupId), userIds: change.userIds };
    case "member_removed":
      return { kind: "member_removed", groupId: known(change.groupId), userId: change.userId };
    case "group_deleted":
      return { kind: "group_removed", id: known(change.groupId) };
    case "user_removed":
      return { kind: "principal_removed", id: change.userId };
  }
}
