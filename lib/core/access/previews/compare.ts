import { type AccessDifference, diffInSteps } from "../diff";
import type { AccessEngine } from "../engine";
import { findRulesWithin, type Guard, isKept } from "../guards/guard";
import { diffMoveInSteps, engineAfterMove, type Move } from "../move";
import { rulePermissions } from "../rules/rule-names";
import { type RuleChange, whatIf } from "../what-if";

export interface Compared<G> {
  readonly differences: AccessDifference[];
  /** The guards that are true and would not be any more. */
  readonly broken: G[];
}

/**
 * What a change would do to everybody's access, in steps of a few milliseconds, each with the share of people who were
 * looked at; nothing is changed. Throws InvalidWorld
 * where the change can't be made.
 */
export function* compareInSteps<G extends Guard>(
  engine: AccessEngine,
  change: RuleChange | Move | readonly RuleChange[],
  guards: readonly G[],
): Generator<number, Compared<G>> {
  if ("kind" in change && change.kind === "object_moved") {
    const differences = yield* diffMoveInSteps(engine, change, rulePermissions);
    const objectIds = guards.map(({ targetId }) => targetId);
    const broken =
      guards.length > 0 ? yield* findBroken(engine, engineAfterMove(engine, change, objectIds), guards) : [];
    return { differences, broken };
  }
  const { before, after, affected } = yield* whatIf(engine, "kind" in change ? [change] : change);
  const options = { actions: rulePermissions, samples: 0, principals: affected };
  const differences = yield* diffInSteps(before, after, options);
  return { differences, broken: yield* findBroken(before, after, guards) };
}

function* findBroken<G extends Guard>(
  before: AccessEngine,
  after: AccessEngine,
  guards: readonly G[],
): Generator<number, G[]> {
  const broken: G[] = [];
  const [was, is] = [findRulesWithin(before, guards), findRulesWithin(after, guards)];
  for (const guard of guards) {
    yield 1;
    if (!isKept(guard, after, is) && isKept(guard, before, was)) broken.push(guard);
  }
  return broken;
}
