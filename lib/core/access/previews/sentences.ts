import { listed } from "../questions/sentences";
import { type RuleObject, type RuleType, ruleTargetName } from "../rules/rule-names";
import type { Because, RulePlace } from "./because";
import type { PreviewCounts } from "./rows";

/** Names of what a reason mentions; what was deleted meanwhile has none. */
export type BecauseNames = {
  groupNamed: (key: string) => string | undefined;
  objectNamed: (id: string) => (RuleObject & { type: RuleType }) | undefined;
};

/** Why a row comes about, as the table says it: 'Users can still read all projects' */
export function becauseText(because: Because, isGroup: boolean, names: BecauseNames): string {
  const nameOf = (key: string | null) => (key === null ? undefined : names.groupNamed(key));
  switch (because.kind) {
    case "this_rule": {
      const group = isGroup ? undefined : nameOf(because.group);
      return group ? `Member of ${group}` : "Named in this rule";
    }
    case "rule": {
      const group = isGroup ? undefined : nameOf(because.group);
      return `Rule on ${placeText(because.on, names)}${group ? `, through ${group}` : ""}`;
    }
    case "member": {
      const group = nameOf(because.group);
      return group ? `Member of ${group}` : "Member of the group";
    }
    case "still": {
      const group = nameOf(because.group);
      const place = placeText(because.on, names);
      return group ? `${group} can still read ${place}` : `Still named in the rule on ${place}`;
    }
    case "still_otherwise":
      return "Another rule grants it";
    case "nothing_left": {
      const group = isGroup ? undefined : nameOf(because.group);
      return group ? `Only ${group} granted it` : "No other rule grants it";
    }
    case "left_workspace":
      return "No longer in the workspace";
  }
}

function placeText(place: RulePlace, { objectNamed }: BecauseNames): string {
  if ("allOf" in place) return ruleTargetName(place.allOf, null).toLowerCase();
  const object = objectNamed(place.at);
  return object ? `“${ruleTargetName(object.type, object)}”` : "what it is in";
}

/** '4 gain', '1 loses', '5 stay as they are'; what nobody does is left out. */
export function countTexts({ gain, lose, stay }: PreviewCounts): Record<keyof PreviewCounts, string | null> {
  const text = (count: number, one: string, many: string) =>
    count === 0 ? null : `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  return {
    gain: text(gain, "gains", "gain"),
    lose: text(lose, "loses", "lose"),
    stay: text(stay, "stays as they are", "stay as they are"),
  };
}

/** '3 members' */
export function countedMembers(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "member" : "members"}`;
}

/** 'João Oliveira and 2 others' */
export function groupDetail({ names, people }: { names: readonly string[]; people: number }): string {
  const others = people - names.length;
  if (others === 0) return listed(names);
  return listed([...names, `${others.toLocaleString("en")} ${others === 1 ? "other" : "others"}`]);
}
