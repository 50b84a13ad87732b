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

/** A workspace as it is and as it would be after some changes, beside the engine that goes on answering. */
export function* whatIf(engine: AccessEngine, changes: readonly RuleChange[]): Generator<number, WhatIf> {
  const [people, rules] = [engine.people.copy(), engine.rules.copy()];
  yield 0;
  const [otherPeople, otherRules] = [people.copy(), rules.copy()];
  yield 0;
  const before = new AccessEngine(people, rules, engine.forest);
  const after = new AccessEngine(otherPeople, otherRules, engine.forest);
  for (const change of changes) applyChange(after, change);
  const affected = new Set<string>();
  for (const change of changes) for (const id of affectedBy(change, before, after)) affected.add(id);
  return { before, after, affected };
}

function* affectedBy(change: RuleChange, before: AccessEngine, after: AccessEngine): Generator<string> {
  switch (change.kind) {
    case "principal_put":
      yield change.principal.id;
      return;
    case "principal_removed":
      yield change.id;
      return;
    case "group_added":
      return;
    case "group_removed":
      yield* namedBy({ users: [], groups: [change.id] }, before);
      return;
    case "members_added":
      yield* change.userIds;
      return;
    case "member_removed":
      yield change.userId;
      return;
    case "rule_put":
      yield* namedBy(change.rule, before, after);
      yield* namedBy(before.rules.find(change.rule.id), before, after);
      return;
    case "rule_removed":
      yield* namedBy(before.rules.find(change.id), before, after);
  }
}

function* namedBy(
  rule: Pick<IndexedRule, "users" | "groups"> | undefined,
  ...engines: readonly AccessEngine[]
): Generator<string> {
  if (rule === undefined) return;
  yield* rule.users;
  for (const { people } of engines) {
    for (const group of rule.groups) {
      if (group === everyoneId) for (const { id } of people.all()) yield id;
      else yield* people.membersOf(group);
    }
  }
}
