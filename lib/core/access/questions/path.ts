import type { Reason } from "../explain";
import type { RulePermission } from "../rules/rule-names";
import type { Action } from "../types";

/** A rule that holds for who is asked about, with the ids by which it names them: their own or those of groups. */
export type HeldRule = {
  readonly id: string;
  readonly access: RulePermission;
  readonly through: readonly string[];
};

/** A place of the path: an object, all of its type, or something in it for the sake of which its name shows. */
export type PathStep = {
  readonly kind: "object" | "whole_type" | "inside";
  /** Of a whole type, the object by which it applies. */
  readonly at: string;
  readonly rules: readonly HeldRule[];
  /** Whether one of the rules grants what is asked. */
  readonly gives: boolean;
  /** How many other rules there are about the object, which name others. */
  readonly others: number;
};

export type PathFacts = {
  action: Action;
  /** From the object upwards. */
  chain: readonly string[];
  /** All rules that hold at the object, or below it where only its name shows. */
  reasons: readonly Reason[];
  findRule: (id: string) => { target: string | null; givesModify: boolean } | undefined;
  /** How many rules are about the object by its id. */
  countAbout: (id: string) => number;
};

/** Each place from the object up to the top, then what is granted on whole types, with the rules that hold there. */
export function pathOf({ action, chain, reasons, findRule, countAbout }: PathFacts): PathStep[] {
  const own = new Map<string, HeldRule[]>(chain.map((id) => [id, []]));
  const whole = new Map<string, HeldRule[]>();
  const inside = new Map<string, HeldRule[]>();
  for (const reason of reasons) {
    const rule = reason.kind === "rule" ? findRule(reason.rule) : undefined;
    if (!rule || reason.kind !== "rule") continue;
    const held: HeldRule = {
      id: reason.rule,
      access: rule.givesModify ? "modify" : "read",
      through: reason.through,
    };
    const shelf = !own.has(reason.at) ? inside : rule.target === null ? whole : own;
    const known = shelf.get(reason.at);
    if (known) known.push(held);
    else shelf.set(reason.at, [held]);
  }
  const step =
    (kind: PathStep["kind"]) =>
    ([at, rules]: [string, HeldRule[]]) => ({
      ...{ kind, at, rules },
      gives: rules.some(({ access }) => grants(access, action)),
      others: kind === "object" ? countAbout(at) - rules.length : 0,
    });
  return [
    ...[...inside].map(step("inside")),
    ...[...own].map(step("object")),
    ...[...whole].map(step("whole_type")),
  ];
}

/** Whether a rule with this access grants the action on what it is about. */
function grants(access: RulePermission, action: Action): boolean {
  return action === "modify" ? access === "modify" : action === "read" || action === "visible";
}
