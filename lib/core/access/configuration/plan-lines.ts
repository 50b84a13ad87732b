import { vaultTypeNames } from "../../vault/vault-types";
import { rulePermissionNames, ruleTypeNames } from "../rules/rule-names";
import type { Section } from "./document";
import { byText, type ConfigurationFacts, type GuardContent, type RuleContent } from "./facts";
import type { ConfigurationPlan, VaultContent } from "./plan";
import { PlanNames } from "./plan-names";
import { madeOf } from "./steps";

/** One change as people read it. Texts of vaults are never in it. */
export type PlanLine = {
  section: Section;
  kind: "added" | "changed" | "removed";
  title: string;
  details: string[];
};

/** In the order of the sections; of each, what is added comes first. In steps: there may be some thousand. */
export function* planLines(
  plan: ConfigurationPlan,
  facts: ConfigurationFacts,
): Generator<number, PlanLine[]> {
  const names = new PlanNames(plan, facts);
  return [
    ...(yield* groupLines(plan, facts, names)),
    ...(yield* ruleLines(plan.rules, names)),
    ...plan.guards.added.map((guard) => guardLine("added", guard, names)),
    ...plan.guards.removed.map((guard) => guardLine("removed", guard, names)),
    ...vaultLines(plan, facts, names),
  ];
}

function* groupLines(
  { groups, rules }: ConfigurationPlan,
  facts: ConfigurationFacts,
  names: PlanNames,
): Generator<number, PlanLine[]> {
  const section = "groups";
  const handled = new Set([
    ...rules.changed.map(({ before }) => before.id),
    ...rules.removed.map((rule) => rule.id),
  ]);
  const naming = new Map<string, number>();
  for (const { id, groupIds } of groups.removed.length > 0 ? facts.rules : []) {
    if (handled.has(id)) continue;
    for (const groupId of groupIds) naming.set(groupId, (naming.get(groupId) ?? 0) + 1);
  }
  return [
    ...(yield* madeOf(groups.added, ({ name, memberIds }): PlanLine => {
      const members = memberIds.length > 0 ? `Members: ${names.listed(memberIds)}` : "No members";
      return { section, kind: "added", title: name, details: [members] };
    })),
    ...(yield* madeOf(groups.changed, ({ before, name, description, addedIds, removedIds }): PlanLine => {
      const details = [
        ...(name === before.name ? [] : [`Name: ${before.name} → ${name}`]),
        ...(description === before.description ? [] : ["Description changed"]),
        ...(addedIds.length > 0 ? [`Members added: ${names.listed(addedIds)}`] : []),
        ...(removedIds.length > 0 ? [`Members removed: ${names.listed(removedIds)}`] : []),
      ];
      return { section, kind: "changed", title: name, details };
    })),
    ...(yield* madeOf(groups.removed, ({ id, name, memberIds }): PlanLine => {
      const named = naming.get(id) ?? 0;
      const given = facts.vaults.filter(({ groupIds }) => groupIds.includes(id)).length;
      const guarded = facts.guards.filter(({ groupId }) => groupId === id).length;
      const details = [
        ...(memberIds.length > 0 ? [`Members: ${names.listed(memberIds)}`] : []),
        ...(named > 0 ? [namedBy(named)] : []),
        ...(guarded > 0
          ? [
              guarded === 1
                ? "1 guard about it, which is deleted"
                : `${counted(guarded, "guard")} about it, which are deleted`,
            ]
          : []),
        ...(given > 0 ? [`${counted(given, "administrator vault")} given to it until now`] : []),
      ];
      return { section, kind: "removed", title: name, details };
    })),
  ];
}

function namedBy(rules: number): string {
  return rules === 1
    ? "1 access rule that names it, which no longer will"
    : `${counted(rules, "access rule")} that name it, which no longer will`;
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
}

