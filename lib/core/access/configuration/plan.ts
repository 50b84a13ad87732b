import type { UserId } from "../../identifiers";
import { mostAdminVaults, mostGroupsOfVault } from "../../vault/admin-vault";
import type { VaultFormat } from "../../vault/model/types";
import type { VaultType } from "../../vault/vault-types";
import { isFilledByItself } from "../../workspace/group-words";
import { mostGuards } from "../guards/forms";
import { mostOfAKind } from "../rules/forms";
import { type ConfigurationDocument, configurationLimits, type Problem, type WrittenVault } from "./document";
import {
  byText,
  type ConfigurationFacts,
  type GroupFacts,
  type GuardContent,
  type GuardFacts,
  type RuleContent,
  type RuleFacts,
  type VaultFacts,
} from "./facts";
import { newGroupId, Resolver } from "./resolve";
import { madeOf } from "./steps";

export type GroupChange = {
  id: string;
  before: GroupFacts;
  name: string;
  description: string;
  addedIds: readonly UserId[];
  removedIds: readonly UserId[];
};
export type VaultContent = {
  name: string;
  type: VaultType;
  enabled: boolean;
  groupIds: readonly string[];
  /** Undefined where the text stays as it is. */
  content: { text: string; format: VaultFormat } | undefined;
};

/** What makes a workspace equal to a file. New groups have an id that begins with a plus sign. */
export type ConfigurationPlan = {
  groups: {
    added: { id: string; name: string; description: string; memberIds: readonly UserId[] }[];
    changed: GroupChange[];
    removed: GroupFacts[];
  };
  rules: { added: RuleContent[]; changed: { before: RuleFacts; after: RuleContent }[]; removed: RuleFacts[] };
  guards: { added: GuardContent[]; removed: GuardFacts[] };
  vaults: {
    added: (VaultContent & { key: string; content: { text: string; format: VaultFormat; at: number } })[];
    changed: { before: VaultFacts; after: VaultContent; at: number }[];
    removed: VaultFacts[];
    /** Ids of all vaults, and keys of new ones, where their order changes; else null. */
    order: string[] | null;
  };
};

export type Planned = { plan: ConfigurationPlan } | { problems: Problem[] };

/** What has to change. In steps: a file may have some thousand rules. */
export function* planConfiguration(
  document: ConfigurationDocument,
  facts: ConfigurationFacts,
): Generator<number, Planned> {
  const resolver = new Resolver(facts, document);
  const plan: ConfigurationPlan = {
    groups: planGroups(document.groups, facts, resolver),
    rules: yield* planRules(document.rules, facts, resolver),
    guards: yield* planGuards(document.guards, facts, resolver),
    vaults: planVaults(document.vaults, facts, resolver),
  };
  const { problems } = resolver;
  if (problems.length === 0) return { plan };
  const inOrder = problems.toSorted((one, other) => one.at - other.at);
  return { problems: inOrder.slice(0, configurationLimits.problems) };
}

export function isEmptyPlan({ groups, rules, guards, vaults }: ConfigurationPlan): boolean {
  return (
    [groups, rules, vaults].every(
      ({ added, changed, removed }) => added.length + changed.length + removed.length === 0,
    ) &&
    guards.added.length + guards.removed.length === 0 &&
    vaults.order === null
  );
}

function planGroups(
  written: ConfigurationDocument["groups"],
  facts: ConfigurationFacts,
  resolver: Resolver,
): ConfigurationPlan["groups"] {
  const planned: ConfigurationPlan["groups"] = { added: [], changed: [], removed: [] };
  if (!written) return planned;
  const existing = new Map(facts.groups.map((group) => [group.name.toLowerCase(), group]));
  const seen = new Set<string>();
  for (const group of written) {
    const { text: name, at } = group.name;
    const key = name.toLowerCase();
    if (seen.has(key))
      resolver.tell(at, "The file already contains a group with this name. Rename one of them.");
    seen.add(key);
    const memberIds = resolver.members(group);
    const description = group.description?.text ?? "";
    const before = existing.get(key);
    if (!before) {
      planned.added.push({ id: newGroupId(name), name, description, memberIds });
      continue;
    }
    if (isFilledByItself(before.builtIn)) {
      resolver.tell(at, "This group fills itself, so it can’t be in a file. Remove it.");
      continue;
    }
    if (before.builtIn && group.description) {
      resolver.tell(group.description.at, "A built-in group keeps its description. Remove the line.");
    }
    if (before.builtIn === "admins" && !memberIds.includes(facts.ownerUserId)) {
      resolver.tell(
        at,
        "The owner of the workspace is always an admin. Add them to the users of this group.",
      );
    }
    const texts = before.builtIn ? before : { name, description };
    const had = new Set(before.memberIds);
    const has = new Set(memberIds);
    const change: GroupChange = {
      ...{ id: before.id, before, name: texts.name, description: texts.description },
      addedIds: memberIds.filter((id) => !had.has(id)),
      removedIds: before.memberIds.filter((id) => !has.has(id)).toSorted(byText),
    };
    const isRenamed = change.name !== before.name || change.description !== before.description;
    if (isRenamed || change.addedIds.length + change.removedIds.length > 0) planned.changed.push(change);
  }
  planned.removed = facts.groups.filter(({ builtIn, name }) => !builtIn && !seen.has(name.toLowerCase()));
  return planned;
}

