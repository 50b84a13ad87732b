import { powersFor, type Reason } from "./explain";
import type { Forest, ObjectNode } from "./forest";
import { type Holding, holdingAt, holdingBelow } from "./holding";
import { projectCode } from "./object-types";
import { everyoneId, type People } from "./people";
import type { RuleBook } from "./rule-book";

/** From the most to the least: `visible` is only the name of a project, shown for the sake of what is in it. */
export const accessLevels = ["modify", "read", "visible"] as const;
export type AccessLevel = (typeof accessLevels)[number];

/** The most that a principal may do with an object, one reason for it, and how many more reasons there are. */
export interface Grant {
  readonly level: AccessLevel;
  readonly reason: Reason;
  readonly more: number;
}

/** Everybody who may do anything with the object as themselves, by what they may do most. */
export function listGrants(
  object: ObjectNode,
  people: People,
  rules: RuleBook,
  forest: Forest,
): Map<string, Grant> {
  const grants = new Map<string, Grant>();
  const everybody = [...people.all()].filter(({ active }) => active).length;
  for (const level of accessLevels) {
    if (grants.size === everybody) break;
    const found = new Map<string, { reason: Reason; more: number }>();
    const add = (id: string, reason: Reason) => {
      if (grants.has(id) || !people.find(id)?.active) return;
      const known = found.get(id);
      if (known) known.more += 1;
      else found.set(id, { reason, more: 0 });
    };
    for (const group of powersFor(level, object)) {
      for (const id of people.membersOf(group)) add(id, { kind: "built_in", group });
    }
    for (const holding of holdingFor(level, object, rules, forest)) {
      for (const [id, through] of namedBy(holding, people)) {
        add(id, { kind: "rule", rule: holding.rule.id, at: holding.at.id, through });
      }
    }
    for (const [id, { reason, more }] of found) grants.set(id, { level, reason, more });
  }
  return grants;
}

function* holdingFor(
  level: AccessLevel,
  object: ObjectNode,
  rules: RuleBook,
  forest: Forest,
): Generator<Holding> {
  if (level !== "visible") {
    for (const holding of holdingAt(object, rules)) {
      if (level !== "modify" || holding.rule.givesModify) yield holding;
    }
  } else if (object.type === projectCode) {
    yield* holdingBelow(object, rules.all(), forest);
  }
}

/** Each principal that the rule names once, with the first of the ways in which it does. */
function namedBy({ rule }: Holding, people: People): Map<string, readonly string[]> {
  const named = new Map<string, readonly string[]>(rule.users.map((id) => [id, [id]]));
  for (const group of rule.groups) {
    const through = [group];
    const add = (id: string) => named.has(id) || named.set(id, through);
    if (group === everyoneId) for (const { id } of people.all()) add(id);
    else for (const id of people.membersOf(group)) add(id);
  }
  return named;
}
