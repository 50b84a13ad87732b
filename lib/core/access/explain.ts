import type { Forest, ObjectNode } from "./forest";
import { type Holding, holdingAt, holdingBelow } from "./holding";
import { projectCode, queueCode } from "./object-types";
import { adminsId, type People, queueAdminsId } from "./people";
import type { RuleBook } from "./rule-book";
import type { Action, Principal } from "./types";

/** A rule with the object it is about, nearest to the one asked about; or a built-in group with its power. */
export type Reason =
  | { readonly kind: "rule"; readonly rule: string; readonly at: string }
  | { readonly kind: "built_in"; readonly group: typeof adminsId | typeof queueAdminsId };

export function reasonText(reason: Reason): string {
  return reason.kind === "rule" ? `rule:${reason.rule}@${reason.at}` : `builtin:${reason.group}`;
}

/** All that gives the action on the object; empty exactly when nothing does. */
export function findReasons(
  principal: Principal,
  lent: boolean,
  action: Action,
  object: ObjectNode,
  people: People,
  rules: RuleBook,
  forest: Forest,
): Reason[] {
  if (!principal.active) return [];
  const groups = people.groupsOf(principal.id, lent);
  const named = ({ rule }: Holding) =>
    rule.users.includes(principal.id) || rule.groups.some((group) => groups.includes(group));
  const fromRule = ({ rule, at }: Holding): Reason => ({ kind: "rule", rule: rule.id, at: at.id });

  const reasons: Reason[] = powersFor(action, object)
    .filter((group) => groups.includes(group))
    .map((group) => ({ kind: "built_in", group }));
  if (action === "manage" || action === "grant") return reasons;
  const holding = [...holdingAt(object, rules)].filter(named);
  reasons.push(...holding.filter(({ rule }) => action !== "modify" || rule.givesModify).map(fromRule));
  if (action !== "visible" || object.type !== projectCode || reasons.length > 0) return reasons;
  return [...holdingBelow(object, rules, forest)].filter(named).map(fromRule);
}

/** The built-in groups whose members may do it without any rule. */
export function powersFor(action: Action, object: ObjectNode): (typeof adminsId | typeof queueAdminsId)[] {
  switch (action) {
    case "grant":
    case "modify":
      return [adminsId];
    case "manage":
      return object.type === queueCode ? [queueAdminsId] : [];
    case "read":
    case "visible":
      return object.type === queueCode ? [adminsId, queueAdminsId] : [adminsId];
  }
}
