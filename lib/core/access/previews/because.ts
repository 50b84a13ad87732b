import { type AccessDifference, findSample, readAndModify, type Tally } from "../diff";
import type { AccessEngine } from "../engine";
import type { Reason } from "../explain";
import type { Move } from "../move";
import { typeName } from "../object-types";
import type { IndexedRule } from "../rule-book";
import { type RulePermission, type RuleType, ruleTypes } from "../rules/rule-names";
import type { RuleChange } from "../what-if";

/** What a rule is about: an object, or all of a type. */
export type RulePlace = { readonly at: string } | { readonly allOf: RuleType };

/**
 * Why somebody gains, or loses and keeps what they keep. `group` is the one through which it concerns them, by the key
 * that rules know it by, and null where they are named themselves.
 */
export type Because =
  | { readonly kind: "this_rule"; readonly group: string | null }
  | { readonly kind: "rule"; readonly on: RulePlace; readonly group: string | null }
  | { readonly kind: "member"; readonly group: string }
  | { readonly kind: "still"; readonly on: RulePlace; readonly group: string | null }
  | { readonly kind: "still_otherwise" }
  | { readonly kind: "nothing_left"; readonly group: string | null }
  | { readonly kind: "left_workspace" };

/** `through` is the group whose members fare alike by the change; null for who is told of alone. */
export type Told = { readonly through: string | null; readonly because: Because };

/** By a rule, or by being in a built-in group. */
type Named =
  | { readonly group: string | null; readonly on: RulePlace }
  | { readonly group: string; readonly on: null };

type Compared = RuleChange | Move | readonly RuleChange[];

/** Tells of each difference between two states why it comes about. */
export function teller(
  before: AccessEngine,
  after: AccessEngine,
  change: Compared,
): (difference: AccessDifference) => Told {
  const single = "kind" in change ? change : undefined;
  switch (single?.kind) {
    case "rule_put":
      return byRule(single.rule.id);
    case "rule_removed":
      return byRule(single.id);
    case "members_added":
      return () => ({ through: null, because: { kind: "member", group: single.groupId } });
    case "member_removed":
      return (difference) => ({ through: null, because: lossBy(difference, single.groupId) });
    case "group_removed":
      return (difference) => ({ through: single.id, because: lossBy(difference, null) });
    case "principal_removed":
      return () => ({ through: null, because: { kind: "left_workspace" } });
    case "object_moved":
      return anyRule(single.objectId);
    default:
      return anyRule();
  }

  function byRule(id: string) {
    const [was, is] = [before.rules.find(id), after.rules.find(id)].map((rule) => rule && new Naming(rule));
    return (difference: AccessDifference): Told => {
      const { principal, gains } = difference;
      if (gains.length > 0) {
        const [through = null] = is?.groupsOf(principal, after) ?? [];
        return { through, because: { kind: "this_rule", group: through } };
      }
      const groups = was?.groupsOf(principal, before) ?? [];
      const through = groups[0] ?? null;
      return { through, because: lossBy(difference, groups.length === 1 ? through : null) };
    };
  }

  /** A move names what is moved: whatever it changes, it changes there. */
  function anyRule(movedId?: string) {
    return (difference: AccessDifference): Told => {
      const { principal, gains, loses } = difference;
      const isGain = gains.length > 0;
      const [tally] = isGain ? gains : loses;
      const action = tally?.action === readAndModify ? "modify" : (tally?.action ?? "read");
      const objectId = movedId ?? (tally && sampleOf(principal, isGain ? "gains" : "loses", tally));
      const [reason] = objectId ? (isGain ? after : before).reasons(principal, action, objectId) : [];
      const named = reason && namedBy(reason, principal);
      if (!isGain) return { through: named?.group ?? null, because: lossBy(difference, null, movedId) };
      if (!named) return { through: null, because: { kind: "still_otherwise" } };
      if (named.on === null) return { through: null, because: { kind: "member", group: named.group } };
      return { through: named.group, because: { kind: "rule", ...named } };
    };
  }

  function namedBy(reason: Reason, principal: string): Named {
    if (reason.kind === "built_in") return { group: reason.group, on: null };
    const [through] = reason.through;
    const group = through === undefined || through === principal ? null : through;
    const rule = after.rules.find(reason.rule) ?? before.rules.find(reason.rule);
    const allOf = rule?.target === null ? findRuleType(rule.type) : undefined;
    return { group, on: allOf ? { allOf } : { at: reason.at } };
  }

  /** Looked for only where a reason depends on it: it takes longer than to count. */
  function sampleOf(principal: string, way: "gains" | "loses", { action, type }: Tally): string | undefined {
    return findSample(before, after, principal, { way, action, type });
  }

  function lossBy(difference: AccessDifference, group: string | null, movedId?: string): Because {
    const { principal, loses } = difference;
    const count = (wanted: RulePermission | typeof readAndModify) =>
      loses.reduce((sum, { action, count: each }) => sum + (action === wanted ? each : 0), 0);
    if (count("modify") === count(readAndModify)) return { kind: "nothing_left", group };
    const lost = loses.filter(({ action }) => action === "modify");
    for (const tally of movedId === undefined ? lost : lost.slice(0, 1)) {
      const objectId = movedId ?? sampleOf(principal, "loses", tally);
      const [reason] = objectId === undefined ? [] : after.reasons(principal, "read", objectId);
      if (!reason) continue;
      const named = namedBy(reason, principal);
      return named.on === null ? { kind: "member", group: named.group } : { kind: "still", ...named };
    }
    return { kind: "still_otherwise" };
  }
}

function findRuleType(code: IndexedRule["type"]): RuleType | undefined {
  return ruleTypes.find((type) => type === typeName(code));
}

/** Whom a rule names, to be asked often. */
class Naming {
  private readonly users: ReadonlySet<string>;

  constructor(private readonly rule: IndexedRule) {
    this.users = new Set(rule.users);
  }

  /** The groups by which it names the principal; none where it names them themselves. */
  groupsOf(principal: string, { people }: AccessEngine): string[] {
    if (this.users.has(principal)) return [];
    const groups = people.groupsOf(principal, false);
    return this.rule.groups.filter((group) => groups.includes(group));
  }
}
