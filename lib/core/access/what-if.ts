import { type AccessChange, applyChange } from "./change";
import { AccessEngine } from "./engine";
import { Forest, type ObjectNode } from "./forest";
import { typeName } from "./object-types";
import { everyoneId } from "./people";
import type { IndexedRule } from "./rule-book";

/** Two states that can be compared, and who may fare differently in them. */
export interface WhatIf {
  readonly before: AccessEngine;
  readonly after: AccessEngine;
  readonly affected: ReadonlySet<string>;
}

type ObjectChange = Extract<AccessChange, { kind: "object_put" | "object_removed" }>;

const nodesInStep = 1_000;

/**
 * A workspace as it is and as it would be after some changes, beside the engine that goes on answering. Where objects
 * move, both states have copies of them: if nothing else changes, only of what moves with what is above and below it.
 */
export function* whatIf(engine: AccessEngine, changes: readonly AccessChange[]): Generator<void, WhatIf> {
  const moves = changes.filter(isObjectChange);
  const copied = moves.length === changes.length ? nodesAround(engine.forest, moves) : engine.forest.all();
  const nodes = moves.length === 0 ? [] : [...copied];
  const copy = () => ({ people: engine.people.copy(), rules: engine.rules.copy() });
  const [was, is] = [copy(), copy()];
  const state = function* ({ people, rules }: ReturnType<typeof copy>): Generator<void, AccessEngine> {
    const forest = moves.length === 0 ? engine.forest : yield* forestOf(nodes);
    return new AccessEngine(people, rules, forest);
  };
  const before = yield* state(was);
  const after = yield* state(is);
  for (const change of changes) applyChange(after, change);
  const affected = new Set<string>();
  for (const change of changes) for (const id of affectedBy(change, before, after)) affected.add(id);
  return { before, after, affected };
}

function isObjectChange(change: AccessChange): change is ObjectChange {
  return change.kind === "object_put" || change.kind === "object_removed";
}

/** Those above come before those below. */
function nodesAround(forest: Forest, moves: readonly ObjectChange[]): ReadonlySet<ObjectNode> {
  const found = new Set<ObjectNode>();
  const addChain = (node: ObjectNode | null | undefined) => {
    const chain: ObjectNode[] = [];
    for (let at = node; at && !found.has(at); at = at.parent) chain.push(at);
    for (const each of chain.toReversed()) found.add(each);
  };
  for (const move of moves) {
    const id = move.kind === "object_put" ? move.object.id : move.id;
    addChain(forest.find(id));
    for (const node of forest.atOrBelow(id)) found.add(node);
    const parent = move.kind === "object_put" ? move.object.parent : null;
    if (parent !== null) addChain(forest.find(parent));
  }
  return found;
}

function* forestOf(nodes: readonly ObjectNode[]): Generator<void, Forest> {
  const forest = new Forest([]);
  for (const [count, { id, type, parentId }] of nodes.entries()) {
    forest.put({ id, type: typeName(type), parent: parentId });
    if (count % nodesInStep === 0) yield;
  }
  return forest;
}

function* affectedBy(change: AccessChange, before: AccessEngine, after: AccessEngine): Generator<string> {
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
      return;
    case "object_put":
    case "object_removed":
      for (const { people } of [before, after]) for (const { id } of people.all()) yield id;
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
