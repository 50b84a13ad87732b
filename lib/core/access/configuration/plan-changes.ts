import type { AccessChange } from "../change";
import type { ConfigurationFacts, RuleContent } from "./facts";
import type { ConfigurationPlan } from "./plan";

/** What a plan changes for the access engine, which knows built-in groups by their kind. */
export function accessChangesOf(plan: ConfigurationPlan, { groups }: ConfigurationFacts): AccessChange[] {
  const kinds = new Map(groups.flatMap(({ id, builtIn }) => (builtIn ? [[id, builtIn] as const] : [])));
  const known = (id: string) => kinds.get(id) ?? id;
  const put = (id: string, { type, targetId, access, userIds, groupIds }: RuleContent) =>
    ({
      kind: "rule_put",
      rule: { id, type, target: targetId, access, users: userIds, groups: groupIds.map(known) },
    }) as const;
  return [
    ...plan.groups.added.flatMap(({ id, memberIds }): AccessChange[] => [
      { kind: "group_added", id },
      { kind: "members_added", groupId: id, userIds: memberIds },
    ]),
    ...plan.groups.changed.flatMap(({ id, addedIds, removedIds }): AccessChange[] => [
      { kind: "members_added", groupId: known(id), userIds: addedIds },
      ...removedIds.map((userId) => ({ kind: "member_removed", groupId: known(id), userId }) as const),
    ]),
    ...plan.rules.removed.map(({ id }) => ({ kind: "rule_removed", id }) as const),
    ...plan.rules.changed.map(({ before, after }) => put(before.id, after)),
    ...plan.rules.added.map((rule, at) => put(`+${at}`, rule)),
    ...plan.groups.removed.map(({ id }) => ({ kind: "group_removed", id }) as const),
  ];
}
