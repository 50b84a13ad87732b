import type { AccessDifference, Tally } from "../diff";
import type { objectTypes } from "../object-types";
import { type RulePermission, rulePermissions, ruleTypeNames } from "../rules/rule-names";

/** How many users and service accounts gain or lose an action, and on how many objects each of them does. */
export type AccessEffect = {
  way: "gains" | "loses";
  action: RulePermission;
  principals: number;
  fewest: number;
  most: number;
};

/** What one of them gains or loses: of each action, the number of objects by type. */
export type OwnEffects = Record<AccessEffect["way"], string[]>;

const objectNames: Record<(typeof objectTypes)[number], { one: string; many: string }> = {
  ...ruleTypeNames,
  dataset_version: { one: "Dataset version", many: "dataset versions" },
};

export function effectsOf(differences: readonly AccessDifference[]): AccessEffect[] {
  return (["gains", "loses"] as const).flatMap((way) =>
    rulePermissions.flatMap((action) => {
      const counts = differences
        .map((difference) => countObjects(difference[way], action))
        .filter((count) => count > 0)
        .sort((one, other) => one - other);
      const [fewest, most] = [counts[0], counts.at(-1)];
      return fewest && most ? [{ way, action, principals: counts.length, fewest, most }] : [];
    }),
  );
}

/** '3 gain read, each on 12 objects' */
export function effectText({ way, action, principals, fewest, most }: AccessEffect): string {
  const verb = { gains: ["gains", "gain"], loses: ["loses", "lose"] }[way][principals === 1 ? 0 : 1];
  const objects =
    fewest === most ? counted(most, "object", "objects") : `${spelled(fewest)} to ${spelled(most)} objects`;
  return `${spelled(principals)} ${verb} ${action}${principals === 1 ? " on" : ", each on"} ${objects}`;
}

/** 'Modify 1 project, 12 tasks' */
export function ownEffectsOf({ gains, loses }: AccessDifference): OwnEffects {
  const texts = (tallies: readonly Tally[]) =>
    rulePermissions.flatMap((action) => {
      const own = tallies.filter((tally) => tally.action === action);
      const objects = own.map(({ type, count }) => {
        const { one, many } = objectNames[type];
        return counted(count, one.toLowerCase(), many);
      });
      return objects.length > 0 ? [`${action === "read" ? "Read" : "Modify"} ${objects.join(", ")}`] : [];
    });
  return { gains: texts(gains), loses: texts(loses) };
}

function countObjects(tallies: readonly Tally[], action: RulePermission): number {
  return tallies.reduce((sum, tally) => sum + (tally.action === action ? tally.count : 0), 0);
}

function counted(count: number, one: string, many: string): string {
  return `${spelled(count)} ${count === 1 ? one : many}`;
}

function spelled(count: number): string {
  return count.toLocaleString("en");
}
