import { type ObjectType, objectTypes } from "../object-types";
import { type Action, everyAction } from "../types";

/** Names that callers use for Steward's resource types and actions, beside Steward's own. */
export interface DecisionNames {
  readonly types: ReadonlyMap<string, ObjectType>;
  readonly actions: ReadonlyMap<string, Action>;
}

/** Reads pairs such as `record=task` and `write=modify`; says what is wrong with the first that is none. */
export function readDecisionNames(pairs: readonly string[]): DecisionNames | { problem: string } {
  const types = new Map<string, ObjectType>();
  const actions = new Map<string, Action>();
  for (const pair of pairs) {
    const [, name = "", meant = ""] = /^([\w.:-]{1,64})=(\w+)$/.exec(pair) ?? [];
    const type = objectTypes.find((each) => each === meant);
    const action = everyAction.find((each) => each === meant);
    const isTaken = types.has(name) || actions.has(name) || isOwn(name);
    if (isTaken || !(type || action)) return { problem: `“${pair}” is not valid.` };
    if (type) types.set(name, type);
    if (action) actions.set(name, action);
  }
  return { types, actions };
}

/** Anything else is asked about as it is, and unknown. */
export function typeMeant(names: DecisionNames, name: string): string {
  return names.types.get(name) ?? name;
}

export function actionMeant(names: DecisionNames, name: string): string {
  return names.actions.get(name) ?? name;
}

/** Under every name that it can be asked by. */
export function namesOfAction(names: DecisionNames, action: Action): string[] {
  return [action, ...[...names.actions].filter(([, meant]) => meant === action).map(([name]) => name)];
}

function isOwn(name: string): boolean {
  return [...objectTypes, ...everyAction].some((own) => own === name);
}
