import { objectTypes } from "../object-types";
import type { Action, World } from "../types";
import { define } from "./definition";
import { drawnPrincipalIds } from "./draw-world";

/** Who gains and loses what, by asking the definition for every list before and after. */
export function definitionDiff(before: World, after: World, actions: readonly Action[]): string[] {
  const [old, next] = [define(before), define(after)];
  return drawnPrincipalIds.flatMap((principal) =>
    actions.flatMap((action) =>
      objectTypes.flatMap((type) => {
        const [had, has] = [old.list(principal, action, type), next.list(principal, action, type)];
        const gained = has.filter((id) => !had.includes(id)).length;
        const lost = had.filter((id) => !has.includes(id)).length;
        return [
          ...(gained > 0 ? [`${principal} gains ${action} ${type} ${gained}`] : []),
          ...(lost > 0 ? [`${principal} loses ${action} ${type} ${lost}`] : []),
        ];
      }),
    ),
  );
}
