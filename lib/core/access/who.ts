import { powersFor } from "./explain";
import type { Forest, ObjectNode } from "./forest";
import { holdingAt, holdingBelow } from "./holding";
import { projectCode } from "./object-types";
import { everyoneId, type People } from "./people";
import type { IndexedRule, RuleBook } from "./rule-book";
import type { Action } from "./types";

/** The active principals who may do it as themselves. */
export function listWho(
  action: Action,
  object: ObjectNode,
  people: People,
  rules: RuleBook,
  forest: Forest,
): string[] {
  const named = new Set<string>();
  const groups = new Set<string>(powersFor(action, object));
  for (const rule of rulesGiving(action, object, rules, forest)) {
    for (const user of rule.users) named.add(user);
    for (const group of rule.groups) groups.add(group);
  }
  for (const group of groups) addMembers(named, group, people);
  return [...named].filter((id) => people.find(id)?.active);
}

/** Every rule that gives it to somebody. */
export function* rulesGiving(
  action: Action,
  object: ObjectNode,
  rules: RuleBook,
  forest: Forest,
): Generator<IndexedRule> {
  if (action === "manage" || action === "grant") return;
  for (const { rule } of holdingAt(object, rules)) if (action !== "modify" || rule.givesModify) yield rule;
  if (action !== "visible" || object.type !== projectCode) return;
  for (const { rule } of holdingBelow(object, rules.all(), forest)) yield rule;
}

function addMembers(named: Set<string>, group: string, people: People): void {
  if (group === everyoneId) for (const { id } of people.all()) named.add(id);
  else for (const member of people.membersOf(group)) named.add(member);
}
