import type { ConfigurationFacts, VaultFacts } from "../facts";
import type { ConfigurationPlan } from "../plan";

/** The workspace as it is once a plan was carried out, by the plain meaning of each of its parts. */
export function applied(plan: ConfigurationPlan, facts: ConfigurationFacts): ConfigurationFacts {
  const { groups, rules, guards, vaults } = plan;
  const gone = new Set(groups.removed.map(({ id }) => id));
  const left = (ids: readonly string[]) => ids.filter((id) => !gone.has(id));
  const isRemoved = (list: readonly { id: string }[], id: string) => list.some((each) => each.id === id);
  const changedGroups = new Map(groups.changed.map((change) => [change.id, change]));
  const changedRules = new Map(rules.changed.map(({ before, after }) => [before.id, after]));
  const changedVaults = new Map(vaults.changed.map(({ before, after }) => [before.id, after]));
  const nextVaults: (VaultFacts & { key: string })[] = [
    ...facts.vaults
      .filter(({ id }) => !isRemoved(vaults.removed, id))
      .map((vault) => {
        const after = changedVaults.get(vault.id);
        const next = after ? { ...vault, ...after, ...(after.content ?? {}) } : vault;
        return { ...next, groupIds: left(next.groupIds), key: vault.id };
      }),
    ...vaults.added.map((vault) => ({ id: `n${vault.key}`, revision: 1, ...vault, ...vault.content })),
  ];
  const { order } = vaults;
  return {
    ...facts,
    groups: [
      ...facts.groups
        .filter(({ id }) => !gone.has(id))
        .map((group) => {
          const change = changedGroups.get(group.id);
          if (!change) return group;
          const stay = group.memberIds.filter((id) => !change.removedIds.includes(id));
          const { name, description, addedIds } = change;
          return { ...group, name, description, memberIds: [...stay, ...addedIds] };
        }),
      ...groups.added.map((group) => ({ ...group, builtIn: null })),
    ],
    rules: [
      ...facts.rules
        .filter(({ id }) => !isRemoved(rules.removed, id))
        .map((rule) => ({ ...rule, ...changedRules.get(rule.id) }))
        .map((rule) => ({ ...rule, groupIds: left(rule.groupIds) }))
        .filter(({ userIds, groupIds }) => userIds.length + groupIds.length > 0),
      ...rules.added.map((rule, at) => ({ id: `n${at}`, ...rule })),
    ],
    guards: [
      ...facts.guards.filter(({ id, groupId }) => !isRemoved(guards.removed, id) && !gone.has(groupId ?? "")),
      ...guards.added.map((guard, at) => ({ id: `n${at}`, ...guard })),
    ],
    vaults: order ? order.map((key) => nextVaults.find((vault) => vault.key === key)!) : nextVaults,
  };
}