function* planRules(
  written: ConfigurationDocument["rules"],
  facts: ConfigurationFacts,
  resolver: Resolver,
): Generator<number, ConfigurationPlan["rules"]> {
  if (!written) return { added: [], changed: [], removed: [] };
  const resolve = (rule: NonNullable<typeof written>[number]): RuleContent | undefined => {
    const targetId = resolver.object(rule.object);
    const [userIds, groupIds] = [resolver.members(rule), resolver.groups(rule.groups)];
    if (Math.max(userIds.length, groupIds.length) > mostOfAKind) {
      resolver.tell(
        rule.at,
        `Name at most ${mostOfAKind} users and ${mostOfAKind} groups; put more in a group.`,
      );
    }
    const { type } = rule.object;
    return targetId === undefined ? undefined : { type, targetId, access: rule.access, userIds, groupIds };
  };
  const wanted = (yield* madeOf(written, resolve)).filter((rule) => rule !== undefined);
  const kept = facts.rules.toSorted((one, other) => byText(one.id, other.id));
  yield 0;
  // The more of a rule stays, the sooner it counts as the same one.
  const same = yield* pair<RuleContent, RuleFacts>(wanted, kept, ruleKey);
  const edited = yield* pair(same.wanted, same.kept, ({ type, targetId, access }) =>
    [type, targetId, access].join(),
  );
  const moved = yield* pair(edited.wanted, edited.kept, ({ type, targetId }) => [type, targetId].join());
  const changed = [...edited.pairs, ...moved.pairs].map(([after, before]) => ({ before, after }));
  return { added: moved.wanted, changed, removed: moved.kept };
}

function ruleKey({ type, targetId, access, userIds, groupIds }: RuleContent): string {
  return [type, targetId, access, [...userIds].sort(), "", [...groupIds].sort()].join();
}

type Paired<Item, Kept> = { pairs: [Item, Kept][]; wanted: Item[]; kept: Kept[] };

/** Pairs those with equal keys in their order; each belongs to one pair at most. */
function* pair<Item, Kept extends Item>(
  wanted: readonly Item[],
  kept: readonly Kept[],
  keyOf: (item: Item) => string,
): Generator<number, Paired<Item, Kept>> {
  const byKey = new Map<string, Kept[]>();
  yield* madeOf(kept.toReversed(), (each) => {
    const key = keyOf(each);
    const known = byKey.get(key);
    if (known) known.push(each);
    else byKey.set(key, [each]);
  });
  const result: Paired<Item, Kept> = { pairs: [], wanted: [], kept: [] };
  const taken = new Set<Kept>();
  yield* madeOf(wanted, (each) => {
    const twin = byKey.get(keyOf(each))?.pop();
    if (twin) {
      result.pairs.push([each, twin]);
      taken.add(twin);
    } else result.wanted.push(each);
  });
  result.kept = kept.filter((each) => !taken.has(each));
  return result;
}

