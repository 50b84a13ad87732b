import { type AccessDifference, type ComparedAction, readAndModify, type Tally } from "../diff";
import { type ObjectType, objectTypes } from "../object-types";
import { type RulePermission, rulePermissionNames, ruleTypeNames } from "../rules/rule-names";

/** The most that rules grant on an object. */
export type Held = "nothing" | RulePermission;

export const heldNames: Record<Held, string> = { nothing: "Nothing", ...rulePermissionNames };

/** `most` differs from `count` where it is said of several people, of whom some have more of them than others. */
export type ObjectCount = { readonly type: ObjectType; readonly count: number; readonly most: number };

/** From what to what somebody’s access changes, and on how many objects. */
export type Crossing = { readonly from: Held; readonly to: Held; readonly objects: readonly ObjectCount[] };

/** All that changes for one of them, each object in one of the crossings. */
export function crossingsOf({ gains, loses }: Pick<AccessDifference, "gains" | "loses">): Crossing[] {
  const [gained, lost] = [split(gains), split(loses)];
  const all: Crossing[] = [
    { from: "nothing", to: "modify", objects: gained.both },
    { from: "nothing", to: "read", objects: gained.readOnly },
    { from: "read", to: "modify", objects: gained.modifyOnly },
    { from: "modify", to: "nothing", objects: lost.both },
    { from: "read", to: "nothing", objects: lost.readOnly },
    { from: "modify", to: "read", objects: lost.modifyOnly },
  ];
  return all.filter(({ objects }) => objects.length > 0);
}

/** Whether it is a gain. */
export function isGain({ from, to }: Pick<Crossing, "from" | "to">): boolean {
  return from === "nothing" || to === "modify";
}

function split(tallies: readonly Tally[]) {
  const counts = (action: ComparedAction) =>
    new Map(tallies.filter((each) => each.action === action).map(({ type, count }) => [type, count]));
  const [read, modify, both] = [counts("read"), counts("modify"), counts(readAndModify)];
  const listed = (countOf: (type: ObjectType) => number) =>
    objectTypes.flatMap((type) => {
      const count = countOf(type);
      return count > 0 ? [{ type, count, most: count }] : [];
    });
  const of = (map: ReadonlyMap<ObjectType, number>, type: ObjectType) => map.get(type) ?? 0;
  return {
    both: listed((type) => of(both, type)),
    readOnly: listed((type) => of(read, type) - of(both, type)),
    modifyOnly: listed((type) => of(modify, type) - of(both, type)),
  };
}

const objectNames: Record<ObjectType, { one: string; many: string }> = {
  ...ruleTypeNames,
  dataset_version: { one: "Dataset version", many: "dataset versions" },
};

/** Of several people whose access changes from the same to the same: on how many objects it does for each of them. */
export function together(all: readonly (readonly Crossing[])[]): Crossing[] {
  return (all[0] ?? []).map(({ from, to }, at) => {
    const counts = all.map((each) => new Map(each[at]?.objects.map(({ type, count }) => [type, count])));
    const objects = objectTypes.flatMap((type) => {
      const own = counts.map((each) => each.get(type) ?? 0);
      const [count, most] = own.reduce(
        ([least, top], next) => [Math.min(least, next), Math.max(top, next)],
        [Infinity, 0],
      );
      return most > 0 ? [{ type, count, most }] : [];
    });
    return { from, to, objects };
  });
}

/** '1 project, 180 to 186 tasks' */
export function objectsText(objects: readonly ObjectCount[]): string {
  return objects
    .map(({ type, count, most }) => {
      const { one, many } = objectNames[type];
      const [fewest, all] = [count, most].map((each) => each.toLocaleString("en"));
      const number = count === most ? all : count === 0 ? `up to ${all}` : `${fewest} to ${all}`;
      return `${number} ${most === 1 ? one.toLowerCase() : many}`;
    })
    .join(", ");
}
