import type { AccessEngine } from "../engine";
import { powersFor } from "../explain";
import type { ObjectNode } from "../forest";
import { holdingAt } from "../holding";
import { projectCode, projectContentCodes, typeName } from "../object-types";
import { adminsId, everyoneId, type Identity, serviceAccountsId } from "../people";
import type { IndexedRule } from "../rule-book";
import { type RulePermission, type RuleType, ruleTargetName, ruleTypeNames } from "../rules/rule-names";
import type { Rule } from "../types";

/** That a user, or every member of a group, can do something with an object; or that none of them can. */
export interface Guard {
  readonly principal: { readonly kind: "user" | "group"; readonly id: string };
  readonly allows: boolean;
  readonly access: RulePermission;
  readonly targetId: string;
}

/** By the ids of objects: the rules about what is at or below them. */
export type RulesWithin = ReadonlyMap<string, readonly IndexedRule[]>;

/** Looked up once for all guards that are asked about together. */
export function findRulesWithin({ rules, forest }: AccessEngine, guards: readonly Guard[]): RulesWithin {
  const within = new Map<string, IndexedRule[]>(guards.map(({ targetId }) => [targetId, []]));
  for (const rule of rules.all()) {
    const target = rule.target === null ? undefined : forest.find(rule.target);
    if (target?.type !== rule.type) continue;
    for (let at: ObjectNode | null = target; at !== null; at = at.parent) within.get(at.id)?.push(rule);
  }
  return within;
}

/**
 * Whether it is so. "Can't" is about everything in a project too, also what may come to be in it; of the group Users it
 * leaves admins out, to whom nothing can be closed. An object that isn't there concerns nobody.
 */
export function isKept(
  guard: Guard,
  engine: AccessEngine,
  within: RulesWithin = findRulesWithin(engine, [guard]),
): boolean {
  const object = engine.forest.find(guard.targetId);
  if (object === undefined) return true;
  const powers = powersFor(guard.access, object);
  const users = new Set<string>();
  const groups = new Set<string>(powers);
  for (const rule of guard.allows ? givingAt(object, engine) : givingWithin(object, engine, within)) {
    if (guard.access === "modify" && !rule.givesModify) continue;
    for (const user of rule.users) users.add(user);
    for (const group of rule.groups) groups.add(group);
  }
  const may = (identity: Identity) =>
    (identity.id !== null && users.has(identity.id)) || identity.groups.some((group) => groups.has(group));
  for (const identity of identitiesIn(guard, engine)) if (may(identity) !== guard.allows) return false;
  return true;
}

/** Whether a rule like this one, if it named the guard's principal as well, would keep it. */
export function wouldKeep(
  { allows, access, targetId }: Guard,
  rule: Pick<Rule, "type" | "target" | "access">,
  { forest }: AccessEngine,
): boolean {
  if (!allows || (access === "modify" && rule.access !== "modify")) return false;
  for (let at = forest.find(targetId) ?? null; at !== null; at = at.parent) {
    if (typeName(at.type) === rule.type && (rule.target === null || rule.target === at.id)) return true;
  }
  return false;
}

function* givingAt(object: ObjectNode, { rules }: AccessEngine): Generator<IndexedRule> {
  for (const { rule } of holdingAt(object, rules)) yield rule;
}

function* givingWithin(
  object: ObjectNode,
  engine: AccessEngine,
  within: RulesWithin,
): Generator<IndexedRule> {
  yield* givingAt(object, engine);
  if (object.type !== projectCode) return;
  yield* within.get(object.id) ?? [];
  for (const type of projectContentCodes) yield* engine.rules.aboutAll(type);
}

function* identitiesIn({ principal, allows }: Guard, { people }: AccessEngine): Generator<Identity> {
  const { kind, id } = principal;
  const isOpen = id === everyoneId || id === serviceAccountsId;
  // Whoever joins is in these groups at once: what is said of them can't depend on who is there, or on single names.
  if (kind === "group" && isOpen) {
    const identity = people.identityOfGroup(id);
    if (identity) yield identity;
    if (allows) return;
  }
  const ids = kind === "user" ? [id] : id === everyoneId ? idsOf(people.all()) : people.membersOf(id);
  for (const each of ids) {
    const found = people.find(each);
    if (!found?.active) continue;
    const identity = people.identityOf(found, false);
    if (id === everyoneId && identity.groups.includes(adminsId)) continue;
    yield identity;
  }
}

function* idsOf(principals: Iterable<{ readonly id: string }>): Generator<string> {
  for (const { id } of principals) yield id;
}

export type GuardTexts = Pick<Guard, "allows" | "access"> & {
  principalName: string;
  type: RuleType;
  object: { name: string; path: string | null };
};

/** 'Contractors can’t read the project finance/Payroll, or anything in it' */
export function guardText({ principalName, allows, access, type, object }: GuardTexts): string {
  const kind = ruleTypeNames[type].one.toLowerCase();
  const inIt = !allows && type === "project" ? ", or anything in it" : "";
  return `${principalName} ${allows ? "can" : "can’t"} ${access} the ${kind} ${ruleTargetName(type, object)}${inIt}`;
}

/** A change was about to make guards untrue. */
export class GuardsBroken extends Error {
  override readonly name = "GuardsBroken";

  constructor(readonly guards: readonly { name: string; text: string }[]) {
    super(`Guards would be broken: ${guards.map(({ name }) => name).join(", ")}`);
  }
}

/** 'This would break the guard “Payroll stays closed” (Contractors can’t read the project Payroll).' */
export function brokenText(guards: readonly { name: string; text?: string }[]): string {
  const named = guards.map(({ name, text }) => (text ? `“${name}” (${text})` : `“${name}”`));
  return `This would break the ${guards.length === 1 ? "guard" : "guards"} ${named.join(", ")}.`;
}