function* planGuards(
  written: ConfigurationDocument["guards"],
  facts: ConfigurationFacts,
  resolver: Resolver,
): Generator<number, ConfigurationPlan["guards"]> {
  if (!written) return { added: [], removed: [] };
  if (written.length > mostGuards) {
    resolver.tell(written[mostGuards]!.name.at, `A workspace can have at most ${mostGuards} guards.`);
  }
  const wanted = written.flatMap(({ name, principal, allows, access, object }): GuardContent[] => {
    const targetId = resolver.object(object);
    const groupId = principal.kind === "group" ? resolver.group(principal) : null;
    const userId =
      principal.kind === "user"
        ? resolver.user(principal)
        : principal.kind === "service_account"
          ? resolver.serviceAccount(principal)
          : null;
    if (!targetId || groupId === undefined || userId === undefined) return [];
    return [{ name: name.text, userId, groupId, allows, access, type: object.type, targetId }];
  });
  const { wanted: added, kept: removed } = yield* pair<GuardContent, GuardFacts>(
    wanted,
    facts.guards,
    guardKey,
  );
  return { added, removed };
}

function guardKey({ name, userId, groupId, allows, access, type, targetId }: GuardContent): string {
  return JSON.stringify([name, userId, groupId, allows, access, type, targetId]);
}

function planVaults(
  written: ConfigurationDocument["vaults"],
  facts: ConfigurationFacts,
  resolver: Resolver,
): ConfigurationPlan["vaults"] {
  const planned: ConfigurationPlan["vaults"] = { added: [], changed: [], removed: [], order: null };
  if (!written) return planned;
  if (written.length > mostAdminVaults) {
    const at = written[mostAdminVaults]!.name.at;
    resolver.tell(at, `A workspace can have at most ${mostAdminVaults} administrator vaults.`);
  }
  const wanted = written.map((vault) => ({ ...vault, groupIds: resolver.groups(vault.groups), key: "" }));
  const found = findVaults(wanted, facts.vaults);
  const order: string[] = [];
  for (const vault of wanted) {
    const { name, type, enabled, groupIds, content } = vault;
    if (groupIds.length > mostGroupsOfVault) {
      resolver.tell(name.at, `A vault can be given to at most ${mostGroupsOfVault} groups.`);
    }
    const before = found.get(vault);
    const after: VaultContent = {
      ...{ name: name.text, type, enabled, groupIds },
      content: content && { text: content.text, format: content.format },
    };
    if (!before && !content) {
      resolver.tell(name.at, "There is no vault with this name and target yet, so its “text” is needed.");
    } else if (!before && content) {
      const key = `+${planned.added.length}`;
      planned.added.push({ ...after, key, content });
      order.push(key);
    } else if (before) {
      order.push(before.id);
      if (content && isText(before, content)) after.content = undefined;
      const isSame = after.enabled === before.enabled && sameIds(before.groupIds, groupIds) && !after.content;
      if (!isSame) planned.changed.push({ before, after, at: content?.at ?? name.at });
    }
  }
  const kept = new Set(order);
  planned.removed = facts.vaults.filter(({ id }) => !kept.has(id));
  const asIs = facts.vaults.map(({ id }) => id).filter((id) => kept.has(id));
  const appended = [...asIs, ...planned.added.map(({ key }) => key)];
  if (appended.join() !== order.join()) planned.order = order;
  return planned;
}

type Wanted = WrittenVault & { groupIds: readonly string[] };

/** Of vaults with the same name and target those that are equal belong together, then the first with the first. */
function findVaults(wanted: readonly Wanted[], vaults: readonly VaultFacts[]): Map<Wanted, VaultFacts> {
  const named = (name: string, type: VaultType) => `${type} ${name}`;
  const byName = new Map<string, VaultFacts[]>();
  for (const vault of vaults) {
    const key = named(vault.name, vault.type);
    byName.set(key, [...(byName.get(key) ?? []), vault]);
  }
  const found = new Map<Wanted, VaultFacts>();
  const take = (fits: (written: Wanted, vault: VaultFacts) => boolean) => {
    for (const written of wanted) {
      if (found.has(written)) continue;
      const left = byName.get(named(written.name.text, written.type)) ?? [];
      const at = left.findIndex((vault) => fits(written, vault));
      if (at >= 0) found.set(written, left.splice(at, 1)[0]!);
    }
  };
  take(
    ({ enabled, groupIds, content }, vault) =>
      enabled === vault.enabled && sameIds(groupIds, vault.groupIds) && (!content || isText(vault, content)),
  );
  take(() => true);
  return found;
}

function isText(vault: VaultFacts, { text, format }: { text: string; format: VaultFormat }): boolean {
  return vault.text === text && vault.format === format;
}

function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && [...one].sort().join() === [...other].sort().join();
}
