import { type Guard, isKept } from "../guards/guard";
import type { RuleChange, WhatIf } from "../what-if";
import type { ConfigurationFacts, GuardContent, RuleContent } from "./facts";
import type { ConfigurationPlan } from "./plan";
import { PlanNames } from "./plan-names";

/** What a plan changes for the access engine, which knows built-in groups by their kind. */
export function accessChangesOf(plan: ConfigurationPlan, { groups }: ConfigurationFacts): RuleChange[] {
  const kinds = new Map(groups.flatMap(({ id, builtIn }) => (builtIn ? [[id, builtIn] as const] : [])));
  const known = (id: string) => kinds.get(id) ?? id;
  const put = (id: string, { type, targetId, access, userIds, groupIds }: RuleContent) =>
    ({
      kind: "rule_put",
      rule: { id, type, target: targetId, access, users: userIds, groups: groupIds.map(known) },
    }) as const;
  return [
    ...plan.groups.added.flatMap(({ id, memberIds }): RuleChange[] => [
      { kind: "group_added", id },
      { kind: "members_added", groupId: id, userIds: memberIds },
    ]),
    ...plan.groups.changed.flatMap(({ id, addedIds, removedIds }): RuleChange[] => [
      { kind: "members_added", groupId: known(id), userIds: addedIds },
      ...removedIds.map((userId) => ({ kind: "member_removed", groupId: known(id), userId }) as const),
    ]),
    ...plan.rules.removed.map(({ id }) => ({ kind: "rule_removed", id }) as const),
    ...plan.rules.changed.map(({ before, after }) => put(before.id, after)),
    ...plan.rules.added.map((rule, at) => put(`+${at}`, rule)),
    ...plan.groups.removed.map(({ id }) => ({ kind: "group_removed", id }) as const),
  ];
}

/** The guards that are true before and not after; those that the plan adds have to be true after. */
export function guardsBrokenBy(
  plan: ConfigurationPlan,
  facts: ConfigurationFacts,
  { before, after }: Pick<WhatIf, "before" | "after">,
): { name: string; text: string }[] {
  const names = new PlanNames(plan, facts);
  const kinds = new Map(facts.groups.map(({ id, builtIn }) => [id, builtIn ?? id] as const));
  const guardOf = ({ userId, groupId, allows, access, targetId }: GuardContent): Guard => {
    const id = groupId ? (kinds.get(groupId) ?? groupId) : (userId ?? "");
    return { principal: { kind: groupId ? "group" : "user", id }, allows, access, targetId };
  };
  const removed = new Set(plan.guards.removed.map(({ id }) => id));
  const gone = new Set(plan.groups.removed.map(({ id }) => id));
  const stay = facts.guards.filter(({ id, groupId }) => !removed.has(id) && !gone.has(groupId ?? ""));
  return [...stay.filter((guard) => isKept(guardOf(guard), before)), ...plan.guards.added]
    .filter((guard) => !isKept(guardOf(guard), after))
    .map((guard) => ({ name: guard.name, text: names.guard(guard) }));
}
