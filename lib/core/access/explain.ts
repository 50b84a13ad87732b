import type { Forest, ObjectNode } from "./forest";
import { type Holding, holdingAt, holdingBelow } from "./holding";
import { projectCode, queueCode } from "./object-types";
import { adminsId, type Identity, queueAdminsId } from "./people";
import type { RuleBook } from "./rule-book";
import type { Action } from "./types";

/**
 * A rule with the object it is about, nearest to the one asked about, and the user and groups by which it names who
 * asks; or a built-in group with its power.
 */
export type Reason =
  | { readonly kind: "rule"; readonly rule: string; readonly at: string; readonly through: readonly string[] }
  | { readonly kind: "built_in"; readonly group: typeof adminsId | typeof queueAdminsId };

export function reasonText(reason: Reason): string {
  return reason.kind === "rule" ? `rule:${reason.rule}@${reason.at}` : `builtin:${reason.group}`;
}

/** All that gives the action on the object; empty exactly when nothing does. */
export function findReasons(
  identity: Identity,
  action: Action,
  object: ObjectNode,
  rules: RuleBook,
  forest: Forest,
): Reason[] {
  const { id, groups } = identity;
  const named = ({ rule, at }: Holding): Reason[] => {
    const through = groups.filter((group) => rule.groups.includes(group));
    if (id !== null && rule.users.includes(id)) through.unshift(id);
    return through.length > 0 ? [{ kind: "rule", rule: rule.id, at: at.id, through }] : [];
  };

  const reasons: Reason[] = powersFor(action, object)
    .filter((group) => groups.includes(group))
    .map((group) => ({ kind: "built_in", group }));
  if (action === "manage" || action === "grant") return reasons;
  const holding = [...holdingAt(object, rules)];
  reasons.push(...holding.filter(({ rule }) => action !== "modify" || rule.givesModify).flatMap(named));
  if (action !== "visible" || object.type !== projectCode || reasons.length > 0) return reasons;
  return [...holdingBelow(object, rules.naming(identity), forest)].flatMap(named);
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
