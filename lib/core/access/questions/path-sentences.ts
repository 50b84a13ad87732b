import { type RulePermission, type RuleType, rulePermissionNames, ruleTypeNames } from "../rules/rule-names";
import type { Action } from "../types";
import { listed } from "./sentences";

/** In short: 'Allowed by 2 of the 3 rules that reach this model. Deleting one of them changes nothing.' */
export function reachSentence({
  allowed,
  giving,
  reaching,
  powers,
  type,
}: {
  allowed: boolean;
  /** How many rules grant it, of how many that hold for them, and how many built-in groups do. */
  giving: number;
  reaching: number;
  powers: number;
  type: RuleType;
}): string {
  const thing = `this ${ruleTypeNames[type].one.toLowerCase()}`;
  const count = (rules: number) => rules.toLocaleString("en");
  if (powers > 0) return "Allowed by a built-in group, whatever the rules say.";
  if (!allowed) {
    if (reaching === 0) return `No rule reaches ${thing}.`;
    return reaching === 1
      ? `The only rule that reaches ${thing} doesn’t grant it.`
      : `None of the ${count(reaching)} rules that reach ${thing} grants it.`;
  }
  const by =
    giving < reaching
      ? `${count(giving)} of the ${count(reaching)} rules that reach ${thing}`
      : `${count(giving)} ${giving === 1 ? "rule" : "rules"}`;
  const then = giving === 1 ? "Deleting it would end this." : "Deleting one of them changes nothing.";
  return `Allowed by ${by}. ${then}`;
}

/** What stands at a place where no rule is for them. */
export function stepSentence({
  type,
  isAsked,
  others,
}: {
  type: RuleType;
  /** Whether it is the object that the question is about. */
  isAsked: boolean;
  others: number;
}): string {
  const here = isAsked ? `on the ${ruleTypeNames[type].one.toLowerCase()} itself` : "here";
  if (others === 0) return `No rule ${here}`;
  return others === 1
    ? `1 rule ${here}, which names others`
    : `${others.toLocaleString("en")} rules ${here}, which name others`;
}

/** 'Read & modify to Vision team, of which Mira Chen is a member' */
export function heldSentence(
  {
    access,
    isDirect,
    groups,
  }: {
    access: RulePermission;
    isDirect: boolean;
    groups: readonly { name: string; builtIn: string | null }[];
  },
  whose: { kind: string; name: string },
): string {
  const names = groups.map(({ name }) => name);
  const to = `${rulePermissionNames[access]} to ${listed([...(isDirect ? [whose.name] : []), ...names])}`;
  const isObvious = isDirect || whose.kind === "group" || groups.some(({ builtIn }) => builtIn !== null);
  return isObvious ? to : `${to}, of which ${whose.name} is a member`;
}

/** What of all that would grant it is enough; the rules are offered beside the places of the path. */
export function grantSentence({
  action,
  rules,
  groups,
}: {
  action: Action;
  rules: number;
  groups: number;
}): string {
  if (rules + groups === 0) {
    return action === "manage" ? "Only queues can be renamed or deleted by queue admins." : "Nothing.";
  }
  const ways = [
    ...(rules > 0 ? ["one rule at any of the places above"] : []),
    ...(groups > 0 ? [groups === 1 ? "membership in this group" : "membership in any of these groups"] : []),
  ];
  const text = ways.join(", or ");
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
