import { type ComparedAction, readAndModify } from "../diff";
import type { ObjectType } from "../object-types";
import { objectTypes } from "../object-types";
import type { World } from "../types";
import { define } from "./definition";
import { drawnPrincipalIds } from "./draw-world";

/** Who gains and loses what, by asking the definition for every list before and after. */
export function definitionDiff(before: World, after: World, actions: readonly ComparedAction[]): string[] {
  const [old, next] = [define(before), define(after)];
  type Side = typeof old;
  const has = (side: Side, principal: string, action: ComparedAction, type: ObjectType) =>
    side.list(principal, action === readAndModify ? "modify" : action, type);
  const hasAny = (side: Side, principal: string, action: ComparedAction, type: ObjectType) =>
    side.list(principal, action === readAndModify ? "read" : action, type);
  return drawnPrincipalIds.flatMap((principal) =>
    actions.flatMap((action) =>
      objectTypes.flatMap((type) => {
        const [hadAny, hasSome] = [old, next].map((side) => hasAny(side, principal, action, type));
        const gained = has(next, principal, action, type).filter((id) => !hadAny?.includes(id)).length;
        const lost = has(old, principal, action, type).filter((id) => !hasSome?.includes(id)).length;
        return [
          ...(gained > 0 ? [`${principal} gains ${action} ${type} ${gained}`] : []),
          ...(lost > 0 ? [`${principal} loses ${action} ${type} ${lost}`] : []),
        ];
      }),
    ),
  );
}
