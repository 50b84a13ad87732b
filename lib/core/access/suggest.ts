import { findReasons, powersFor } from "./explain";
import type { Forest, ObjectNode } from "./forest";
import { appCategoryCode, isGrantable } from "./object-types";
import { adminsId, type Identity, queueAdminsId } from "./people";
import type { RuleBook } from "./rule-book";
import type { Action } from "./types";
import { rulesGiving } from "./who";

/** One change that gives what is refused: a new rule, more access by a rule that holds, or a place in a group. */
export type Suggestion =
  | { readonly kind: "rule"; readonly target: string; readonly access: "read" | "modify" }
  | { readonly kind: "raise"; readonly rule: string; readonly at: string }
  | { readonly kind: "join"; readonly group: string };

/**
 * For an action that nothing gives: rules on the object and on what it lives in, from the inside out, then rules to
 * raise, then groups to join, the powerful ones last.
 */
export function findSuggestions(
  identity: Identity,
  /** The groups that it could still be put into. */
  open: ReadonlySet<string>,
  action: Action,
  object: ObjectNode,
  rules: RuleBook,
  forest: Forest,
): Suggestion[] {
  const suggestions: Suggestion[] = [];
  if (action !== "manage" && action !== "grant") {
    for (let at: ObjectNode | null = object; at !== null; at = at.parent) {
      if (!isGrantable(at.type)) continue;
      const access = action === "modify" || at.type === appCategoryCode ? "modify" : "read";
      suggestions.push({ kind: "rule", target: at.id, access });
    }
  }
  if (action === "modify") {
    for (const reason of findReasons(identity, "read", object, rules, forest)) {
      if (reason.kind === "rule") suggestions.push({ kind: "raise", rule: reason.rule, at: reason.at });
    }
  }
  const giving = new Set<string>(powersFor(action, object));
  for (const rule of rulesGiving(action, object, rules, forest)) {
    for (const group of rule.groups) giving.add(group);
  }
  const joins = [...giving].filter((group) => open.has(group));
  joins.sort((one, other) => powerOf(one) - powerOf(other));
  for (const group of joins) suggestions.push({ kind: "join", group });
  return suggestions;
}

function powerOf(group: string): number {
  return [queueAdminsId, adminsId].indexOf(group);
}
