import { type AccessChange, applyChange } from "./change";
import { AccessEngine } from "./engine";
import { everyoneId } from "./people";
import type { IndexedRule } from "./rule-book";

/** Two states that can be compared, and who may fare differently in them. */
export interface WhatIf {
  readonly before: AccessEngine;
  readonly after: AccessEngine;
  readonly affected: ReadonlySet<string>;
}

/** Of people, groups and rules: the objects stay what and where they are. */
export type RuleChange = Exclude<AccessChange, { kind: "object_put" | "object_removed" }>;

const changesInStep = 100;

/** A workspace as it is and as it would be after some changes, beside the engine that goes on answering. */
export function* whatIf(engine: AccessEngine, changes: readonly RuleChange[]): Generator<number, WhatIf> {
  const [people, rules] = [engine.people.copy(), engine.rules.copy()];
  yield 0;
  const [otherPeople, otherRules] = [people.copy(), rules.copy()];
  yield 0;
  const before = new AccessEngine(people, rules, engine.forest);
  const after = new AccessEngine(otherPeople, otherRules, engine.forest);
  for (const [count, change] of changes.entries()) {
    applyChange(after, change);
    if (count % changesInStep === changesInStep - 1) yield 0;
  }
  return { before, after, affected: yield* affectedBy(changes, before, after) };
}

/** Those who are named, by themselves or in a group, where something changes. */
function* affectedBy(
  changes: readonly RuleChange[],
  before: AccessEngine,
  after: AccessEngine,
): Generator<number, ReadonlySet<string>> {
  const users = new Set<string>();
  const groups = new Set<string>();
  const addNamed = (rule: Pick<IndexedRule, "users" | "groups"> | undefined) => {
    for (const id of rule?.users ?? []) users.add(id);
    for (const id of rule?.groups ?? []) groups.add(id);
  };
  for (const [count, change] of changes.entries()) {
    switch (change.kind) {
      case "principal_put":
        users.add(change.principal.id);
        break;
      case "principal_removed":
        users.add(change.id);
        break;
      case "group_added":
        break;
      case "group_removed":
        groups.add(change.id);
        break;
      case "members_added":
        for (const id of change.userIds) users.add(id);
        break;
      case "member_removed":
        users.add(change.userId);
        break;
      case "rule_put":
        addNamed(change.rule);
        addNamed(before.rules.find(change.rule.id));
        break;
      case "rule_removed":
        addNamed(before.rules.find(change.id));
    }
    if (count % changesInStep === changesInStep - 1) yield 0;
  }
  for (const { people } of [before, after]) {
    for (const group of groups) {
      if (group === everyoneId) for (const { id } of people.all()) users.add(id);
      else for (const id of people.membersOf(group)) users.add(id);
      yield 0;
    }
  }
  return users;
}