function* ruleLines(
  { added, changed, removed }: ConfigurationPlan["rules"],
  names: PlanNames,
): Generator<number, PlanLine[]> {
  const section = "access_rules";
  const title = ({ type, targetId }: RuleContent) =>
    targetId === null
      ? `All ${ruleTypeNames[type].many}`
      : `${ruleTypeNames[type].one} ${names.path(targetId)}`;
  const whole = (kind: PlanLine["kind"]) => (rule: RuleContent) => ({
    ...({ section, kind, title: title(rule) } as const),
    details: [`${rulePermissionNames[rule.access]}: ${names.listed(rule.userIds, rule.groupIds)}`],
  });
  const inFirst = (one: readonly string[], other: readonly string[]) => {
    const had = new Set(other);
    return one.filter((id) => !had.has(id));
  };
  return [
    ...byTitle(yield* madeOf(added, whole("added"))),
    ...(yield* madeOf(changed, ({ before, after }): PlanLine => {
      const gained = names.listed(
        inFirst(after.userIds, before.userIds),
        inFirst(after.groupIds, before.groupIds),
      );
      const lost = names.listed(
        inFirst(before.userIds, after.userIds),
        inFirst(before.groupIds, after.groupIds),
      );
      const access = rulePermissionNames[after.access];
      const details = [
        before.access === after.access ? access : `${rulePermissionNames[before.access]} → ${access}`,
        ...(gained ? [`Added: ${gained}`] : []),
        ...(lost ? [`Removed: ${lost}`] : []),
      ];
      return { section, kind: "changed", title: title(after), details };
    })),
    ...byTitle(yield* madeOf(removed, whole("removed"))),
  ];
}

function byTitle(lines: readonly PlanLine[]): PlanLine[] {
  return lines.toSorted((one, other) => byText(one.title, other.title));
}

function guardLine(kind: PlanLine["kind"], guard: GuardContent, names: PlanNames): PlanLine {
  return { section: "guards", kind, title: guard.name, details: [names.guard(guard)] };
}

function vaultLines({ vaults }: ConfigurationPlan, facts: ConfigurationFacts, names: PlanNames): PlanLine[] {
  const section = "administrator_vaults";
  const state = ({ type, enabled, groupIds }: Omit<VaultContent, "content">) => [
    `${vaultTypeNames[type]}, ${enabled ? "on" : "off"}`,
    groupIds.length > 0 ? `Groups: ${names.listed([], groupIds)}` : "No groups",
  ];
  const nameOf = new Map([
    ...facts.vaults.map(({ id, name }) => [id, name] as const),
    ...vaults.added.map(({ key, name }) => [key, name] as const),
  ]);
  return [
    ...vaults.added.map((vault): PlanLine => {
      return {
        section,
        kind: "added",
        title: vault.name,
        details: [...state(vault), linesOf(vault.content.text)],
      };
    }),
    ...vaults.changed.map(({ before, after }): PlanLine => {
      const [had, has] = [names.listed([], before.groupIds), names.listed([], after.groupIds)];
      const { content } = after;
      const details = [
        ...(before.enabled === after.enabled ? [] : [after.enabled ? "Turned on" : "Turned off"]),
        ...(had === has ? [] : [`Groups: ${had || "none"} → ${has || "none"}`]),
        ...(content && content.format !== before.format
          ? [`Format: ${formatName(before.format)} → ${formatName(content.format)}`]
          : []),
        ...(content && content.text !== before.text
          ? [
              `Text: ${before.text === undefined ? "unreadable" : linesOf(before.text)} → ${linesOf(content.text)}`,
            ]
          : []),
      ];
      return { section, kind: "changed", title: after.name, details };
    }),
    ...vaults.removed.map((vault): PlanLine => {
      return { section, kind: "removed", title: vault.name, details: state(vault) };
    }),
    ...(vaults.order ? [orderLine(vaults.order, nameOf)] : []),
  ];
}

function orderLine(order: readonly string[], nameOf: ReadonlyMap<string, string>): PlanLine {
  const details = [order.map((id) => nameOf.get(id)).join(", ")];
  return { section: "administrator_vaults", kind: "changed", title: "Order", details };
}

function formatName(format: string): string {
  return format.toUpperCase();
}

function linesOf(text: string): string {
  const lines = text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
  return counted(lines, "line");
}
